"""The comparison of both sides, with the real programs: what differs is found, shown and repaired."""

import threading
import unittest

from support.online import RestError
from support.world import CommandFailed, World


class Audit(unittest.TestCase):
    """One connected world for all tests; each test uses contacts of its own."""

    postgres = False

    @classmethod
    def setUpClass(cls):
        cls.world = World(postgres=cls.postgres)
        cls.addClassCleanup(cls.world.close)
        cls.world.connect()
        cls.anna = cls.world.log_in()

    def shared_contacts(self, *names: str) -> list[int]:
        contacts = [self.world.add_contact(name=name, phone="0920-1") for name in names]
        for contact in contacts:
            self.online_has(contact, phone="0920-1")
        return contacts

    def online_has(self, contact: int, **fields):
        def look():
            record = self.anna.find("contact", contact)
            return record and all(record["fields"][name] == value for name, value in fields.items())
        self.world.wait_for(look, f"contact {contact} online to have {fields}")

    def audit(self) -> dict:
        return self.world.tusk("online", "audit")

    def drift(self) -> dict[int, dict]:
        """By record."""
        conflicts = self.world.tusk("online", "conflicts", "--limit", 500)["conflicts"]
        return {each["record_id"]: each for each in conflicts if each["kind"] == "drift"}

    # REQ: SYN-5, CNF-3, CNF-7
    def test_1_a_value_a_missing_record_and_a_strange_one_are_found_shown_and_repaired(self):
        flipped, deleted, untouched = self.shared_contacts("Flippad AB", "Borttappad AB", "Orörd AB")
        self.world.behind_the_back(
            "online",
            f"UPDATE contact SET phone = '0920-13' WHERE id = {flipped}",
            f"DELETE FROM contact WHERE id = {deleted}",
            "INSERT INTO contact({company_column}id, name, phone) VALUES ({company_value}77000, 'Främling', '031')")
        audit = self.audit()
        self.assertEqual((audit["result"], audit["differing"], audit["repaired"]), ("repaired", 3, 3))
        self.assertGreater(audit["compared"], 3)
        self.online_has(flipped, phone="0920-1")
        self.online_has(deleted, name="Borttappad AB")
        self.world.wait_for(lambda: self.anna.find("contact", 77000) is None, "the strange record to go")
        self.assertEqual(self.audit()["result"], "equal", "one audit repairs all")

        found = self.drift()
        self.assertEqual(found[flipped]["winning_value"], "0920-1")
        self.assertEqual(found[flipped]["losing_value"], "0920-13")
        self.assertEqual(found[77000]["losing_image"]["phone"], "031")
        self.assertEqual(found[deleted]["record_name"], "Borttappad AB")
        self.assertNotIn(untouched, found)
        online = {c["record_id"] for c in self.anna.get("/sync/conflicts?limit=500")["conflicts"] if c["kind"] == "drift"}
        self.assertEqual(online, set(found))
        # Both sides know what came of it.
        told = self.anna.get("/sync/audits")["audits"]
        self.assertEqual([(a["result"], a["differing"]) for a in told[:2]], [("equal", 0), ("repaired", 3)])
        listed = self.world.tusk("online", "audits")["audits"]
        self.assertEqual([a["number"] for a in listed], [a["number"] for a in told])
        self.assertEqual(listed[0]["requested_by"], "Anna Berg")
        # What was only online can be put back.
        self.world.tusk("online", "conflicts", "put-back", found[77000]["id"])
        self.world.wait_for(lambda: any(r["fields"]["phone"] == "031" for r in self.anna.list("contact", q="Främling")),
                            "the record that was put back to be online")

    def test_2_people_who_write_on_both_sides_meanwhile_are_no_drift(self):
        contacts = self.shared_contacts(*[f"Upptagen {n} AB" for n in range(6)])
        before = self.drift()
        done = threading.Event()
        troubles = []

        def online():
            session = self.world.log_in()
            for turn in range(10_000):
                if done.is_set():
                    return
                try:
                    session.change("contact", contacts[turn % 3], fax=f"online {turn}", note=f"text {turn}")
                except RestError as error:
                    # The office was faster: whoever sits there looks at it and goes on.
                    if error.status != 412:
                        raise
                session.create("contact", name=f"Webbkontakt {turn}")

        def office():
            for turn in range(10_000):
                if done.is_set():
                    return
                self.world.set_contact(contacts[turn % 5], phone=f"office {turn}")
                self.world.add_contact(name=f"Kontorskontakt {turn}")

        def guarded(work):
            try:
                work()
            except Exception as error:  # looked at below
                troubles.append(error)

        writers = [threading.Thread(target=guarded, args=(work,)) for work in (online, office)]
        for writer in writers:
            writer.start()
        try:
            audits = [self.audit() for _ in range(6)]
            self.assertEqual([(a["result"], a["differing"]) for a in audits], [("equal", 0)] * 6)
            # One that really differs is found while they go on.
            self.world.behind_the_back("online", f"UPDATE contact SET city = 'Fel' WHERE id = {contacts[5]}")
            self.assertEqual(self.audit()["differing"], 1)
        finally:
            done.set()
            for writer in writers:
                writer.join()
        self.assertEqual(troubles, [])
        self.online_has(contacts[5], city=None)
        self.world.wait_until_synchronised()
        self.assertEqual(set(self.drift()) - set(before), {contacts[5]})
        self.assertEqual(self.audit()["result"], "equal")

    def test_3_without_the_service_it_says_who_and_what(self):
        self.world.syncd.stop()
        self.addCleanup(self.world.start_syncd)
        self.world.wait_for(lambda: self.world.status()["state"] == "service_stopped",
                            "the office to notice that the service has stopped")
        with self.assertRaises(CommandFailed) as refused:
            self.audit()
        self.assertEqual(refused.exception.code, 6)
        self.assertIn("tusk service start", refused.exception.err)


if __name__ == "__main__":
    unittest.main()
