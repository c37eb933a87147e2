"""The add-on Tusk Online of the licence: each company's own, asked for by the office and by the server."""

import json
import unittest

from support.world import ANNA, CommandFailed, World


class Licence(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.world.set_up_office()
        self.world.start_online()

    def failed(self, code: int, *argv) -> dict:
        """What a command that must fail says, as JSON."""
        with self.assertRaises(CommandFailed) as failed:
            self.world.tusk(*argv)
        self.assertEqual(failed.exception.code, code)
        return json.loads(failed.exception.err)["error"]

    def connect(self, *words) -> tuple:
        return ("online", "connect", self.world.url, "--email", ANNA, "--create-identity", "--no-wait",
                "--password-file", self.world.folder / "password", *words)

    def licensed(self) -> list[str]:
        return [one["name"] for one in self.world.tusk("licence", "show")["online"]]

    # REQ: CON-4, CON-5
    def test_each_company_needs_the_add_on_and_the_first_has_it(self):
        self.world.tusk("company", "add", "Nordlunds Rör AB")
        self.assertEqual(self.licensed(), ["Norrsken Bygg AB"])
        self.world.tusk("licence", "withdraw", "Norrsken Bygg AB")
        refused = self.failed(6, *self.connect("--company", "1"))
        self.assertEqual([problem["field"] for problem in refused["problems"]], ["licence.online"])
        self.assertIn("tusk licence assign 1", refused["problems"][0]["message"])
        self.world.tusk("licence", "assign", "1")
        self.assertEqual(self.licensed(), ["Norrsken Bygg AB"])
        self.world.tusk(*self.connect("--company", "1"))
        refused = self.failed(6, "licence", "withdraw", "1")
        self.assertIn("tusk online disconnect", refused["message"])

    # REQ: CON-5
    def test_a_sample_company_is_marked_and_says_so_when_somebody_connects_it(self):
        self.world.tusk("company", "add", "Exempel AB", "--sample")
        marks = {one["name"]: one["sample"] for one in self.world.tusk("company", "list")["companies"]}
        self.assertEqual(marks, {"Norrsken Bygg AB": False, "Exempel AB": True})
        refused = self.failed(6, *self.connect("--company", "Exempel AB"))
        problems = {problem["field"]: problem["message"] for problem in refused["problems"]}
        self.assertIn("tusk company add", problems["company.sample"])
        status = self.world.tusk("online", "status", "--company", "Exempel AB")
        sample = next(one for one in status["prerequisites"] if one["name"] == "company.sample")
        self.assertFalse(sample["met"])
        self.assertIn("sample database", sample["text"])
        self.assertIn("sample database", self.failed(6, "licence", "assign", "Exempel AB")["message"])


if __name__ == "__main__":
    unittest.main()
