"""The first synchronisation: real programs, a few thousand records, and everything that can go wrong on the way."""

import itertools
import random
import subprocess
import threading
import unittest

from support.equal_sides import differing_registers
from support.line import Line
from support.logged_in import logged_in
from support.online import RestError
from support.world import ANNA, BIN, CommandFailed, World

COUNT = 4_000
KILLS = 20
SEED = 20_263


class FirstSync(unittest.TestCase):
    postgres = False

    def setUp(self):
        self.world = World(postgres=self.postgres)
        self.addCleanup(self.world.close)
        self.world.set_up_office()
        self.world.start_online()
        self.line = Line(self.world.port)
        self.addCleanup(self.line.close)

    def import_people(self, count: int = COUNT):
        done = subprocess.run([BIN / "tusk-people", "--seed", str(SEED), "--count", str(count), "--format", "google",
                               "--damaged"], capture_output=True, check=True)
        self.world.tusk("import", "contacts", "-", input=done.stdout.decode())

    def connect(self, *options) -> dict:
        return self.world.tusk("online", "connect", self.line.url, "--email", ANNA, "--create-identity",
                               "--person-name", "Anna Berg", "--password-file", self.world.folder / "password",
                               *options)

    def connect_again(self, *options) -> dict:
        return self.world.tusk("online", "connect", self.line.url, "--password-file", self.world.folder / "password",
                               *options)

    def progress(self) -> dict:
        return self.world.tusk("online", "progress")

    def wait_until_done(self):
        self.world.wait_for(lambda: self.world.status()["state"] == "synchronised", "the first synchronisation")

    def assert_equal_sides(self):
        self.assertEqual(differing_registers(self.world, self.world.log_in()), [])

    # REQ: FST-5, SVC-2
    def test_killed_anywhere_it_goes_on_where_it_was(self):
        print(f"seed {SEED}")
        rng = random.Random(SEED)
        self.import_people()
        total = self.connect("--no-wait")["first_sync"]["of_bytes"]
        # Steps shorter than a block at times, so that some are never finished.
        strikes, place = [], self.line.bytes_up

        def strike(victim: str):
            """Nothing goes on until the victim is dead."""
            is_dead = threading.Event()
            strikes.append((victim, is_dead))
            self.world.news.tell()
            is_dead.wait()
        for _ in range(KILLS):
            place += rng.randrange(1, total // 6)
            self.line.at(place, lambda victim=rng.choice(("syncd", "online")): strike(victim))
        self.world.start_syncd()
        killed = 0
        while killed < KILLS:
            self.world.wait_for(lambda: len(strikes) > killed or self.progress()["mode"] != "first_sync",
                                "the next place to kill at")
            if len(strikes) <= killed:
                break
            victim, is_dead = strikes[killed]
            killed += 1
            (self.world.syncd if victim == "syncd" else self.world.online).kill()
            is_dead.set()
            if victim == "syncd":
                self.world.start_syncd()
            else:
                self.world.start_online()
        self.wait_until_done()
        print(f"killed {killed} times, blocks {self.line.blocks}")
        self.assertGreaterEqual(killed, 5)
        # Sent again is a block that was cut off, or that was still being written; never one before it.
        for before, after in itertools.pairwise(self.line.blocks):
            self.assertGreaterEqual(after, before - 1)
        self.assertEqual(set(self.line.blocks), set(range(self.progress()["of_blocks"])))
        self.assert_equal_sides()

    # REQ: FST-5
    def test_killed_while_the_server_makes_it_ready_it_ends_equal(self):
        self.import_people(500)
        self.connect("--no-wait")
        self.world.start_syncd()
        for victim in ("syncd", "online", "both"):
            seen = self.line.finishes
            if self.progress()["mode"] != "first_sync":
                break
            self.world.wait_for(lambda seen=seen: self.line.finishes > seen or
                                self.progress()["mode"] != "first_sync", "the last step")
            if victim in ("online", "both"):
                self.world.online.kill()
                self.world.start_online()
            if victim in ("syncd", "both"):
                self.world.syncd.kill()
                self.world.start_syncd()
        self.wait_until_done()
        self.assert_equal_sides()

    # REQ: FST-3, FST-4
    def test_nothing_is_seen_online_before_all_of_it_is_there(self):
        self.import_people()
        total = self.connect("--no-wait")["first_sync"]["of_bytes"]
        self.line.hold_at(self.line.bytes_up + total // 2)
        self.world.start_syncd()
        self.world.wait_for(self.line.is_held, "half of it to have gone over")
        anna = self.world.log_in()
        status = self.world.wait_for(
            lambda: (s := anna.get("/sync/status"))["first_sync"]["records"] > 0 and s, "progress to be seen online")
        self.assertEqual(status["state"], "first_sync")
        self.assertLess(status["first_sync"]["records"], status["first_sync"]["of_records"])
        for attempt in (lambda: anna.list("contact"), lambda: anna.create("contact", name="För tidigt AB")):
            with self.assertRaises(RestError) as refused:
                attempt()
            self.assertEqual(refused.exception.status, 503)
            self.assertIn("first synchronisation", str(refused.exception))
        office = self.progress()
        self.assertEqual(office["phase"], "sending")
        self.assertGreater(office["records"], 0)
        contacts = next(r for r in office["registers"] if r["name"] == "contact")
        self.assertGreaterEqual(contacts["of_records"], COUNT // 2)
        self.line.let_go()
        self.wait_until_done()
        self.assert_equal_sides()
        self.assertEqual(anna.get("/sync/status")["state"], "synchronised")

    # REQ: FST-4, CON-6
    def test_who_connects_follows_it_to_the_end(self):
        self.import_people(300)
        self.world.start_syncd()
        answer = self.connect()
        self.assertTrue(answer["connected"])
        self.assertEqual(answer["first_sync"]["phase"], "done")
        self.assertEqual(answer["first_sync"]["records"], answer["first_sync"]["of_records"])
        lines = self.world.run("online", "progress", "--follow", "--json", "--data", self.world.office)
        self.assertEqual(lines.returncode, 0)
        self.assertIn('"phase":"done"', lines.stdout.splitlines()[-1])
        self.world.wait_for(lambda: not list((self.world.office / "companies").glob("*.first-sync.tusk")),
                            "the archive to be removed")
        self.wait_until_done()
        self.assert_equal_sides()

    # REQ: FST-5, SYN-2
    def test_what_is_written_in_the_office_meanwhile_goes_over_afterwards(self):
        self.import_people(1_000)
        total = self.connect("--no-wait")["first_sync"]["of_bytes"]
        self.line.hold_at(self.line.bytes_up + total // 3)
        self.world.start_syncd()
        self.world.wait_for(self.line.is_held, "a third of it to have gone over")
        contacts = [r["id"] for r in self.world.tusk("record", "list", "contact", "--limit", 20)["records"]]

        def work():
            self.world.set_contact(contacts[0], phone="0980-777 77")
            self.world.tusk("record", "delete", "contact", contacts[1])
            self.world.add_contact(name="Under tiden AB")
        writer = threading.Thread(target=work)
        writer.start()
        self.line.let_go()
        writer.join()
        self.wait_until_done()
        self.world.wait_for(lambda: self.world.log_in().find("contact", contacts[1]) is None, "the removal")
        self.world.wait_until_synchronised()
        self.assert_equal_sides()

    # REQ: FST-5, SYN-3
    def test_without_a_line_it_waits_and_says_so(self):
        self.import_people(500)
        total = self.connect("--no-wait")["first_sync"]["of_bytes"]
        self.line.at(self.line.bytes_up + total // 2, self.line.cut)
        self.world.start_syncd()
        hindered = self.world.wait_for(lambda: (p := self.progress()).get("message") and p, "the cause to be shown")
        self.assertEqual(hindered["mode"], "first_sync")
        self.assertEqual(hindered["phase"], "sending")
        self.line.mend()
        self.wait_until_done()
        self.assert_equal_sides()

    # REQ: FST-1, FST-2, FST-3
    def test_it_has_the_company_for_itself_while_it_takes_its_snapshot(self):
        self.world.tusk("user", "add", "erik", "--full-name", "Erik Lind", "--profile", "Standard")
        with logged_in(self.world, "erik") as erik:
            with self.assertRaises(CommandFailed) as refused:
                self.connect()
            for text in ("Norrsken Bygg AB", "Erik Lind (person, tusk)", erik.session["computer"]):
                self.assertIn(text, refused.exception.err)
            self.assertEqual(erik.finish()[0], 0)
        self.assertEqual(self.world.status()["state"], "never")
        self.line.hold_at(self.line.bytes_up + 1)
        failures = []

        def connect():
            try:
                self.connect()
            except CommandFailed as failed:
                failures.append(failed)
        connecting = threading.Thread(target=connect)
        connecting.start()
        self.world.wait_for(self.line.is_held, "the server to be asked")
        with self.assertRaises(CommandFailed) as kept_out:
            self.world.tusk("record", "list", "contact", "--user", "erik")
        for text in ("Norrsken Bygg AB", "The first synchronisation takes a snapshot", "Anna Berg"):
            self.assertIn(text, kept_out.exception.err)
        # The line fails: everything is open for work again, and the attempt can be repeated.
        self.line.let_go()
        connecting.join()
        self.assertEqual(len(failures), 1)
        self.assertEqual(len(self.world.tusk("record", "list", "contact", "--user", "erik")["records"]), 1)
        self.assertEqual(self.world.status()["state"], "never")
        self.world.start_syncd()
        self.assertTrue(self.connect()["connected"])
        self.wait_until_done()
        self.assert_equal_sides()

    # REQ: FST-3
    def test_a_server_that_does_not_answer_leaves_everything_as_it_was(self):
        self.world.online.stop()
        with self.assertRaises(CommandFailed):
            self.connect()
        self.assertEqual(self.world.status()["state"], "never")
        self.world.start_online()
        self.connect()
        self.world.start_syncd()
        self.wait_until_done()

    # REQ: FST-3
    def test_a_failure_says_what_happened_and_can_be_repeated(self):
        contact = self.world.add_contact(name="Bestående AB")
        self.connect("--no-wait")
        archive = next((self.world.office / "companies").glob("*.first-sync.tusk"))
        self.assertEqual(archive.stat().st_mode & 0o777, 0o600)
        archive.unlink()
        self.world.start_syncd()
        self.world.wait_for(lambda: self.world.run("online", "progress", "--data", self.world.office).returncode != 0,
                            "the failure")
        done = self.world.run("online", "progress", "--data", self.world.office, language="sv")
        self.assertIn("Det uppstod ett fel med synkroniseringstjänsten", done.stderr)
        self.assertIn("tusk online connect", done.stderr)
        self.assertEqual(self.world.contact(contact)["name"], "Bestående AB")
        self.assertTrue(self.connect_again()["connected"])
        self.wait_until_done()
        self.assert_equal_sides()

    # REQ: FST-3
    def test_given_up_nothing_of_it_is_left_online(self):
        self.import_people(300)
        total = self.connect("--no-wait")["first_sync"]["of_bytes"]
        self.line.hold_at(self.line.bytes_up + total // 2)
        self.world.start_syncd()
        self.world.wait_for(self.line.is_held, "half of it to have gone over")
        # Where it was taken up again at once, it could be over before it is given up.
        self.world.syncd.kill()
        self.line.let_go()
        self.world.tusk("online", "cancel")
        self.assertEqual(self.world.status()["state"], "never")
        self.assertFalse(list((self.world.office / "companies").glob("*.first-sync.tusk")))
        if not self.postgres:
            self.world.wait_for(lambda: not self.world.company_files("online"),
                                "the server to have removed it")
        self.assertEqual(self.world.log_in_without_company()["companies"], [])
        self.world.start_syncd()
        self.assertTrue(self.connect_again()["connected"])
        self.wait_until_done()
        self.assert_equal_sides()


if __name__ == "__main__":
    unittest.main()
