"""An office and Tusk Online keep each other up to date: real programs, changes on both sides."""

import unittest

from support.online import RestError
from support.world import World


class Synchronisation(unittest.TestCase):
    """One connected world for all tests; each test uses contacts of its own."""

    postgres = False

    @classmethod
    def setUpClass(cls):
        cls.world = World(postgres=cls.postgres)
        cls.addClassCleanup(cls.world.close)
        cls.world.connect()
        cls.anna = cls.world.log_in()

    def arrived_online(self, contact: int, **fields):
        def look():
            record = self.anna.find("contact", contact)
            return record if record and all(record["fields"][n] == v for n, v in fields.items()) else None
        return self.world.wait_for(look, f"contact {contact} online to have {fields}")

    def arrived_in_office(self, contact: int, **fields):
        def look():
            found = self.world.tusk("record", "list", "contact", "--filter", f"id:eq:{contact}")["records"]
            return found and all(found[0]["fields"][n] == v for n, v in fields.items())
        self.world.wait_for(look, f"contact {contact} in the office to have {fields}")

    def shared_contact(self, name: str, **fields) -> int:
        """A contact that both sides have."""
        contact = self.world.add_contact(name=name, **fields)
        self.arrived_online(contact, name=name)
        return contact

    def both_sides_apart(self):
        """Stops the service, so that both sides change without knowing of each other."""
        self.world.syncd.stop()
        self.addCleanup(lambda: self.world.syncd.is_running() or self.world.start_syncd())

    # REQ: SYN-1, SYN-2
    def test_what_the_office_writes_is_online_by_itself(self):
        contact = self.shared_contact("Åkessons Plåt AB", phone="0920-100 10", city="Luleå")
        record = self.anna.record("contact", contact)
        self.assertEqual(record["fields"]["city"], "Luleå")
        self.assertEqual(record["changed_by"], "Anna Berg")
        self.world.set_contact(contact, phone="0920-100 11")
        self.arrived_online(contact, phone="0920-100 11")

    # REQ: SYN-1, SYN-2
    def test_what_is_written_online_is_in_the_office_by_itself(self):
        made = self.anna.create("contact", name="Öbergs Måleri HB", is_customer=True)
        self.assertIsInstance(made["fields"]["number"], int)
        self.arrived_in_office(made["id"], name="Öbergs Måleri HB", is_customer=True,
                               number=made["fields"]["number"])
        self.anna.change("contact", made["id"], note="Ring före tio.\nPortkod 1234.")
        self.arrived_in_office(made["id"], note="Ring före tio.\nPortkod 1234.")

    def test_contact_persons_and_deletions_go_over_both_ways(self):
        contact = self.shared_contact("Kranar i Norr AB")
        person = self.anna.create("contact_person", contact=contact, name="Łukasz Żółkiewski")
        self.world.wait_for(
            lambda: self.world.tusk("record", "list", "contact_person", "--filter",
                                    f"id:eq:{person['id']}")["records"], "the person to be in the office")
        self.world.tusk("record", "delete", "contact", contact)
        self.world.wait_for(lambda: self.anna.find("contact", contact) is None, "the contact to go online")
        self.assertIsNone(self.anna.find("contact_person", person["id"]))
        other = self.shared_contact("Betong AB")
        self.anna.delete("contact", other)
        self.world.wait_for(
            lambda: not self.world.tusk("record", "list", "contact", "--filter", f"id:eq:{other}")["records"],
            "the contact to go in the office")

    # REQ: SYN-4
    def test_what_is_for_the_office_only_stays_there(self):
        contact = self.shared_contact("Hemliga Bolaget AB", bank_account="123-4567", credit_limit="5000")
        fields = self.anna.record("contact", contact)["fields"]
        self.assertNotIn("bank_account", fields)
        self.assertNotIn("123-4567", str(fields))
        with self.assertRaises(RestError) as refused:
            self.anna.change("contact", contact, bank_account="999")
        self.assertEqual(refused.exception.status, 400)

    # REQ: CNF-4, SYN-3
    def test_telephone_in_the_office_and_fax_online_both_stay(self):
        contact = self.shared_contact("Norrlands Rör AB", phone="0920-1", fax="0920-2")
        self.both_sides_apart()
        self.world.set_contact(contact, phone="0920-111 11")
        self.anna.change("contact", contact, fax="0920-222 22")
        self.world.start_syncd()
        self.arrived_online(contact, phone="0920-111 11", fax="0920-222 22")
        self.arrived_in_office(contact, phone="0920-111 11", fax="0920-222 22")
        self.assertEqual([c for c in self.conflicts() if c["record_id"] == contact], [])

    def conflicts(self) -> list[dict]:
        return self.world.tusk("online", "conflicts", "--limit", 500)["conflicts"]

    # REQ: CNF-1, CNF-2, CNF-3, CNF-7
    def test_the_same_field_on_both_sides_is_the_offices_and_both_values_are_kept(self):
        contact = self.shared_contact("Fjällbygg AB", phone="0980-1")
        self.both_sides_apart()
        self.world.set_contact(contact, phone="0980-100 00")
        self.anna.change("contact", contact, phone="0980-999 99")
        self.world.start_syncd()
        self.arrived_online(contact, phone="0980-100 00")

        def find():
            return next((c for c in self.conflicts() if c["record_id"] == contact), None)
        conflict = self.world.wait_for(find, "the conflict in the office's history")
        self.assertEqual(conflict["kind"], "same_field")
        self.assertEqual(conflict["field"], "phone")
        self.assertEqual(conflict["winner"], "office")
        self.assertEqual(conflict["winning_value"], "0980-100 00")
        self.assertEqual(conflict["losing_value"], "0980-999 99")
        self.assertEqual(conflict["record_name"], "Fjällbygg AB")
        self.assertTrue(conflict["how"])
        online = self.anna.get(f"/sync/conflicts?type=contact&record={contact}")["conflicts"]
        self.assertEqual([c["losing_value"] for c in online], ["0980-999 99"])
        # The value that lost comes back as a new edit, everywhere.
        self.world.tusk("online", "conflicts", "put-back", conflict["id"])
        self.arrived_online(contact, phone="0980-999 99")

    # REQ: CNF-5
    def test_the_same_new_value_on_both_sides_is_no_conflict(self):
        contact = self.shared_contact("Lika AB", phone="0980-1")
        self.both_sides_apart()
        self.world.set_contact(contact, phone="0980-555 55")
        self.anna.change("contact", contact, phone="0980-555 55")
        self.world.start_syncd()
        self.world.wait_until_synchronised()
        self.arrived_online(contact, phone="0980-555 55")
        self.assertEqual([c for c in self.conflicts() if c["record_id"] == contact], [])

    # REQ: CNF-6
    def test_deleted_in_the_office_and_changed_online_stays_deleted_and_nothing_typed_is_lost(self):
        contact = self.shared_contact("Nedlagda AB")
        self.both_sides_apart()
        self.world.tusk("record", "delete", "contact", contact)
        self.anna.change("contact", contact, note="Viktigt som skrevs online")
        self.world.start_syncd()
        self.world.wait_for(lambda: self.anna.find("contact", contact) is None, "the contact to go online")

        def find():
            return next((c for c in self.conflicts() if c["record_id"] == contact), None)
        conflict = self.world.wait_for(find, "the conflict in the history")
        self.assertEqual(conflict["losing_image"]["note"], "Viktigt som skrevs online")

    # REQ: SVC-2, SYN-3
    def test_killed_programs_go_on_where_they_were(self):
        contacts = [self.shared_contact(f"Kraschtest {n} AB") for n in range(3)]
        self.world.syncd.kill()
        self.world.set_contact(contacts[0], city="Boden")
        self.anna.change("contact", contacts[1], city="Piteå")
        self.world.start_syncd()
        self.world.online.kill()
        self.world.set_contact(contacts[2], city="Kiruna")
        self.world.start_online()
        self.anna = self.world.log_in()
        for contact, city in zip(contacts, ("Boden", "Piteå", "Kiruna")):
            self.arrived_online(contact, city=city)
            self.arrived_in_office(contact, city=city)
        self.assertEqual([c for c in self.conflicts() if c["record_id"] in contacts], [])

    # REQ: SYN-5
    def test_the_log_names_every_round_and_says_what_went_wrong(self):
        self.shared_contact("Loggboken AB")
        rounds = self.world.tusk("online", "log", "--limit", 20)["rounds"]
        self.assertEqual(rounds[0]["result"], "ok")
        self.assertTrue(all(r["computer"] for r in rounds))
        self.world.online.stop()
        self.addCleanup(self.start_online_again)
        # Earlier failures are in the log, too: the newest row is looked at.
        failed = self.world.wait_for(
            lambda: next((r for r in self.world.tusk("online", "log")["rounds"][:1] if r["result"] == "error"), None),
            "the last round to have failed")
        self.assertTrue(failed["message"])
        self.assertEqual(self.world.status()["state"], "failing")

    @classmethod
    def start_online_again(cls):
        cls.world.start_online()
        cls.anna = cls.world.log_in()
        cls.world.wait_until_synchronised()


class Connection(unittest.TestCase):
    # REQ: CON-3, CON-4, CON-5
    def test_nothing_is_connected_before_everything_is_filled_in(self):
        with World() as world:
            world.tusk("init", "--user", "anna", "--full-name", "Anna Berg", "--company-name", "Norrsken Bygg AB")
            unmet = [p["name"] for p in world.status()["prerequisites"] if not p["met"]]
            self.assertIn("company.phone", unmet)
            self.assertIn("licence.holder", unmet)
            done = world.run("online", "connect", "http://127.0.0.1:1", "--data", world.office)
            self.assertEqual(done.returncode, 6)
            self.assertIn("tusk company set phone=", done.stderr)

    # REQ: CON-7, DIS-2, REC-2, SEC-2
    def test_connecting_disconnecting_and_connecting_again(self):
        with World() as world:
            world.connect()
            contact = world.add_contact(name="Bestående AB")
            world.wait_until_synchronised()
            status = world.status()
            self.assertEqual(status["connected_by"], "Anna Berg")
            anna = world.log_in()
            self.assertIsNotNone(anna.find("contact", contact))
            done = world.run("online", "connect", world.url, "--data", world.office)
            self.assertIn("connected", done.stderr)
            world.tusk("online", "disconnect", "--yes", "--password-file", world.folder / "password")
            self.assertEqual(world.status()["state"], "disconnected")
            with self.assertRaises(RestError):
                anna.record("contact", contact)
            self.assertEqual(world.contact(contact)["name"], "Bestående AB")
            world.tusk("online", "connect", world.url, "--password-file", world.folder / "password")
            world.wait_until_synchronised()
            self.assertEqual(world.log_in().record("contact", contact)["fields"]["name"], "Bestående AB")
            # An address in the clear is refused, but for this computer's own.
            world.tusk("online", "disconnect", "--yes", "--password-file", world.folder / "password")
            done = world.run("online", "connect", "http://online.example", "--data", world.office,
                             "--password-file", world.folder / "password")
            self.assertIn("https", done.stderr)


if __name__ == "__main__":
    unittest.main()
