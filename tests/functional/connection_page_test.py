"""What the connection page shows and does: who answers for the connection, who is logged in when it ends, the
trace log for support."""

import os
import unittest

from support.online import Events, RestError
from support.world import ANNA, ERIK, CommandFailed, World


class ConnectionPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.connect()
        cls.password = cls.world.folder / "password"

    def change_user(self, *words) -> dict:
        return self.world.tusk("online", "change-user", "--password-file", self.password, *words)

    def disconnect(self, email: str) -> dict:
        return self.world.tusk("online", "disconnect", "--yes", "--user", "anna", "--email", email,
                               "--password-file", self.password)

    # REQ: CON-7
    def test_1_the_state_says_who_connected_since_when_and_how_it_is(self):
        status = self.world.status()
        self.assertEqual((status["connected_by"], status["connected_by_email"]), ("Anna Berg", ANNA))
        self.assertLessEqual(status["connected_at"], status["last_round_at"])
        self.assertEqual((status["state"], status["cause"], status["remedy"]), ("synchronised", None, None))

    # REQ: REC-3
    def test_2_another_super_user_takes_the_connection_over(self):
        self.world.tusk("user", "add", "erik", "--full-name", "Erik Lind", "--profile", "Standard", "--user", "anna")
        with self.assertRaises(CommandFailed) as failed:
            self.change_user("--user", "erik")
        self.assertEqual(failed.exception.code, 5)  # no super user
        self.world.tusk("user", "set", "erik", "--super-user", "yes", "--user", "anna")
        with self.assertRaises(CommandFailed) as failed:
            self.change_user("--user", "erik")
        self.assertIn("tusk user set erik --employee", failed.exception.err)
        # The server asks the company's own data: here the employee has not come there yet.
        self.world.syncd.stop()
        self.world.tusk("employee", "add", "first_name=Erik", "last_name=Lind", f"email={ERIK}", "--user", "anna")
        self.world.tusk("user", "set", "erik", "--employee", "Erik Lind", "--user", "anna")
        with self.assertRaises(CommandFailed) as failed:
            self.change_user("--user", "erik", "--create-identity")
        self.assertEqual(failed.exception.code, 5)
        self.assertIn("next synchronisation", failed.exception.err)
        self.assertEqual(self.world.status()["connected_by"], "Anna Berg")
        self.world.start_syncd()
        self.world.wait_until_synchronised()
        answer = self.change_user("--user", "erik", "--create-identity")
        self.assertEqual(answer, {"connected_by": "Erik Lind", "connected_by_email": ERIK, "before": "Anna Berg"})
        status = self.world.status()
        self.assertEqual((status["connected_by"], status["connected_by_email"]), ("Erik Lind", ERIK))
        # Only Erik can end it now; rounds go on as before.
        with self.assertRaises(CommandFailed) as failed:
            self.disconnect(ANNA)
        self.assertIn("Erik Lind", failed.exception.err)
        self.world.tusk("record", "add", "contact", "name=Efter bytet", "--user", "anna")
        self.world.wait_for(lambda: [one for one in self.world.log_in(ERIK).list("contact")
                                     if one["fields"]["name"] == "Efter bytet"], "the contact online")

    def test_3_the_trace_log_holds_what_support_needs_and_nothing_of_people(self):
        file = self.world.folder / "trace.txt"
        self.world.tusk("online", "trace", file, "--user", "anna")
        text = file.read_text()
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        for part in ("[program]", "version = ", "mode = connected", "cause = none", "[computers]", "computer-1",
                     "role=synchronises", "[rounds]", "[take-overs]", "reason=first", "running = true"):
            self.assertIn(part, text)
        key = (self.world.office / "keys" / "company-1.key").read_text().split()
        # The computer's name can be a person's.
        for secret in (*key, "Anna", "Erik", "Lind", "Berg", "Norrsken", "@", "Efter bytet", os.uname().nodename):
            self.assertNotIn(secret, text)
        with self.assertRaises(CommandFailed) as failed:
            self.world.tusk("online", "trace", file, "--user", "anna")
        self.assertIn("--force", failed.exception.err)

    # REQ: DIS-1, DIS-2, DIS-4
    def test_4_who_is_logged_in_is_shown_and_told_when_the_company_is_disconnected(self):
        anna, erik = self.world.log_in(), self.world.log_in(ERIK)
        erik.request("PATCH", "/api/v1/session", {"language": "en"})
        annas, eriks = Events(anna), Events(erik)
        # With the wrong Tusk ID nobody gets to the second step.
        refused = self.world.run("online", "disconnect", "--user", "anna", "--email", ANNA, "--password-file",
                                 self.password, "--data", self.world.office)
        self.assertEqual(refused.returncode, 5)
        self.assertIn("Only Erik Lind", refused.stderr)
        self.assertEqual(refused.stdout, "")
        text = self.world.run("online", "disconnect", "--user", "anna", "--email", ERIK, "--password-file",
                              self.password, "--data", self.world.office)
        # Nobody is there to confirm: who is online was said, and nothing has happened.
        self.assertNotEqual(text.returncode, 0)
        for word in ("Anna Berg", ANNA, "Erik Lind", ERIK, "told in their browsers"):
            self.assertIn(word, text.stdout)
        self.assertTrue(anna.get("/session"))
        answer = self.disconnect(ERIK)
        self.assertEqual([one["email"] for one in answer["people_online"]], [ANNA, ERIK])
        for events, words in ((annas, "frånkopplat från Tusk Online av Erik Lind"),
                              (eriks, "disconnected from Tusk Online by Erik Lind")):
            events.join(timeout=60)
            self.assertFalse(events.is_alive())
            name, data = events.events[-1]
            self.assertEqual(name, "disconnected")
            self.assertIn(words, data["message"])
        for session in (anna, erik):
            with self.assertRaises(RestError) as refused:
                session.get("/session")
            self.assertEqual(refused.exception.status, 401)
        self.assertEqual(self.world.tusk("online", "status", "--user", "anna")["state"], "disconnected")


if __name__ == "__main__":
    unittest.main()
