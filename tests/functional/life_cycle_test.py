"""The whole life of a connection, with the commands of docs/operations.md and nothing else: a company is set up, connected,
worked in from both sides and from another computer, disconnected, put back from a backup, and connected again."""

import os
import subprocess
import unittest

from support.computers import Computer
from support.equal_sides import differing_registers
from support.online import RestError
from support.operations import blocks
from support.terminal import Terminal
from support.world import ANNA, BIN, ERIK, PASSWORD, CommandFailed, World

FIRST, SECOND = os.uname().nodename, "KONTOR-2"
OFFICE_PASSWORD = "bara på kontoret 7"


class LifeCycle(unittest.TestCase):
    """Its tests are the chapters of one story, in the order of their numbers."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(postgres=True)
        cls.addClassCleanup(cls.world.close)
        cls.world.start_online()
        cls.password = cls.world.folder / "password"
        cls.backup = cls.world.folder / "norrsken.tusk"
        cls.computers: dict[str, Computer] = {}

    # ---- what the chapters share ----

    def tusk(self, *words) -> dict:
        return self.world.tusk(*words, "--user", "anna")

    def computer(self, name: str) -> Computer:
        if name not in self.computers:
            folder = self.world.office if name == FIRST else None
            self.computers[name] = Computer(self.world, name, folder=folder)
            self.addClassCleanup(self.computers[name].close)
        return self.computers[name]

    def wait_for_holder(self, name: str):
        self.world.wait_for(lambda: [one["name"] for one in self.tusk("online", "computers")["computers"]
                                     if one["role"] == "synchronises"] == [name], f"{name} to synchronise")

    def names(self) -> set[str]:
        return {record["fields"]["name"] for record in self.world.list("contact")}

    def wait_for_equal_sides(self):
        anna = self.world.log_in()
        self.world.wait_for(lambda: not differing_registers(self.world, anna), "both sides to be equal")

    def connect(self, *words) -> dict:
        return self.tusk("online", "connect", self.world.url, "--password-file", self.password, *words)

    # ---- the chapters ----

    # REQ: CON-2, CON-3, CON-4, CON-5
    def test_1_an_office_is_set_up_as_the_page_says(self):
        done = subprocess.run([BIN / "tusk-people", "--seed", "7", "--count", "200", "--format", "vcf"],
                              capture_output=True, check=True)
        contacts = self.world.folder / "contacts.vcf"
        contacts.write_bytes(done.stdout)
        lines = blocks("## An office")[0]
        self.assertEqual([words[1] for words in lines], ["init", "company", "licence", "employee", "user", "import"])
        for _, *words in lines:
            words = [str(contacts) if word == contacts.name else word for word in words]
            if words[0] == "init":
                # It asks for the password.
                terminal = Terminal(*words, "--database", self.world.databases["office"], "--data", self.world.office)
                self.addCleanup(terminal.close)
                terminal.answer("assword", OFFICE_PASSWORD)
                terminal.answer("Once more", OFFICE_PASSWORD)
                self.assertEqual(terminal.wait(), 0, terminal.text)
                before = self.tusk("online", "status")["prerequisites"]
                self.assertFalse(all(one["met"] for one in before))
                continue
            self.world.tusk(*words)
            if words[-1] == "--dry-run":
                self.assertEqual(self.names(), set())
                self.world.tusk(*words[:-1])
        self.assertGreater(len(self.names()), 100)
        status = self.tusk("online", "status")
        self.assertEqual(status["state"], "never")
        self.assertTrue(all(one["met"] for one in status["prerequisites"]), status["prerequisites"])

    # REQ: CON-6, CON-7, TID-3, FST-4
    def test_2_it_is_connected_and_two_people_have_access(self):
        self.computer(FIRST).start()
        answer = self.connect("--create-identity")
        self.assertTrue(answer["connected"])
        self.assertEqual((answer["connected_by"], answer["connected_by_email"]), ("Anna Berg", ANNA))
        type(self).company_id = answer["company_id"]
        self.world.wait_until_synchronised()
        self.tusk("employee", "add", "first_name=Erik", "last_name=Lind", f"email={ERIK}")
        self.tusk("user", "add", "erik", "--full-name", "Erik Lind", "--profile", "Standard")
        self.tusk("user", "set", "erik", "--employee", "Erik Lind")
        subprocess.run([BIN / "tusk-online", "admin", "add-person", "--config", self.world.folder / "online.toml",
                        "--company", self.company_id, "--email", ERIK, "--name", "Erik Lind", "--role", "member",
                        "--password-file", "-"], input=PASSWORD + "\n", text=True, check=True, capture_output=True)
        self.wait_for_equal_sides()

    # REQ: SYN-1, SYN-2
    def test_3_people_work_on_both_sides(self):
        erik = self.world.log_in(ERIK)
        made = erik.create("contact", name="Från webben AB", city="Piteå")["id"]
        here = self.tusk("record", "add", "contact", "name=Från kontoret AB", "phone=0980-1")["id"]
        self.world.wait_for(lambda: "Från webben AB" in self.names(), "the contact from the web")
        self.world.wait_for(lambda: erik.find("contact", here), "the contact from the office")
        self.tusk("record", "set", "contact", made, "phone=0980-2")
        erik.change("contact", here, city="Kiruna")
        self.wait_for_equal_sides()
        self.assertEqual(erik.record("contact", made)["fields"]["phone"], "0980-2")
        self.assertEqual(self.tusk("record", "get", "contact", here)["fields"]["city"], "Kiruna")

    # REQ: PCS-1, PCS-2, PCS-4
    def test_4_another_computer_takes_over_and_the_chosen_one_takes_back(self):
        self.computer(SECOND).start()
        self.computer(SECOND).wait_for_key()
        self.computer(FIRST).stop()
        self.wait_for_holder(SECOND)
        self.world.log_in(ERIK).create("contact", name="Medan den andra synkroniserar AB")
        self.tusk("record", "add", "contact", "name=Också då AB")
        self.wait_for_equal_sides()
        newest = self.tusk("online", "computers")["take_overs"][0]
        self.assertEqual((newest["computer"], newest["from"], newest["reason"]), (SECOND, FIRST, "stopped"))
        self.computer(FIRST).start()
        self.wait_for_holder(FIRST)

    # REQ: BAK-1, BAK-2, DIS-1, DIS-2, DIS-4
    def test_5_a_backup_is_put_back_only_when_it_is_disconnected(self):
        self.assertTrue(self.tusk("backup", self.backup)["verified"])
        self.tusk("record", "add", "contact", "name=Efter säkerhetskopian AB")
        self.wait_for_equal_sides()
        with self.assertRaises(CommandFailed) as refused:
            self.tusk("restore", self.backup)
        self.assertEqual(refused.exception.code, 6)
        self.assertIn("tusk online disconnect", refused.exception.err)
        erik = self.world.log_in(ERIK)
        answer = self.tusk("online", "disconnect", "--yes", "--password-file", self.password)
        self.assertIn(ERIK, [one["email"] for one in answer["people_online"]])
        with self.assertRaises(RestError) as ended:
            erik.get("/session")
        self.assertEqual(ended.exception.status, 401)
        self.assertEqual(self.tusk("online", "status")["state"], "disconnected")
        self.assertIn("Efter säkerhetskopian AB", self.names())
        self.tusk("restore", self.backup)
        self.assertNotIn("Efter säkerhetskopian AB", self.names())
        self.assertIn("Också då AB", self.names())

    # REQ: DIS-3
    def test_6_while_it_is_disconnected_nobody_gets_at_it_online(self):
        for email in (ANNA, ERIK):
            self.assertEqual(self.world.log_in_without_company(email)["companies"], [])
        [[left]] = self.world.wait_for(
            lambda: (rows := self.world.postgres.query(self.world.databases["online"],
                                                       "SELECT count(*) FROM contact WHERE company_id <> "
                                                       f"{self.world.bystander.number}")) == [["0"]] and rows,
            "its data to be removed online")
        self.assertEqual(left, "0")

    # REQ: REC-2, FST-3
    def test_7_connected_again_the_same_people_have_access_without_an_invitation(self):
        self.tusk("record", "add", "contact", "name=Mellan anslutningarna AB")
        # The Tusk ID is there already: nobody makes a new one.
        answer = self.connect()
        self.assertTrue(answer["connected"])
        self.assertEqual(answer["company_id"], self.company_id)
        self.world.wait_until_synchronised()
        self.wait_for_equal_sides()
        for email, role in ((ANNA, "super_user"), (ERIK, "member")):
            session = self.world.log_in(email)
            self.assertEqual(session.about["company"]["role"], role)
            names = {record["fields"]["name"] for record in session.list("contact")}
            self.assertEqual(names, self.names())
            self.assertIn("Mellan anslutningarna AB", names)
            self.assertNotIn("Efter säkerhetskopian AB", names)

    # REQ: REC-2, PCS-2, SYN-2
    def test_8_work_goes_on_from_both_sides_and_both_computers(self):
        made = self.world.log_in(ERIK).create("contact", name="Igen från webben AB")["id"]
        self.world.wait_for(lambda: "Igen från webben AB" in self.names(), "the contact from the web")
        self.tusk("record", "set", "contact", made, "city=Gällivare")
        # The second has a key to the new connection, too.
        self.world.wait_for(lambda: (self.computer(SECOND).folder / "keys" / "company-1.key").read_text().split()[0] ==
                            (self.world.office / "keys" / "company-1.key").read_text().split()[0],
                            f"{SECOND} to have a key to the new connection")
        self.computer(FIRST).stop()
        self.wait_for_holder(SECOND)
        self.tusk("record", "add", "contact", "name=Till sist AB")
        self.wait_for_equal_sides()
        self.assertEqual(self.tusk("online", "status")["conflicts"], 0)


if __name__ == "__main__":
    unittest.main()
