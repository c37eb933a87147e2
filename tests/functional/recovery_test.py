"""Forgotten password, confirmation of the address, and every trick on the way that must not work."""

import contextlib
import http.client
import json
import sqlite3
import unittest

from support.mail import Letter, outbox, wait_for_letter
from support.online import RestError, Session
from support.world import ANNA, ERIK, PASSWORD, World

NEW = "fyra bla faglar pa taket"
OTHER = "fem roda faglar pa taket"
NOBODY = "nobody@norrsken.example"


class Recovery(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.connect()

    def setUp(self):
        """Anna and Erik with their old passwords, and nobody has asked for anything."""
        with self.directory() as database:
            for table in ("mailed_token", "allowance", "login_counter", "mail", "reset_request", "lock_notice"):
                database.execute(f"DELETE FROM directory_{table}")
        for file in (self.world.folder / "online" / "outbox").glob("*.eml"):
            file.unlink()
        if not self.person(ERIK):
            self.admin("add-person", ERIK, "--company", "Norrsken Bygg AB", "--name", "Erik Lind", "--email-confirmed")
        for email in (ANNA, ERIK):
            self.admin("set-password", email)
            wait_for_letter(self.world, "forgotten-password", to=email)

    @contextlib.contextmanager
    def directory(self):
        with contextlib.closing(sqlite3.connect(self.world.folder / "online" / "directory.db", timeout=30)) as database:
            yield database
            database.commit()

    def person(self, email: str):
        with self.directory() as database:
            return database.execute("SELECT disabled, email_confirmed_at FROM directory_identity WHERE email = ?",
                                    (email,)).fetchone()

    def admin(self, command: str, email: str, *words):
        password = () if command in ("unlock", "confirm-email") else ("--password-file", self.world.folder / "password")
        self.world.admin("admin", command, "--email", email, *words, *password)

    def post(self, path: str, body: dict, headers=None) -> tuple[int, dict, bytes]:
        """Status, headers and body of the answer, as a stranger gets it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.world.port, timeout=60)
        with contextlib.closing(connection):
            connection.request("POST", "/api/v1" + path, json.dumps(body),
                               {"Content-Type": "application/json", "Accept-Language": "en", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()

    def ask(self, email: str = ANNA, number: int = 1) -> Letter:
        self.assertEqual(self.post("/password/forgotten", {"email": email})[0], 204)
        return wait_for_letter(self.world, "reset-password", number, to=email)

    def reset(self, token: str, password: str = NEW) -> int:
        return self.post("/password/reset", {"token": token, "password": password})[0]

    def can_log_in(self, password: str, email: str = ANNA) -> bool:
        return self.post("/session", {"email": email, "password": password})[0] == 200

    def lock(self, email: str):
        """Ten wrong passwords; the time that must pass between them is taken out of the directory."""
        for _ in range(10):
            self.assertFalse(self.can_log_in("inte ens nastan ratt", email))
            with self.directory() as database:
                database.execute("UPDATE directory_login_counter SET not_before = 0")

    # REQ: TID-4, TID-5, SEC-4
    # ID-5, ID-9: from a locked account to a new password.
    def test_a_locked_account_is_opened_by_a_new_password(self):
        session = Session(self.world.url, ANNA, PASSWORD)
        self.lock(ANNA)
        self.assertFalse(self.can_log_in(PASSWORD))
        locked = wait_for_letter(self.world, "forgotten-password", 2, to=ANNA)
        self.assertEqual(locked["Subject"], "Ditt Tusk ID är låst")
        self.assertEqual(locked.link("forgotten-password"), self.world.url + "/forgotten-password")
        self.assertTrue(session.get("/session"))  # what is under way goes on
        letter = self.ask()
        self.assertTrue(letter.link("reset-password").startswith(self.world.url + "/reset-password#"))
        token = letter.token("reset-password")
        status, _, body = self.post("/password/reset/check", {"token": token})
        self.assertEqual((status, json.loads(body)), (200, {"email": ANNA}))
        self.assertEqual(self.reset(token), 204)
        self.assertTrue(self.can_log_in(NEW))
        self.assertFalse(self.can_log_in(PASSWORD))
        with self.assertRaises(RestError) as ended:
            session.get("/session")
        self.assertEqual(ended.exception.status, 401)
        changed = wait_for_letter(self.world, "forgotten-password", 3, to=ANNA)
        self.assertEqual(changed["Subject"], "Ditt lösenord till Tusk är ändrat")

    # No log-in comes with it: the second step must not be got round.
    def test_a_reset_logs_nobody_in(self):
        status, headers, _ = self.post("/password/reset", {"token": self.ask().token("reset-password"), "password": NEW})
        self.assertEqual(status, 204)
        self.assertNotIn("Set-Cookie", headers)

    def test_a_link_works_once(self):
        token = self.ask().token("reset-password")
        self.assertEqual(self.reset(token), 204)
        status, _, body = self.post("/password/reset", {"token": token, "password": OTHER})
        self.assertEqual(status, 400)
        self.assertEqual(json.loads(body)["error"]["problems"][0]["field"], "token")
        self.assertTrue(self.can_log_in(NEW))

    def test_only_the_newest_link_works(self):
        first = self.ask().token("reset-password")
        second = self.ask(number=2).token("reset-password")
        self.assertEqual(self.reset(first), 400)
        self.assertEqual(self.reset(second), 204)

    def test_a_link_is_about_its_owner_alone(self):
        token = self.ask(ERIK).token("reset-password")
        self.assertEqual(self.post("/password/reset", {"token": token, "password": NEW, "email": ANNA})[0], 204)
        self.assertTrue(self.can_log_in(PASSWORD, ANNA))
        self.assertTrue(self.can_log_in(NEW, ERIK))

    def test_a_link_of_one_purpose_is_none_of_another(self):
        resetting = self.ask().token("reset-password")
        session = Session(self.world.url, ANNA, PASSWORD)
        with self.assertRaises(RestError):
            session.request("POST", "/api/v1/email/confirm", {"token": resetting})
        self.assertEqual(self.reset(resetting), 204)

    # ID-9: mail scanners fetch links before their reader does.
    def test_looking_at_a_link_uses_nothing_up(self):
        token = self.ask().token("reset-password")
        for path in (f"/reset-password#{token}", f"/reset-password?token={token}", f"/api/v1/password/reset?token={token}",
                     "/api/v1/password/reset"):
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.world.port, timeout=60)) as connection:
                connection.request("GET", path)
                connection.getresponse().read()
        self.post("/password/reset/check", {"token": token})
        self.assertEqual(self.reset(token, "kort"), 400)  # nor does a password that breaks the rules
        self.assertEqual(self.reset(token), 204)

    def test_what_is_guessed_is_no_link(self):
        self.ask()
        with self.directory() as database:
            [kept] = database.execute("SELECT token_hash FROM directory_mailed_token").fetchone()
        for token in ("", "0" * 64, kept, kept.upper(), "x" * 4000, "%"):
            self.assertEqual(self.reset(token), 400, token)
        self.assertTrue(self.can_log_in(PASSWORD))

    # TR-6: the address in letters comes from the settings, whatever the request says.
    def test_the_request_does_not_choose_where_the_link_leads(self):
        own = f"127.0.0.1:{self.world.port}"
        for headers in ({"Host": "evil.example"}, {"Host": own, "X-Forwarded-Host": "evil.example"},
                        {"Host": own, "Forwarded": "host=evil.example"}, {"Host": own, "X-Forwarded-Proto": "evil"}):
            self.post("/password/forgotten", {"email": ANNA}, headers)
        wait_for_letter(self.world, "reset-password", to=ANNA)
        for letter in outbox(self.world):
            self.assertNotIn(b"evil", letter.raw)

    # ID-8: the letter goes to the address that is kept.
    def test_an_address_that_looks_alike_gets_no_letter(self):
        for email in ("annа@norrsken.example", "anna@norrsken.example\r\nBcc: evil@example.com", f"{ANNA},evil@example.com",
                      "anna+x@norrsken.example", "anna@norrsken.example.evil.example"):
            self.assertEqual(self.post("/password/forgotten", {"email": email})[0], 204)
        self.assertEqual(self.post("/password/forgotten", {"email": " ANNA@Norrsken.Example"})[0], 204)
        wait_for_letter(self.world, "reset-password", to=ANNA)
        resetting = [letter for letter in outbox(self.world) if "/reset-password" in letter.text]
        self.assertEqual([letter["To"] for letter in resetting], [ANNA])

    # ID-7: byte for byte the same.
    def test_the_answer_is_the_same_for_everybody(self):
        self.lock(ERIK)
        with self.directory() as database:
            database.execute("UPDATE directory_identity SET disabled = 1 WHERE email = ?", (ANNA,))
        try:
            answers = []
            for email in (ANNA, ERIK, NOBODY, "no address"):
                status, headers, body = self.post("/password/forgotten", {"email": email})
                for each_request in ("Date", "X-Request-Id"):
                    headers.pop(each_request, None)
                answers.append((status, headers, body))
            self.assertEqual(answers[1:], answers[:-1])
            wait_for_letter(self.world, "reset-password", to=ERIK)
        finally:
            with self.directory() as database:
                database.execute("UPDATE directory_identity SET disabled = 0")
        resetting = [letter["To"] for letter in outbox(self.world) if "/reset-password" in letter.text]
        self.assertEqual(resetting, [ERIK])

    def test_an_account_gets_five_letters_an_hour(self):
        for number in range(1, 6):
            self.ask(number=number)
        for _ in range(3):
            self.assertEqual(self.post("/password/forgotten", {"email": ANNA})[0], 204)
        self.ask(ERIK)  # taken after those of Anna, or with them
        self.world.wait_for(self.is_all_taken, "the requests to be taken")
        self.assertEqual(len([letter for letter in outbox(self.world) if "/reset-password" in letter.text]), 6)

    def is_all_taken(self) -> bool:
        with self.directory() as database:
            return not database.execute("SELECT 1 FROM directory_reset_request").fetchall()

    # ---- confirmation of the address ----

    def unconfirm(self):
        with self.directory() as database:
            database.execute("UPDATE directory_identity SET email_confirmed_at = NULL WHERE email = ?", (ANNA,))

    def test_the_address_is_confirmed_by_its_owner_who_is_logged_in(self):
        self.unconfirm()
        session = Session(self.world.url, ANNA, PASSWORD)
        self.assertFalse(session.about["person"]["email_confirmed"])
        session.request("POST", "/api/v1/account/email_confirmation")
        first = wait_for_letter(self.world, "confirm-email").token("confirm-email")
        session.request("POST", "/api/v1/account/email_confirmation")
        token = wait_for_letter(self.world, "confirm-email", 2).token("confirm-email")
        self.assertEqual(self.post("/email/confirm", {"token": token})[0], 401)
        erik = Session(self.world.url, ERIK, PASSWORD)
        for who, wrong in ((erik, token), (session, first)):
            with self.assertRaises(RestError):
                who.request("POST", "/api/v1/email/confirm", {"token": wrong})
        self.assertFalse(session.get("/session")["person"]["email_confirmed"])
        session.request("POST", "/api/v1/email/confirm", {"token": token})
        self.assertTrue(session.get("/session")["person"]["email_confirmed"])

    def test_letters_to_confirm_are_limited(self):
        self.unconfirm()
        session = Session(self.world.url, ANNA, PASSWORD)
        for _ in range(5):
            session.request("POST", "/api/v1/account/email_confirmation")
        with self.assertRaises(RestError) as refused:
            session._request("POST", "/api/v1/account/email_confirmation", None, None)
        self.assertIn(refused.exception.status, (413, 429))

    def test_a_reset_confirms_the_address(self):
        self.unconfirm()
        self.assertEqual(self.reset(self.ask().token("reset-password")), 204)
        self.assertIsNotNone(self.person(ANNA)[1])


if __name__ == "__main__":
    unittest.main()
