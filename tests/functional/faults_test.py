"""Both programs killed at random moments while people on both sides write: nothing is lost, nothing is doubled."""

import http.client
import os
import random
import threading
import time
import unittest
import urllib.error
from dataclasses import dataclass

from support.line import Line
from support.online import RestError, Session
from support.world import ANNA, CommandFailed, World

KILLS = int(os.environ.get("TUSK_KILLS", "100"))
CONTACTS = 12
SHARED = "address_line_1"  # written on both sides
OWN = {"office": "phone", "online": "city"}  # written on one only


@dataclass
class Write:
    side: str
    key: tuple[int, str]  # contact, field
    value: str
    is_certain: bool  # False: the program died before it answered, so that it may have been saved or not
    ended: float


class Writer(threading.Thread):
    """A person who writes without a pause, each time something that nobody has written before."""

    def __init__(self, side: str, seed: int, contacts: list[int], world: World):
        super().__init__(daemon=True)
        self.side = side
        self.rng = random.Random(f"{seed} {side}")
        self.contacts = contacts
        self.world = world
        self.stopping = threading.Event()
        self.writes: list[Write] = []
        self.names: dict[str, bool] = {}  # of new contacts; False: perhaps
        self.failure: BaseException | None = None

    def run(self):
        try:
            while not self.stopping.is_set():
                self.write()
                self.world.news.tell()
        except BaseException as failure:  # shown by the test, which waits for this thread
            self.failure = failure
            self.world.news.tell()

    def write(self):
        value = f"{self.side} {len(self.writes) + len(self.names)}"
        if self.rng.random() < 0.1:
            self.names[value] = self.attempt(lambda: self.create(value))
            return
        key = (self.rng.choice(self.contacts), self.rng.choice((SHARED, OWN[self.side])))
        is_certain = self.attempt(lambda: self.change(*key, value))
        self.writes.append(Write(self.side, key, value, is_certain, time.monotonic()))

    def attempt(self, action) -> bool:
        """True: it was saved. False: nobody knows, or it was not."""
        try:
            action()
            return True
        except RestError as error:
            # 412: somebody changed the record since it was read. 503: the server is only starting.
            if error.status not in (412, 503):
                raise
        except (OSError, urllib.error.URLError, http.client.HTTPException):
            # The server is dead, or died meanwhile.
            self.world.wait_for(lambda: self.world.online.is_running(), "the server to be there again")
        return False


class OfficeWriter(Writer):
    def __init__(self, seed: int, contacts: list[int], world: World):
        super().__init__("office", seed, contacts, world)

    def create(self, name: str):
        self.world.add_contact(name=name)

    def change(self, contact: int, field: str, value: str):
        self.world.set_contact(contact, **{field: value})


class OnlineWriter(Writer):
    def __init__(self, seed: int, contacts: list[int], world: World, session: Session):
        super().__init__("online", seed, contacts, world)
        self.session = session

    def create(self, name: str):
        self.session.create("contact", name=name)

    def change(self, contact: int, field: str, value: str):
        self.session.change("contact", contact, **{field: value})


class Faults(unittest.TestCase):
    postgres = False

    def setUp(self):
        self.world = World(postgres=self.postgres)
        self.addCleanup(self.world.close)
        self.world.set_up_office()
        self.world.start_online()
        self.line = Line(self.world.port)
        self.addCleanup(self.line.close)
        self.world.tusk("online", "connect", self.line.url, "--email", ANNA, "--create-identity", "--person-name",
                        "Anna Berg", "--password-file", self.world.folder / "password", "--no-wait")
        self.world.start_syncd()
        self.contacts = [self.world.add_contact(name=f"Kund {number}") for number in range(CONTACTS)]
        self.world.wait_until_synchronised()
        self.anna = self.world.log_in()
        self.world.wait_for(lambda: len(self.anna.list("contact")) == CONTACTS, "the contacts online")

    def office_contacts(self) -> dict[int, dict]:
        return {record["id"]: record["fields"] for record in self.world.list("contact")}

    def online_contacts(self) -> dict[int, dict]:
        return {record["id"]: record["fields"] for record in self.anna.list("contact")}

    def sides_are_equal(self) -> bool:
        online, office = self.online_contacts(), self.office_contacts()
        if set(online) != set(office):
            return False
        return all(office[record].get(name) == value
                   for record, fields in online.items() for name, value in fields.items())

    def history(self, get_page) -> dict[str, dict]:
        entries, cursor = {}, None
        while True:
            page = get_page(cursor)
            entries |= {entry["id"]: entry for entry in page["conflicts"]}
            cursor = page["next_cursor"]
            if not cursor:
                return entries

    def online_history(self) -> dict[str, dict]:
        return self.history(lambda cursor: self.anna.get(
            "/sync/conflicts?limit=500" + (f"&cursor={cursor}" if cursor else "")))

    def office_history(self) -> dict[str, dict]:
        return self.history(lambda cursor: self.world.tusk(
            "online", "conflicts", "--limit", 500, *(["--cursor", cursor] if cursor else [])))

    def kill(self, rng: random.Random, writers: list[Writer]):
        """One or both of the programs, in the middle of a message or between two writes; started again at once."""
        victims = rng.choice((["syncd"], ["online"], ["syncd", "online"]))
        if rng.random() < 0.5:
            struck, is_dead = threading.Event(), threading.Event()
            self.line.at(self.line.bytes_up + rng.randrange(1, 5_000),
                         lambda: (struck.set(), self.world.news.tell(), is_dead.wait()))
            self.world.wait_for(lambda: struck.is_set() or any(writer.failure for writer in writers),
                                "a message to be on its way")
            self.kill_now(victims)
            is_dead.set()
        else:
            count = sum(len(writer.writes) for writer in writers) + rng.randrange(1, 6)
            self.world.wait_for(lambda: sum(len(writer.writes) for writer in writers) >= count or
                                any(writer.failure for writer in writers), "people to write")
            self.kill_now(victims)
        if "online" in victims:
            self.world.start_online()
        if "syncd" in victims:
            self.world.start_syncd()

    def kill_now(self, victims: list[str]):
        for victim in victims:
            (self.world.syncd if victim == "syncd" else self.world.online).kill()

    # REQ: CNF-1, CNF-2, CNF-6, SYN-2, SVC-2
    def test_nothing_is_lost_and_nothing_doubled_however_often_they_are_killed(self):
        seed = int(os.environ.get("TUSK_SEED", random.SystemRandom().randrange(1_000_000)))
        print(f"TUSK_SEED={seed} TUSK_KILLS={KILLS}")
        rng = random.Random(seed)
        writers = [OfficeWriter(seed, self.contacts, self.world),
                   OnlineWriter(seed, self.contacts, self.world, self.world.log_in())]
        for writer in writers:
            writer.start()
        for _ in range(KILLS):
            self.kill(rng, writers)
        for writer in writers:
            writer.stopping.set()
            writer.join()
            if writer.failure:
                raise writer.failure
        self.world.wait_for(self.sides_are_equal, "both sides to be equal")
        self.world.wait_for(lambda: set(self.office_history()) == set(self.online_history()),
                            "both sides to have the same history")
        self.assert_nothing_lost([write for writer in writers for write in writer.writes])
        self.assert_nothing_doubled({name: sure for writer in writers for name, sure in writer.names.items()})

    def assert_nothing_lost(self, writes: list[Write]):
        values = self.office_contacts()
        history = {(entry["record_id"], entry["field"], entry["losing_value"])
                   for entry in self.office_history().values()}
        kept = 0
        for side in ("office", "online"):
            for key in {write.key for write in writes}:
                own = [write for write in writes if write.side == side and write.key == key]
                certain = [index for index, write in enumerate(own) if write.is_certain]
                if not certain:
                    continue
                last = own[certain[-1]]
                contact, field = key
                final = values[contact][field]
                # It is there, or something of the same person's that was perhaps saved after it, …
                if final in [write.value for write in own[certain[-1]:]]:
                    continue
                # … or it lost and is in the history, or somebody wrote over it who could have seen it.
                over = next((write for write in writes if write.value == final and write.key == key), None)
                self.assertIsNotNone(over, f"{key}: nobody wrote {final!r}; {last} was")
                was_seen = over.ended > last.ended
                is_kept = any((contact, field, write.value) in history for write in own[certain[-1]:])
                self.assertTrue(is_kept or was_seen, f"{last} is lost; there is {over}")
                kept += is_kept
        print(f"{sum(write.is_certain for write in writes)} writes saved, "
              f"{sum(not write.is_certain for write in writes)} uncertain, {len(history)} in the history, "
              f"{kept} last ones among them")
        self.assertGreater(sum(write.is_certain for write in writes), KILLS)

    def assert_nothing_doubled(self, names: dict[str, bool]):
        there = [fields["name"] for fields in self.office_contacts().values()]
        for name, is_certain in names.items():
            self.assertIn(there.count(name), (1,) if is_certain else (0, 1), name)
        self.assertEqual(len(there), len(set(there)))


if __name__ == "__main__":
    unittest.main()
