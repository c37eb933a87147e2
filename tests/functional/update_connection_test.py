"""A database that was put back behind the programs' backs: noticed, nothing written, and everything that somebody had
entered is there after the connection was updated."""

import shutil
import sqlite3
import unittest
from pathlib import Path

from support.online import RestError
from support.world import World


def copy_database(source: Path, target: Path):
    """As a backup program would, also of what stands in the write-ahead log."""
    with sqlite3.connect(source) as of, sqlite3.connect(target) as to:
        of.backup(to)
    of.close()
    to.close()


def put_back(copy: Path, database: Path):
    for suffix in ("-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    shutil.copy(copy, database)


class UpdateConnection(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.world.connect()
        self.anna = self.world.log_in()

    def office_file(self) -> Path:
        return self.world.office / "companies" / "1.db"

    def online_file(self) -> Path:
        return self.world.company_file("online")

    def shared_contact(self, **fields) -> int:
        contact = self.world.add_contact(**fields)
        self.world.wait_for(lambda: self.anna.find("contact", contact), f"contact {contact} online")
        return contact

    def office_find(self, contact: int) -> dict | None:
        found = self.world.tusk("record", "list", "contact", "--filter", f"id:eq:{contact}")["records"]
        return found[0]["fields"] if found else None

    def in_office(self, contact: int, **fields):
        self.world.wait_for(lambda: (f := self.office_find(contact)) and all(f[n] == v for n, v in fields.items()),
                            f"contact {contact} in the office to have {fields}")

    def online(self, contact: int, **fields):
        def look():
            record = self.anna.find("contact", contact)
            return record and all(record["fields"][n] == v for n, v in fields.items())
        self.world.wait_for(look, f"contact {contact} online to have {fields}")

    def assert_equal_contacts(self):
        online = {r["id"]: r["fields"] for r in self.anna.list("contact")}
        names = set(next(iter(online.values())))
        office = {r["id"]: {n: v for n, v in r["fields"].items() if n in names}
                  for r in self.world.tusk("record", "list", "contact", "--limit", 500)["records"]}
        self.assertEqual(online, office)

    def rewound(self) -> dict:
        """The history's entries of the rewind, by contact and field (of persons by type, record and field); the same
        on both sides. Each register has ids of its own."""
        def of(conflicts):
            return {(c["record_id"], c["field"]) if c["type"] == "contact" else (c["type"], c["record_id"], c["field"]): c
                    for c in conflicts if c["kind"] == "rewound"}

        def both():
            office = of(self.world.tusk("online", "conflicts", "--limit", 500)["conflicts"])
            online = of(self.anna.get("/sync/conflicts?limit=500")["conflicts"])
            return office if office.keys() == online.keys() and office else None
        return self.world.wait_for(both, "both histories to have what was there")

    def wait_until_stopped(self):
        self.world.wait_for(lambda: self.world.status()["state"] == "needs_resync", "the rewind to be noticed")
        self.world.wait_for(lambda: self.anna.get("/sync/status")["state"] == "needs_resync",
                            "the rewind to be seen online")
        with self.assertRaises(RestError) as refused:
            self.anna.create("contact", name="Omöjliga AB")
        self.assertEqual(refused.exception.status, 409)
        self.assertIn("put back", str(refused.exception))

    def update(self):
        answer = self.world.tusk("online", "update", "--password-file", self.world.folder / "password")
        self.assertTrue(answer["connected"])
        self.world.wait_until_synchronised()
        self.anna = self.world.log_in()

    # REQ: BAK-4, REC-1, CNF-7
    def test_an_office_that_was_put_back_is_noticed_and_nothing_anybody_entered_is_lost(self):
        edited = self.shared_contact(name="Ändrad AB", phone="0980-1")
        touched_online = self.shared_contact(name="Rörd AB", fax="0980-2")
        self.world.syncd.stop()
        copy = self.world.folder / "copy.db"
        copy_database(self.office_file(), copy)
        self.world.start_syncd()
        self.world.set_contact(edited, phone="0980-111 11")
        made = self.shared_contact(name="Ny på kontoret AB", city="Kiruna")
        self.anna.change("contact", touched_online, fax="0980-222 22")
        born_online = self.anna.create("contact", name="Ny online AB", city="Piteå")["id"]
        person = self.anna.create("contact_person", contact=born_online, name="Łukasz Żółkiewski")["id"]
        self.in_office(born_online, city="Piteå")
        self.in_office(touched_online, fax="0980-222 22")
        self.world.wait_until_synchronised()
        self.world.syncd.stop()
        put_back(copy, self.office_file())
        unseen = self.anna.change("contact", touched_online, note="Skrivet medan kontoret var gammalt")
        self.assertTrue(unseen)
        self.world.start_syncd()
        self.wait_until_stopped()
        # Nothing was written on either side.
        self.assertEqual(self.office_find(edited)["phone"], "0980-1")
        self.assertIsNone(self.office_find(made))
        self.assertEqual(self.anna.record("contact", edited)["fields"]["phone"], "0980-111 11")
        self.update()
        self.assert_equal_contacts()
        self.assertEqual(self.anna.record("contact", edited)["fields"]["phone"], "0980-1")
        entries = self.rewound()
        self.assertEqual(entries[edited, "phone"]["losing_value"], "0980-111 11")
        self.assertEqual(entries[edited, "phone"]["winning_value"], "0980-1")
        self.assertEqual(entries[touched_online, "fax"]["losing_value"], "0980-222 22")
        self.assertEqual(entries[touched_online, "note"]["losing_value"], "Skrivet medan kontoret var gammalt")
        self.assertEqual(entries[touched_online, "note"]["losing_by"], "Anna Berg")
        self.assertEqual(entries[made, None]["losing_image"]["city"], "Kiruna")
        self.assertEqual(entries[born_online, None]["losing_image"]["city"], "Piteå")
        # Each can be put back, on either side; a record keeps its id, so that others may refer to it.
        self.world.tusk("online", "conflicts", "put-back", entries[edited, "phone"]["id"])
        self.online(edited, phone="0980-111 11")
        self.world.tusk("online", "conflicts", "put-back", entries[born_online, None]["id"])
        self.online(born_online, city="Piteå")
        self.anna.request("POST", f"/api/v1/sync/conflicts/{entries['contact_person', person, None]['id']}/put_back")
        self.world.wait_for(lambda: self.world.tusk("record", "list", "contact_person", "--filter",
                                                    f"id:eq:{person}")["records"], "the person to be back")
        self.anna.request("POST", f"/api/v1/sync/conflicts/{entries[made, None]['id']}/put_back")
        self.in_office(made, city="Kiruna")
        with self.assertRaises(RestError):
            self.anna.request("POST", f"/api/v1/sync/conflicts/{entries[made, None]['id']}/put_back")
        self.world.wait_until_synchronised()
        self.assert_equal_contacts()
        # New records get ids that neither history has had.
        new = self.shared_contact(name="Efteråt AB")
        self.assertNotIn(new, {edited, touched_online, made, born_online})

    # REQ: BAK-4, REC-1
    def test_an_online_database_that_was_put_back_is_noticed(self):
        edited = self.shared_contact(name="Ändrad AB", phone="0980-1")
        self.world.syncd.stop()
        self.world.online.stop()
        copy = self.world.folder / "copy.db"
        online_file = self.online_file()
        copy_database(online_file, copy)
        self.world.start_online()
        self.anna = self.world.log_in()
        self.world.start_syncd()
        born_online = self.anna.create("contact", name="Ny online AB", city="Piteå")["id"]
        self.in_office(born_online, city="Piteå")
        self.world.set_contact(edited, phone="0980-111 11")
        self.online(edited, phone="0980-111 11")
        self.world.wait_until_synchronised()
        self.world.syncd.stop()
        self.world.online.stop()
        put_back(copy, online_file)
        self.world.start_online()
        self.anna = self.world.log_in()
        # Its counter was put back with it, so that the next id is one that the office knows already.
        self.anna.create("contact", name="Samma id AB")
        lost = self.anna.create("contact", name="Skriven i det gamla AB", city="Boden")["id"]
        self.world.start_syncd()
        self.wait_until_stopped()
        self.assertIsNone(self.office_find(lost))
        self.update()
        self.assert_equal_contacts()
        self.online(edited, phone="0980-111 11")
        self.online(born_online, city="Piteå")
        entries = self.rewound()
        # Two records: the one that the office has keeps the id, the other gets a new one.
        self.assertEqual(entries[born_online, None]["losing_image"]["name"], "Samma id AB")
        self.world.tusk("online", "conflicts", "put-back", entries[born_online, None]["id"])
        self.world.wait_for(lambda: [r for r in self.anna.list("contact") if r["fields"]["name"] == "Samma id AB"],
                            "the record whose id was another's")
        self.online(born_online, city="Piteå")
        self.assertEqual(entries[lost, None]["losing_image"]["city"], "Boden")
        self.world.tusk("online", "conflicts", "put-back", entries[lost, None]["id"])
        self.online(lost, city="Boden")

    # REQ: REC-1
    def test_the_history_is_kept_and_the_old_database_is_gone(self):
        contact = self.shared_contact(name="Fjällbygg AB", phone="0980-1")
        self.world.syncd.stop()
        copy = self.world.folder / "copy.db"
        copy_database(self.office_file(), copy)
        self.world.set_contact(contact, phone="0980-100 00")
        self.anna.change("contact", contact, phone="0980-999 99")
        self.world.start_syncd()
        self.online(contact, phone="0980-100 00")
        self.world.wait_until_synchronised()
        rounds = len(self.anna.get("/sync/rounds?limit=500")["rounds"])
        old_file = self.online_file()
        self.world.syncd.stop()
        put_back(copy, self.office_file())
        self.world.start_syncd()
        self.wait_until_stopped()
        self.update()
        self.rewound()
        same_field = [c for c in self.anna.get("/sync/conflicts?limit=500")["conflicts"] if c["kind"] == "same_field"]
        self.assertEqual([c["losing_value"] for c in same_field], ["0980-999 99"])
        self.assertGreaterEqual(len(self.anna.get("/sync/rounds?limit=500")["rounds"]), rounds)
        self.world.wait_for(lambda: not old_file.exists(), "the old database to be removed")

    # REQ: REC-1
    def test_where_both_sides_fit_a_new_key_is_all_there_is_to_it(self):
        contact = self.shared_contact(name="Nyckel AB")
        answer = self.world.tusk("online", "update", "--password-file", self.world.folder / "password")
        self.assertTrue(answer["key_renewed"])
        self.world.set_contact(contact, city="Boden")
        self.online(contact, city="Boden")
        (self.world.folder / "wrong").write_text("inte rätt lösenord\n")
        (self.world.folder / "wrong").chmod(0o600)
        done = self.world.run("online", "update", "--password-file", self.world.folder / "wrong", "--data",
                              self.world.office)
        self.assertNotEqual(done.returncode, 0)
        self.world.set_contact(contact, city="Gällivare")
        self.online(contact, city="Gällivare")


if __name__ == "__main__":
    unittest.main()
