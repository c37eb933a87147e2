"""The command line of the office, as people and scripts use it. No server is needed."""

import json
import unittest

from support.world import CommandFailed, World


class OfficeCommands(unittest.TestCase):
    postgres = False

    @classmethod
    def setUpClass(cls):
        cls.world = World(postgres=cls.postgres)
        cls.addClassCleanup(cls.world.close)
        cls.world.set_up_office()

    def failed(self, code: int, *argv) -> dict:
        """What a command that must fail says, as JSON."""
        with self.assertRaises(CommandFailed) as failed:
            self.world.tusk(*argv)
        self.assertEqual(failed.exception.code, code)
        return json.loads(failed.exception.err)["error"]

    def test_records_are_added_listed_shown_changed_and_deleted(self):
        made = self.world.tusk("record", "add", "contact", "name=Hissar & Kranar AB", "city=Luleå",
                               "is_customer=yes", "discount=7,5", "our_reference=Anna Berg")
        self.assertEqual(made["fields"]["discount"], 750)
        number = made["fields"]["number"]
        self.assertGreaterEqual(number, 1001)
        shown = self.world.tusk("record", "get", "contact", f"#{number}")
        self.assertEqual(shown["id"], made["id"])
        self.world.tusk("record", "set", "contact", made["id"], "phone=08-123 45 67", "city=")
        self.assertIsNone(self.world.contact(made["id"])["city"])
        found = self.world.tusk("record", "list", "contact", "--search", "081234567")["records"]
        self.assertEqual([r["id"] for r in found], [made["id"]])
        filtered = self.world.tusk("record", "list", "contact", "--filter", "our_reference:eq:Anna Berg")
        self.assertEqual(filtered["total"], 1)
        self.assertTrue(self.world.tusk("record", "delete", "contact", made["id"])["deleted"])
        self.assertEqual(self.failed(4, "record", "get", "contact", made["id"])["code"], "not_found")

    def test_errors_name_field_value_and_remedy_in_both_languages(self):
        error = self.failed(3, "record", "add", "contact", "name=X", "email=ingen adress", "colour=red")
        self.assertEqual([p["field"] for p in error["problems"]], ["email", "colour"])
        self.assertEqual(error["problems"][0]["value"], "ingen adress")
        argv = ["record", "add", "contact", "city=Luleå", "--data", self.world.office]
        self.assertIn("Namn", self.world.run(*argv, language="sv_SE").stderr)
        self.assertIn("Name", self.world.run(*argv, language="en_GB").stderr)
        self.assertIn("Namn", self.world.run(*argv, "--language", "sv").stderr)

    def test_help_is_in_the_language_of_the_user(self):
        self.assertIn("Ta bort en post", self.world.run("record", "--help", language="sv_SE").stdout)
        self.assertIn("Delete a record", self.world.run("record", "--help", language="de_DE").stdout)
        wrong = self.world.run("record", "list", language="sv_SE")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("TYPE saknas", wrong.stderr)
        self.assertIn("Okänt argument", self.world.run("record", "list", "contact", "--nonsense",
                                                       language="sv_SE").stderr)

    def test_users_have_passwords_from_files_only_and_rights_from_profiles(self):
        self.world.tusk("user", "add", "erik", "--full-name", "Erik Lind", "--profile", "Läsbehörighet")
        self.world.tusk("user", "password", "erik", "--password-file", "-", input="tre gula faglar\n")
        listed = {u["user_name"]: u for u in self.world.tusk("user", "list")["users"]}
        self.assertTrue(listed["erik"]["has_password"])
        self.assertFalse(listed["anna"]["has_password"])
        refused = self.failed(5, "record", "add", "contact", "name=X", "--user", "erik")
        self.assertEqual(refused["code"], "forbidden")
        loose = self.world.folder / "loose"
        loose.write_text("tre gula faglar\n")
        loose.chmod(0o644)
        self.assertIn("chmod", self.failed(5, "user", "password", "erik", "--password-file", loose)["message"])
        self.world.tusk("user", "set", "erik", "--active", "no")
        self.assertEqual(self.failed(5, "record", "list", "contact", "--user", "erik")["code"], "forbidden")

    def test_departments_employees_company_and_licence(self):
        self.world.tusk("department", "add", "Bygg", "code=BYGG")
        self.world.tusk("employee", "add", "first_name=Karin", "last_name=Öberg", "department=Bygg",
                        "monthly_salary=38500,50")
        karin = self.world.tusk("employee", "list", "--search", "öberg")["records"][0]
        self.assertEqual(karin["fields"]["monthly_salary"], 3850050)
        left = self.world.tusk("employee", "deactivate", "Karin Öberg")
        self.assertFalse(left["fields"]["active"])
        self.assertEqual(self.world.tusk("company", "show")["fields"]["city"], "Luleå")
        self.assertEqual(self.world.tusk("licence", "show")["contact_person"], "Anna Berg")

    def test_contacts_are_imported_once_and_exported_whole(self):
        file = self.world.folder / "contacts.csv"
        file.write_text("Förnamn,Efternamn,Företag,E-postadress\nEva,Lind,Import AB,eva@import.example\n"
                        "\"Bo,Ek,öppet citat\nSara,Ström,,sara@import.example\n")
        dry = self.world.tusk("import", "contacts", file, "--dry-run")
        self.assertEqual((dry["taken"], dry["refused"], dry["contacts_written"]), (2, 1, 0))
        self.assertEqual(dry["refusals"][0]["line"], 3)
        self.assertTrue(dry["refusals"][0]["reason"])
        first = self.world.tusk("import", "contacts", file)
        self.assertEqual((first["contacts_added"], first["persons_added"]), (2, 1))
        again = self.world.tusk("import", "contacts", "-", input=file.read_text())
        self.assertEqual((again["taken"], again["unchanged"], again["refused"]), (0, 2, 1))
        target = self.world.folder / "out.vcf"
        self.world.tusk("export", "contacts", target)
        self.assertIn("Import AB", target.read_text())
        self.assertEqual(self.failed(6, "export", "contacts", target)["code"], "conflict")
        self.world.tusk("export", "contacts", target, "--overwrite")
        self.assertEqual(self.world.tusk("import", "contacts", target)["contacts_added"], 0)
        self.assertEqual(self.failed(4, "import", "contacts", self.world.folder / "nothing.csv")["code"],
                         "not_found")

    def test_several_companies_are_told_apart(self):
        with World(postgres=self.postgres) as world:
            world.set_up_office()
            world.tusk("company", "add", "Fjäll & Bygd HB")
            with self.assertRaises(CommandFailed) as failed:
                world.tusk("record", "list", "contact")
            self.assertIn("2 Fjäll & Bygd HB", failed.exception.err)
            world.tusk("record", "add", "contact", "name=Bara här", "--company", "2")
            self.assertEqual(world.tusk("record", "list", "contact", "--company", "1")["total"], 0)
            self.assertEqual(world.tusk("record", "list", "contact", "--company", "fjäll & Bygd HB")["total"], 1)


if __name__ == "__main__":
    unittest.main()
