"""The office's commands with --browser: the real programs, and a person whose browser is sent to the server's log-in and
comes back to the program's port."""

import os
import shutil
import signal
import socket
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from support.person_in_browser import Command, Person, fetch, query_of
from support.terminal import Terminal
from support.totp import PERIOD, totp
from support.world import ANNA, ERIK, PASSWORD, World

REFUSED = 5  # exit code of what nobody may do
COMPANY = "Norrsken Bygg AB"


class BrowserLogIn(unittest.TestCase):
    postgres = False

    def setUp(self):
        self.world = World(postgres=self.postgres)
        self.addCleanup(self.world.close)
        self.world.set_up_office()
        self.world.start_online()

    def connect(self):
        self.world.tusk("online", "connect", self.world.url, "--email", ANNA, "--create-identity", "--person-name",
                        "Anna Berg", "--password-file", self.world.folder / "password")
        self.world.start_syncd()
        self.world.wait_until_synchronised()

    def connect_and_end(self):
        """Anna has a Tusk ID, and the company is not connected."""
        self.connect()
        self.world.tusk("online", "disconnect", "--yes", "--password-file", self.world.folder / "password")

    def command(self, *words, **more) -> Command:
        command = Command(self.world, "online", *words, **more)
        self.addCleanup(command.close)
        return command

    def log_in(self, address: str, email: str = ANNA, code=None) -> tuple[Person, str]:
        """The person and what they are asked to allow."""
        person = Person(self.world.url)
        request = person.open(address)
        person.log_in(email, PASSWORD, code)
        self.assertEqual(person.check(request)["step"], "consent")
        return person, request

    def go_through(self, command: Command, email: str = ANNA) -> str:
        """What the browser shows at the end."""
        person, request = self.log_in(command.address(), email)
        status, page, _ = fetch(person.allow(request))
        self.assertEqual(status, 200)
        return page

    # REQ: TID-1, TID-2, CON-6, CON-7
    def test_a_company_is_connected_updated_and_disconnected_without_a_password_in_the_office(self):
        self.connect_and_end()
        command = self.command("connect", self.world.url)
        address = command.address()
        asked = query_of(address)
        self.assertEqual((asked["client_id"], asked["scope"], asked["login_hint"]), ("tusk_office", "office", ANNA))
        self.assertRegex(asked["redirect_uri"], r"^http://127\.0\.0\.1:\d+/tusk-log-in$")
        person, request = self.log_in(address)
        office = person.check(request)["office"]
        self.assertEqual((office["deed"], office["company"]), ("connect", COMPANY))
        status, page, headers = fetch(person.allow(request))
        self.assertEqual((status, headers["Cache-Control"]), (200, "no-store"))
        self.assertIn("You can close this tab.", page)
        code, answer = command.end()
        self.assertEqual(code, 0, command.said)
        self.assertEqual(answer["connected_by_email"], ANNA)
        self.assertNotIn(PASSWORD, command.said)
        self.world.wait_until_synchronised()

        command = self.command("update")
        self.go_through(command)
        self.assertEqual(command.end(), (0, {"connected": True, "key_renewed": True}))
        self.world.add_contact(name="Efter bytet AB")
        self.world.wait_until_synchronised()

        command = self.command("disconnect", "--yes")
        self.go_through(command)
        code, answer = command.end()
        self.assertEqual((code, answer["disconnected"], answer["online_told"]), (0, True, True))
        self.assertEqual(self.world.status()["state"], "disconnected")

    # REQ: TID-1
    def test_another_super_user_takes_over_and_nobody_does_so_with_somebody_elses_log_in(self):
        self.connect()
        self.world.tusk("employee", "add", "first_name=Erik", "last_name=Ek", f"email={ERIK}")
        self.world.tusk("user", "add", "erik", "--full-name", "Erik Ek", "--profile", "Standard")
        self.world.tusk("user", "set", "erik", "--employee", "Erik Ek")
        self.world.tusk("user", "set", "erik", "--super-user", "yes")
        self.world.wait_until_synchronised()
        command = self.command("change-user", "--user", "erik")
        self.go_through(command, ANNA)
        code, error = command.end()
        self.assertEqual(code, REFUSED)
        self.assertIn(ERIK, str(error))
        self.assertEqual(self.world.status()["connected_by_email"], ANNA)

        self.world.tusk("online", "change-user", "--user", "erik", "--create-identity", "--password-file",
                        self.world.folder / "password")
        self.assertEqual(self.world.status()["connected_by_email"], ERIK)
        command = self.command("change-user", "--user", "anna")
        self.go_through(command, ANNA)
        self.assertEqual(command.end()[0], 0, command.said)
        self.assertEqual(self.world.status()["connected_by_email"], ANNA)

    # REQ: TID-2. ID-6
    def test_a_second_factor_is_asked_for_in_the_browser(self):
        self.connect()
        anna = self.world.log_in()
        secret = anna.request("POST", "/api/v1/account/second_factor/app", {})["secret"]
        anna.request("POST", "/api/v1/account/second_factor/app/confirm",
                     {"code": totp(secret, time.time() - PERIOD)})
        command = self.command("disconnect", "--yes")
        person, request = self.log_in(command.address(), code=lambda: totp(secret, time.time()))
        fetch(person.allow(request))
        self.assertEqual(command.end()[0], 0, command.said)

    def test_what_is_not_the_answer_does_not_end_the_wait_and_a_no_does(self):
        self.connect()
        for language, words in (("en", "was cancelled"), ("sv", "avbröts")):
            command = self.command("disconnect", "--yes", language=language)
            address = command.address()
            back = query_of(address)["redirect_uri"]
            self.assertEqual(fetch(urllib.parse.urljoin(back, "/favicon.ico"))[0], 404)
            for wrong in ({"code": "x"}, {"code": "x", "state": "guessed", "iss": self.world.url},
                          {"error": "access_denied", "state": "", "iss": self.world.url}):
                self.assertEqual(fetch(f"{back}?{urllib.parse.urlencode(wrong)}")[0], 400)
            person, request = self.log_in(address)
            status, _, _ = fetch(person.cancel(request))
            self.assertEqual(status, 200)
            code, error = command.end()
            self.assertEqual(code, REFUSED)
            self.assertIn(words, str(error))
        self.assertEqual(self.world.status()["state"], "synchronised")

    # Another program of the computer sees the address and the answer, as the browser does.
    def test_who_has_seen_everything_but_the_program_gets_nothing(self):
        self.connect()
        command = self.command("disconnect", "--yes")
        address = command.address()
        person, request = self.log_in(address)
        back = query_of(person.allow(request))
        form = {"grant_type": "authorization_code", "client_id": "tusk_office", "code": back["code"],
                "redirect_uri": query_of(address)["redirect_uri"]}
        for verifier in ("", query_of(address)["code_challenge"], query_of(address)["state"]):
            body = urllib.parse.urlencode(form | {"code_verifier": verifier}).encode()
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(self.world.url + "/oauth2/token", body, timeout=60)
            self.assertEqual(refused.exception.code, 400)
            refused.exception.close()
        argv = Path(f"/proc/{command.process.pid}/cmdline").read_bytes()
        self.assertNotIn(back["code"].encode(), argv)
        fetch(f"{query_of(address)['redirect_uri']}?{urllib.parse.urlencode(back)}")
        self.assertEqual(command.end()[0], 0, command.said)

    def test_ctrl_c_ends_it_and_leaves_nothing(self):
        self.connect()
        command = self.command("disconnect", "--yes")
        port = urllib.parse.urlsplit(query_of(command.address())["redirect_uri"]).port
        os.killpg(command.process.pid, signal.SIGINT)
        self.assertNotEqual(command.process.wait(timeout=60), 0)
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
        self.assertEqual(self.world.status()["state"], "synchronised")

    def test_where_there_is_a_display_the_browser_is_opened(self):
        self.connect()
        display = Path(tempfile.mkdtemp(prefix="tusk-display-"))
        self.addCleanup(shutil.rmtree, display)
        command = self.command("update", display=display)
        address = command.address()
        self.world.wait_for(command.opened.exists, "the browser to be opened")
        self.assertEqual(command.opened.read_text(), address + "\n")
        self.assertNotIn("ssh -L", command.said)
        self.go_through_again(command, address)

    def go_through_again(self, command: Command, address: str):
        person, request = self.log_in(address)
        fetch(person.allow(request))
        self.assertEqual(command.end()[0], 0, command.said)

    def test_without_a_display_it_says_which_port_the_browser_must_reach(self):
        self.connect()
        command = self.command("update")
        address = command.address()
        self.go_through_again(command, address)
        port = urllib.parse.urlsplit(query_of(address)["redirect_uri"]).port
        self.assertIn(f"ssh -L {port}:127.0.0.1:{port}", command.said)

    # REQ: CON-6
    def test_the_guide_offers_it(self):
        self.connect_and_end()
        terminal = Terminal("online", "connect", "--data", self.world.office)
        self.addCleanup(terminal.close)
        terminal.choose("Next")
        terminal.choose("Log in in the browser")
        terminal.answer("Address of the server", self.world.url)
        terminal.expect("\n\n  ")
        person, request = self.log_in(terminal.expect("\n"))
        fetch(person.allow(request))
        terminal.expect("The computer that synchronises")
        terminal.take_suggestion()
        terminal.expect("Now or later")
        terminal.choose("Synchronise now")
        terminal.expect("The first synchronisation is done")
        self.assertEqual(terminal.wait(), 0)
        self.assertEqual(self.world.status()["connected_by_email"], ANNA)

    def test_it_goes_with_no_password_and_makes_no_tusk_id(self):
        for words in (("--password-file", "-"), ("--code-file", "-"), ("--create-identity",)):
            done = self.world.run("online", "connect", self.world.url, "--browser", *words, "--data", self.world.office)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(words[0], done.stderr)

    def test_a_server_that_is_called_otherwise_is_named(self):
        other = self.world.url.replace("127.0.0.1", "localhost")
        command = self.command("connect", other)
        code, error = command.end()
        self.assertNotEqual(code, 0)
        self.assertIn("is called something else", str(error))


if __name__ == "__main__":
    unittest.main()
