"""Who is logged in to the office, and a company held by one program alone: with several real programs at
once, ended and killed."""

import contextlib
import json
import os
import signal
import unittest

from support.logged_in import IMPORT_LIST, logged_in, sessions
from support.processes import Program
from support.world import BIN, CommandFailed, World


class Holder(Program):
    """`tusk company hold`, once it holds."""

    def __init__(self, world: World, *words):
        super().__init__(world.news, [BIN / "tusk", "company", "hold", "--json", "--data", world.office, *words],
                         ready='{"held":true,"company":1}')

    def wait_for_line(self, text: str) -> str:
        return super().wait_for_line(text.strip())


class OfficeSessions(unittest.TestCase):
    postgres = False

    @classmethod
    def setUpClass(cls):
        cls.world = World(postgres=cls.postgres)
        cls.addClassCleanup(cls.world.close)
        cls.world.set_up_office()
        cls.world.tusk("user", "add", "erik", "--full-name", "Erik Lind", "--profile", "Standard")

    def logged_in(self, user: str):
        return logged_in(self.world, user)

    @contextlib.contextmanager
    def held(self, *words):
        holder = Holder(self.world, *words)
        try:
            yield holder
        finally:
            if holder.is_running():
                holder.stop()

    def failed(self, code: int, *argv) -> dict:
        with self.assertRaises(CommandFailed) as failed:
            self.world.tusk(*argv)
        self.assertEqual(failed.exception.code, code, failed.exception.err)
        return json.loads(failed.exception.err)["error"]

    def wait_until_nobody_is_logged_in(self):
        self.world.wait_for(lambda: not sessions(self.world), "nobody to be logged in")

    def test_who_works_is_listed_with_computer_program_and_time(self):
        with self.logged_in("erik") as erik:
            one = erik.session
            self.assertEqual((one["kind"], one["user_name"], one["name"]), ("person", "erik", "Erik Lind"))
            self.assertEqual((one["program"], one["process_id"]), ("tusk", erik.process.pid))
            self.assertEqual(one["computer"], os.uname().nodename)
            self.assertEqual(one["company"], {"number": 1, "name": "Norrsken Bygg AB"})
            self.assertTrue(one["since"] <= one["last_seen"])
            self.assertIn("Erik Lind", self.world.run("session", "list", "--data", self.world.office).stdout)
            self.assertEqual(erik.finish()[0], 0)
        self.assertEqual(sessions(self.world), [])
        users = {user["user_name"]: user for user in self.world.tusk("user", "list")["users"]}
        self.assertGreaterEqual(users["erik"]["last_login_at"], one["since"])

    # REQ: FST-1
    def test_a_company_is_not_held_while_somebody_is_logged_in_even_by_the_same_user(self):
        with self.logged_in("erik") as erik, self.logged_in("anna") as anna:
            error = self.failed(6, "company", "hold")
            self.assertEqual(error["code"], "conflict")
            for text in ("Norrsken Bygg AB", "Erik Lind (person, tusk)", "Anna Berg", os.uname().nodename):
                self.assertIn(text, error["message"])
            self.assertEqual([problem["value"] for problem in error["problems"]],
                             [str(erik.session["id"]), str(anna.session["id"])])
            swedish = self.world.run("company", "hold", "--data", self.world.office, language="sv_SE")
            self.assertIn("används av andra", swedish.stderr)
            erik.finish()
            anna.finish()
        with self.held():
            pass

    # REQ: FST-2
    def test_while_a_company_is_held_every_program_is_told_why_it_must_wait(self):
        with self.held("--reason", "Snapshot for the first synchronisation") as holder:
            for words in (["record", "list", "contact"], ["record", "add", "contact", "name=X"],
                          ["import", "contacts", os.devnull], ["company", "show"], ["company", "hold"],
                          ["record", "list", "contact", "--user", "erik"]):
                error = self.failed(6, *words)
                for text in ("Norrsken Bygg AB", "Snapshot for the first synchronisation", "Anna Berg"):
                    self.assertIn(text, error["message"], words)
            self.assertEqual(sessions(self.world)[0]["hold"], "Snapshot for the first synchronisation")
            # What is not work in the company goes on.
            self.assertEqual(self.world.status()["state"], "never")
            self.world.tusk("user", "set", "erik", "--full-name", "Erik Lind")
            self.assertEqual(holder.stop(), 0)
        self.world.tusk("record", "list", "contact")

    # REQ: FST-1
    def test_who_is_killed_is_logged_out(self):
        with self.logged_in("erik") as erik:
            self.failed(6, "company", "hold")
            erik.kill()
            self.wait_until_nobody_is_logged_in()
            with self.held():
                pass

    # REQ: FST-2
    def test_a_hold_ends_when_its_holder_is_killed(self):
        with self.held() as holder:
            self.failed(6, "record", "list", "contact")
            holder.kill()
            self.wait_until_nobody_is_logged_in()
            self.world.tusk("record", "list", "contact")

    def test_who_stands_still_is_still_logged_in(self):
        with self.logged_in("erik") as erik:
            erik.process.send_signal(signal.SIGSTOP)
            self.failed(6, "company", "hold")
            self.assertEqual([one["id"] for one in sessions(self.world)], [erik.session["id"]])
            erik.process.send_signal(signal.SIGCONT)
            self.assertEqual(erik.finish()[0], 0)

    def test_a_super_user_ends_a_log_in_and_its_program_is_told_at_its_next_write(self):
        before = self.world.tusk("record", "list", "contact")["total"]
        with self.logged_in("erik") as erik:
            self.assertEqual(self.failed(4, "session", "end", 999)["code"], "not_found")
            self.assertEqual(self.world.tusk("session", "end", erik.session["id"])["ended_by"], "Anna Berg")
            with self.held():  # it no longer counts
                code, _, err = erik.finish(IMPORT_LIST.replace("Import", "Too late"))
            self.assertEqual(code, 5)
            self.assertIn("Anna Berg has ended your log-in", json.loads(err)["error"]["message"])
        self.assertEqual(self.world.tusk("record", "list", "contact")["total"], before)
        with self.logged_in("anna") as anna:
            self.assertEqual(self.failed(5, "session", "end", anna.session["id"], "--user", "erik")["code"],
                             "forbidden")

    def test_tusk_sync_is_a_service_that_is_in_nobodys_way(self):
        self.world.start_syncd()
        service = sessions(self.world)[0]
        self.assertEqual((service["kind"], service["name"], service["program"]),
                         ("service", "Tusk Sync", "tusk-syncd"))
        self.assertIsNone(service["company"])
        self.assertIn("systemctl", self.failed(6, "session", "end", service["id"])["message"])
        with self.held():
            pass
        self.world.syncd.stop()
        self.assertEqual(sessions(self.world), [])


if __name__ == "__main__":
    unittest.main()
