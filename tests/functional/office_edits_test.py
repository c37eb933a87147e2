"""Several people in the office who edit the same record at the same time, each with a program of their own."""

import json
import threading
import unittest

from support.world import CommandFailed, World

PEOPLE = 4
EDITS = 8  # of each


class OfficeEdits(unittest.TestCase):
    postgres = False

    @classmethod
    def setUpClass(cls):
        cls.world = World(postgres=cls.postgres)
        cls.addClassCleanup(cls.world.close)
        cls.world.set_up_office()

    def edit(self, contact: int, value: str, seen: str, field: str = "phone"):
        self.world.tusk("record", "set", "contact", contact, f"{field}={value}", "--seen", f"{field}={seen}")

    def test_who_is_later_is_told_what_it_is_now(self):
        contact = self.world.add_contact(name="Ahlgrens", phone="1", city="Luleå")
        self.edit(contact, "2", seen="1")
        with self.assertRaises(CommandFailed) as refused:
            self.edit(contact, "3", seen="1")
        self.assertEqual(refused.exception.code, 6)
        error = json.loads(refused.exception.err)["error"]
        self.assertIn("Anna Berg has changed the same thing in Ahlgrens", error["message"])
        self.assertEqual([(p["field"], p["value"]) for p in error["problems"]], [("phone", "3")])
        self.assertIn("“2” now", error["problems"][0]["message"])
        self.edit(contact, "Umeå", seen="Luleå", field="city")
        self.edit(contact, "3", seen="2")
        self.assertEqual((self.world.contact(contact)["phone"], self.world.contact(contact)["city"]), ("3", "Umeå"))

    def test_no_edit_of_many_at_once_is_written_over_unseen(self):
        contact = self.world.add_contact(name="Listan", address_line_1="-")
        failures, refusals = [], []

        def write_on(person: int):
            """Reads, adds a word of their own, and saves only over what was read."""
            try:
                done = 0
                while done < EDITS:
                    seen = self.world.contact(contact)["address_line_1"]
                    try:
                        self.edit(contact, f"{seen} {person}.{done}", seen, field="address_line_1")
                        done += 1
                    except CommandFailed as failed:
                        if failed.code != 6:
                            raise
                        refusals.append(failed)
            except BaseException as failure:
                failures.append(failure)
        people = [threading.Thread(target=write_on, args=(person,)) for person in range(PEOPLE)]
        for person in people:
            person.start()
        for person in people:
            person.join()
        self.assertEqual(failures, [])
        words = self.world.contact(contact)["address_line_1"].split()[1:]
        self.assertEqual(sorted(words), sorted(f"{person}.{done}" for person in range(PEOPLE) for done in range(EDITS)))
        print(f"{len(words)} edits, {len(refusals)} refused and made again")


if __name__ == "__main__":
    unittest.main()
