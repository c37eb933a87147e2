"""One bad record holds up no other: it is shown on both sides with the reason, and comes when it can."""

import contextlib
import sqlite3
import unittest

from support.world import World


class Problems(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.connect()
        cls.anna = cls.world.log_in()

    def execute(self, *statements: str, side: str = "office"):
        """A program of somebody else in the database of a side."""
        with contextlib.closing(sqlite3.connect(self.world.company_file(side), timeout=30)) as database, database:
            for statement in statements:
                database.execute(statement)

    def problems(self) -> list[dict]:
        return self.world.tusk("online", "problems")["problems"]

    def in_office(self, contact: int) -> bool:
        return bool(self.world.tusk("record", "list", "contact", "--filter", f"id:eq:{contact}")["records"])

    # REQ: SYN-5
    def test_1_a_value_that_another_program_allows_only_once(self):
        self.execute("CREATE UNIQUE INDEX of_the_payroll ON contact(organisation_number)")
        self.world.add_contact(name="Ägaren AB", organisation_number="556000-1111")
        self.world.wait_until_synchronised()
        bad = self.anna.create("contact", name="Kopian AB", organisation_number="556000-1111")["id"]
        good = self.anna.create("contact", name="Efter AB")["id"]
        self.world.wait_for(lambda: self.in_office(good), "the record after the bad one to be in the office")
        self.assertFalse(self.in_office(bad))

        [problem] = self.world.wait_for(self.problems, "the problem in the office")
        self.assertEqual((problem["record_id"], problem["record_name"], problem["place"]), (bad, "Kopian AB", "here"))
        self.assertIn("in another already", problem["reason"])
        self.assertTrue(problem["remedy"])
        self.assertEqual(self.world.status()["problems"], 1)
        log = self.world.tusk("online", "log", "--limit", 500)["rounds"]
        self.assertTrue(any(r["result"] == "error" and "Kopian AB" in r["message"] for r in log))
        swedish = self.world.run("online", "problems", "--data", self.world.office, language="sv_SE")
        self.assertIn("tas inte emot av kontoret", swedish.stdout)

        def online():
            return self.anna.get("/sync/problems")["problems"]
        [told] = self.world.wait_for(online, "the problem online")
        self.assertEqual((told["record_id"], told["place"]), (bad, "there"))
        self.assertEqual(self.anna.get("/sync/status")["problems"], 1)
        self.assertTrue(any(r["result"] == "error" and "Kopian AB" in r["message"]
                            for r in self.anna.get("/sync/rounds?limit=500")["rounds"]))

        # Nothing changes by trying while the cause is there; when it is gone, it comes.
        self.anna.request("POST", f"/api/v1/sync/problems/contact/{bad}/try_again")
        self.execute("DROP INDEX of_the_payroll")
        self.world.tusk("online", "problems", "try-again")
        self.world.wait_for(lambda: self.in_office(bad), "the record to come when the cause is gone")
        self.world.wait_for(lambda: not self.problems() and not online(), "no problem on either side")

    def test_2_text_that_is_no_text(self):
        contact = self.world.add_contact(name="Latin AB", phone="0920-1")
        self.world.wait_for(lambda: self.anna.find("contact", contact), "the contact online")
        self.execute(f"UPDATE contact SET city = CAST(x'4c756c65e5' AS TEXT), phone = '0920-2' WHERE id = {contact}")
        good = self.world.add_contact(name="Utf AB")
        self.world.wait_for(lambda: self.anna.find("contact", good), "the record after the bad one online")
        [problem] = self.problems()
        self.assertEqual((problem["record_id"], problem["place"]), (contact, "unsendable"))
        self.assertIn("City", problem["reason"])
        self.assertEqual(self.anna.record("contact", contact)["fields"]["phone"], "0920-1")
        self.world.set_contact(contact, city="Luleå")
        self.world.wait_for(lambda: self.anna.record("contact", contact)["fields"]["phone"] == "0920-2",
                            "the record to be sent whole")
        self.world.wait_for(lambda: not self.problems(), "no problem any more")

    # REQ: SYN-5
    def test_3_a_record_that_the_online_database_does_not_take(self):
        self.execute("CREATE UNIQUE INDEX of_the_operator ON contact(organisation_number) "
                     "WHERE organisation_number LIKE '556000-33%'", side="online")
        self.world.add_contact(name="Först AB", organisation_number="556000-3333")
        bad = self.world.add_contact(name="Sedan AB", organisation_number="556000-3333")
        good = self.world.add_contact(name="Sist AB")
        self.world.wait_for(lambda: self.anna.find("contact", good), "the record after the bad one online")
        self.assertIsNone(self.anna.find("contact", bad))

        [problem] = self.world.wait_for(self.problems, "the problem in the office")
        self.assertEqual((problem["record_id"], problem["record_name"], problem["place"]), (bad, "Sedan AB", "there"))
        self.assertIn("in another already", problem["reason"])
        [told] = self.anna.get("/sync/problems")["problems"]
        self.assertEqual((told["record_id"], told["place"]), (bad, "here"))

        # It can be mended where it belongs, as well as by removing the cause.
        self.world.set_contact(bad, organisation_number="556000-4444")
        self.world.wait_for(lambda: self.anna.find("contact", bad), "the record online")
        self.assertEqual(self.anna.record("contact", bad)["fields"]["organisation_number"], "556000-4444")
        self.world.wait_for(lambda: not self.problems() and not self.anna.get("/sync/problems")["problems"],
                            "no problem on either side")
        self.execute("DROP INDEX of_the_operator", side="online")


if __name__ == "__main__":
    unittest.main()
