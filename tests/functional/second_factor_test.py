"""A Tusk ID with two-step log-in: set up over REST, asked for in the browser and by the office's commands, taken away by
whoever runs the server."""

import time
import unittest

from support.online import Browser, RestError, Session
from support.totp import PERIOD, totp
from support.world import ANNA, PASSWORD, CommandFailed, World


class SecondFactor(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.world.connect()
        self.anna = self.world.log_in()
        self.secret = self.anna.request("POST", "/api/v1/account/second_factor/app", {})["secret"]
        # The code of the step before counts too, so that the one of now is still to be used.
        answer = self.anna.request("POST", "/api/v1/account/second_factor/app/confirm",
                                   {"code": totp(self.secret, time.time() - PERIOD)})
        self.codes = answer["codes"]

    def code_file(self, code: str):
        path = self.world.folder / "code"
        path.write_text(code + "\n")
        path.chmod(0o600)
        return path

    def disconnect(self, *more):
        return self.world.tusk("online", "disconnect", "--yes", "--password-file", self.world.folder / "password",
                               *more)

    # REQ: TID-2
    def test_the_browser_asks_for_a_code(self):
        with self.assertRaises(KeyError):  # the answer is no session
            Session(self.world.url, ANNA, PASSWORD)
        fresh = Browser(self.world.url)
        asked = fresh.request("POST", "/api/v1/session", {"email": ANNA, "password": PASSWORD})
        self.assertEqual((asked["app"], asked["recovery_codes"]), (True, True))
        code = totp(self.secret, time.time())
        about = fresh.request("POST", "/api/v1/session/second_factor", {"code": code})
        self.assertEqual(about["person"]["email"], ANNA)
        fresh.request("POST", "/api/v1/session", {"email": ANNA, "password": PASSWORD})
        with self.assertRaises(RestError) as refused:
            fresh.request("POST", "/api/v1/session/second_factor", {"code": code})
        self.assertEqual(refused.exception.status, 401)

    def test_the_office_needs_a_code(self):
        with self.assertRaises(CommandFailed) as failed:
            self.disconnect()
        self.assertIn("--code-file", failed.exception.err)
        with self.assertRaises(CommandFailed) as failed:
            self.disconnect("--code-file", self.code_file("000000"))
        self.assertNotIn("--code-file", failed.exception.err)
        self.anna.get("/session")  # still connected
        self.assertTrue(self.disconnect("--code-file", self.code_file(self.codes[0]))["disconnected"])

    def test_whoever_runs_the_server_takes_a_lost_one_away(self):
        self.world.admin("admin", "reset-second-factor", "--email", ANNA)
        self.assertEqual(Session(self.world.url, ANNA, PASSWORD).about["person"]["email"], ANNA)


if __name__ == "__main__":
    unittest.main()
