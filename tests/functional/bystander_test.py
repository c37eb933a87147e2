"""The look for canaries can fail (TE-8): the word of the bystander is written into the test's own company, through which it
comes out of every channel that there is; the look must name each. And what nobody has put there is not found."""

import base64
import contextlib
import http.client
import random
import unittest

from support import search
from support.api import Api, Client, add_api_user
from support.canaries import Canary
from support.line import Line
from support.mail import MailServer, letters_sent
from support.online import RestError
from support.search import CanaryFound, look_at_sightings, look_through
from support.terminal import Terminal
from support.witness import HeardResponse, Sighting, witness
from support.world import ERIK, World


class Bystander(unittest.TestCase):
    postgres = False

    def setUp(self):
        self.set_up_world()
        self.world.connect()
        self.anna = self.world.log_in()
        self.word = self.world.bystander.canary.word

    def set_up_world(self):
        self.world = World(postgres=self.postgres)
        self.addCleanup(self.world.close)
        if "mail_server" in self.id():
            server = MailServer(self.world)
            self.addCleanup(server.stop)
            server.set_up()
            server.start()

    def forget(self):
        """What was seen until now."""
        with contextlib.suppress(CanaryFound):
            look_at_sightings()

    def no_longer_look(self):
        """What stays in the world is meant to be there."""
        self.world.bystander = None
        self.forget()

    def assert_found(self, *places: str, look=look_at_sightings):
        with self.assertRaises(CanaryFound) as found:
            look()
        for place in places:
            self.assertIn(place, str(found.exception))

    def assert_heard(self, place: str, text: str):
        """`text` was seen there: it would have been found."""
        canary = Canary(random.Random(1), 1)
        canary.know(text)
        found = [one for sighting in witness.take() for one in search.find(canary, sighting)]
        self.assertTrue(any(f"in {place}" in one for one in found), found)

    def connection(self, port: int) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.addCleanup(connection.close)
        return connection

    def cookies(self) -> dict:
        return {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.anna.cookies())}

    # REQ: SEC-3
    def test_it_is_there_and_its_own_people_see_it(self):
        bystander = self.world.bystander
        bystander.look_around(self.world)
        for path in ("/administration/people?limit=100", "/administration/roles", "/administration/clients", "/sync/conflicts",
                     "/sync/problems", "/session"):
            self.assertTrue(bystander.canary.find_in(bystander.ask(self.world, "/api/v1" + path)), path)
        look_at_sightings()  # no test has seen that

    def test_answers_of_every_kind(self):
        self.anna.create("contact", name=self.word)
        self.assert_found("POST /api/v1/records/contact")
        self.anna.list("contact")
        self.assert_found("GET /api/v1/records/contact?")
        with contextlib.suppress(RestError):
            self.anna.request("POST", "/api/v1/records/contact", {"fields": {self.word: 1}})
        self.assert_found("POST /api/v1/records/contact")
        self.no_longer_look()

    def test_heads_streams_and_what_other_programs_ask_for(self):
        for path in ("/api/v1/session", "/oauth2/jwks", "/.well-known/openid-configuration", "/nothing"):
            connection = self.connection(self.world.port)
            connection.request("GET", path, headers=self.cookies())
            answer = connection.getresponse()
            answer.read()
            self.assert_heard(f"GET {path}", answer.headers["X-Request-Id"])
        connection = self.connection(self.world.port)
        connection.request("GET", "/api/v1/events", headers=self.cookies())
        stream = connection.getresponse()
        stream.readline()
        contact = self.anna.create("contact", name="Fjällbygg AB")["id"]
        self.forget()
        while f'"id":{contact}' not in (line := stream.readline().decode().replace(" ", "")):
            pass
        self.assert_heard("GET /api/v1/events", f'"id":{contact}')

    def test_commands_programs_and_files(self):
        contact = self.world.add_contact(name=self.word)
        self.forget()
        self.world.contact(contact)
        self.assert_found("record get contact")
        key = add_api_user(self.world, "Webbutiken")
        api = Api(self.world)
        self.addCleanup(api.kill)
        Client(api.url, key).record("contact", contact)
        self.assert_found(f"GET /api/v1/records/contact/{contact}")
        Client(api.url, key).send("GET", f"/api/v1/records/{self.word}")
        self.world.wait_for(lambda: self.word in api.output(), "the address in the log")
        self.assert_found("the output of tusk")
        (self.world.folder / "written").write_text(f"x{self.word}")
        self.world.wait_until_synchronised()
        self.assert_found("the file written", "the office's database" if self.postgres else "the file office/companies",
                          "other companies' rows" if self.postgres else "the file online/companies",
                          look=lambda: look_through(self.world))
        self.no_longer_look()

    def test_terminals_and_lines(self):
        terminal = Terminal("record", "get", "contact", self.word, "--data", self.world.office)
        self.addCleanup(terminal.close)
        terminal.wait()
        self.assertIn(self.word, terminal.text)
        self.assert_found("a terminal with")
        line = Line(self.world.port)
        self.addCleanup(line.close)
        connection = self.connection(line.port)
        connection.response_class = HeardResponse.__base__  # so that the line alone has heard it
        self.anna.create("contact", name=self.word)
        self.forget()
        connection.request("GET", "/api/v1/records/contact", headers={
            **self.cookies(), "Host": f"127.0.0.1:{self.world.port}"})
        self.assertIn(self.word.encode(), connection.getresponse().read())
        self.assert_found("answers to the office")
        self.no_longer_look()

    def invite(self):
        erik = self.world.tusk("employee", "add", "first_name=Erik", "last_name=Lind")["id"]
        self.world.wait_for(lambda: self.anna.find("employee", erik), "the employee online")
        self.anna.request("POST", "/api/v1/administration/invitations", {
            "record_type": "employee", "record_id": erik, "email": ERIK, "role": "member", "message": self.word})
        self.world.wait_for(lambda: any(letter["To"] == ERIK for letter in letters_sent(self.world)), "the letter")
        self.forget()

    def test_letters(self):
        self.invite()
        self.assert_found(f"the letter to {ERIK}", look=lambda: look_through(self.world))
        self.no_longer_look()

    def test_letters_at_a_mail_server(self):
        self.test_letters()


class Forms(unittest.TestCase):
    # REQ: SEC-3
    def test_it_is_found_in_whatever_form_it_comes(self):
        canary = Canary(random.Random(1), 12_345)
        number = canary.number()
        canary.know("c_0123456789")
        word = canary.word.encode()
        forms = [word, word.upper(), word.hex().encode(), str(number).encode(), b"c_0123456789",
                 *[base64.b64encode(b"x" * before + word + b"xyz") for before in range(3)]]
        for form in forms:
            self.assertTrue(search.find(canary, Sighting("here", b'{"a":"' + form + b'"}')), form)
        split = b"a\r\n" + word[:3] + b"\r\n5\r\n" + word[3:] + b"\r\n"
        self.assertTrue(search.find(canary, Sighting("here", split)))
        for other in (b"", word[:-1], str(number + 1).encode(), str(number).encode() + b"1"):
            self.assertEqual(search.find(canary, Sighting("here", other)), [])


if __name__ == "__main__":
    unittest.main()
