"""Account administration with the real programs: from the office's users over the letter to the work in the company,
and out again when the office says so."""

import email
import email.policy
import re
import unittest

from support.online import Browser, Events, RestError, Session
from support.world import ERIK, World

PEOPLE = "/administration/people"
INVITATIONS = "/api/v1/administration/invitations"
NEW_PASSWORD = "fyra bla hastar i regn"


class Administration(unittest.TestCase):
    postgres = False

    @classmethod
    def setUpClass(cls):
        cls.world = World(postgres=cls.postgres)
        cls.addClassCleanup(cls.world.close)
        cls.world.connect()
        for first, last in (("Erik", "Lind"), ("Karin", "Öberg"), ("Olle", "Strand")):
            cls.world.tusk("employee", "add", f"first_name={first}", f"last_name={last}",
                           f"email={first.lower()}@norrsken.example")
        cls.world.tusk("user", "add", "erik", "--full-name", "Erik Lind", "--profile", "Standard")
        cls.world.tusk("user", "set", "erik", "--employee", "Erik Lind")
        cls.world.wait_until_synchronised()
        cls.anna = cls.world.log_in()

    # ---- what the tests do ----

    def admin(self, command: str, *words):
        self.world.admin("admin", command, "--company", "Norrsken Bygg AB", *words)

    def people(self, **query) -> dict[str, dict]:
        words = "&".join(f"{name}={value}" for name, value in {"limit": 100, **query}.items())
        return {person["name"]: person for person in self.anna.get(f"{PEOPLE}?{words}")["people"]}

    def status(self, name: str) -> str:
        return self.people()[name]["status"]

    def wait_for_status(self, name: str, status: str):
        self.world.wait_for(lambda: self.status(name) == status, f"{name} to be {status}")

    def invite(self, name: str, role: str = "member", by: Session | None = None, **more) -> dict:
        person = self.people()[name]
        return (by or self.anna).request("POST", INVITATIONS, {
            "record_type": person["record_type"], "record_id": person["record_id"], "email": person["email"],
            "role": role, **more})

    def letters(self, address: str) -> list[str]:
        """The texts of the invitations in the server's outbox, from the oldest to the newest."""
        files = sorted((self.world.folder / "online" / "outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        messages = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
        texts = [message.get_body(("plain",)).get_content() for message in messages if message["To"] == address]
        return [text for text in texts if "/invitation#" in text]

    def newest_letter(self, address: str) -> str:
        """All that were sent have come."""
        number = self.directory_count("directory_invitation_letter", f"email = '{address}'")
        return self.world.wait_for(lambda: len(found := self.letters(address)) == number and found[-1],
                                   f"letter {number} to {address}")

    def newest_token(self, address: str) -> str:
        [link] = re.findall(r"\S+/invitation#\S+", self.newest_letter(address))
        self.assertTrue(link.startswith(self.world.url + "/invitation#"), link)
        return link.split("#")[1]

    def post(self, path: str, body: dict) -> dict:
        """As a browser in which nobody is logged in."""
        return Browser(self.world.url).request("POST", path, body)

    def refused(self, status: int, work, *words) -> str:
        with self.assertRaises(RestError) as refused:
            work(*words)
        self.assertEqual(refused.exception.status, status, refused.exception.body)
        return refused.exception.body["error"]["message"]

    def directory_count(self, table: str, condition: str = "TRUE") -> int:
        return int(self.world.directory(f"SELECT count(*) FROM {table} WHERE {condition}")[0][0])

    def accept(self, token: str, name: str, password: str = NEW_PASSWORD) -> Browser:
        visitor = Browser(self.world.url)
        about = visitor.request("POST", "/api/v1/invitations/accept", {
            "token": token, "person_name": name, "password": password, "language": "sv"})
        visitor.csrf_token = about["csrf_token"]
        self.assertEqual(about["company"]["name"], "Norrsken Bygg AB")
        return visitor

    # ---- the tests, in the order of their names: one company's life ----

    # REQ: ACC-1, ACC-3, TID-3
    def test_1_the_list_has_the_offices_people_and_who_connected_is_one_of_them(self):
        people = self.people()
        self.assertEqual(set(people), {"Anna Berg", "Erik Lind", "Karin Öberg", "Olle Strand"})
        anna = people["Anna Berg"]
        self.assertEqual((anna["status"], anna["role"], anna["user_name"], anna["office"]),
                         ("active", "super_user", "anna", "active"))
        self.assertEqual(people["Erik Lind"]["user_name"], "erik")
        self.assertEqual(people["Karin Öberg"]["user_name"], None)
        self.assertEqual({people[name]["status"] for name in ("Erik Lind", "Karin Öberg")}, {"not_invited"})

    # REQ: ACC-2, ACC-4
    def test_2_nobody_else_can_be_invited(self):
        contact = self.anna.create("contact", name="Ingen anställd AB")["id"]
        before = [self.directory_count(table) for table in ("directory_invitation", "directory_mail")]
        for record_type, record_id in (("contact", contact), ("employee", 4711), ("user", 4711), ("nothing", 1)):
            message = self.refused(400, self.anna.request, "POST", INVITATIONS, {
                "record_type": record_type, "record_id": record_id, "email": "x@example.org", "role": "member"})
            self.assertIn("registrerad som användare eller anställd i Norrsken Bygg AB", message)
        after = [self.directory_count(table) for table in ("directory_invitation", "directory_mail")]
        self.assertEqual(before, after)
        self.assertEqual(self.letters("x@example.org"), [])

    # REQ: ACC-6, ACC-5
    def test_3_from_the_invitation_to_the_work_in_the_company(self):
        self.invite("Erik Lind", message="Välkommen hit!")
        self.assertEqual(self.status("Erik Lind"), "invited")
        self.assertIn("Välkommen hit!", self.newest_letter(ERIK))
        token = self.newest_token(ERIK)
        told = self.post("/api/v1/invitations/check", {"token": token})
        self.assertEqual((told["company_name"], told["invited_by"], told["email"], told["has_tusk_id"]),
                         ("Norrsken Bygg AB", "Anna Berg", ERIK, False))
        erik = self.accept(token, "Erik Lind")
        made = erik.request("POST", "/api/v1/records/contact", {"fields": {"name": "Eriks kund AB"}})["id"]
        self.world.wait_for(lambda: any(one["id"] == made for one in self.world.list("contact")),
                            "the office to have what Erik made")
        self.assertEqual(self.status("Erik Lind"), "active")
        self.assertIsNotNone(self.people()["Erik Lind"]["last_log_in"])
        # Neither he nor the link administers anything.
        self.refused(403, erik.request, "GET", "/api/v1" + PEOPLE)
        self.refused(403, self.invite, "Karin Öberg", "member", erik)
        self.refused(409, self.post, "/api/v1/invitations/check", {"token": token})
        self.refused(409, self.invite, "Erik Lind")
        Session(self.world.url, ERIK, NEW_PASSWORD)

    # REQ: ACC-7
    def test_4_sent_again_withdrawn_expired(self):
        karin = "karin@norrsken.example"
        made = self.invite("Karin Öberg")["id"]
        first = self.newest_token(karin)
        self.anna.request("POST", f"{INVITATIONS}/{made}/resend", {})
        second = self.newest_token(karin)
        self.refused(404, self.post, "/api/v1/invitations/check", {"token": first})
        self.anna.request("DELETE", f"{INVITATIONS}/{made}")
        self.assertIn("withdrawn", self.refused(409, self.accept, second, "Karin Öberg"))
        self.assertEqual(self.status("Karin Öberg"), "not_invited")
        self.invite("Karin Öberg")
        third = self.newest_token(karin)
        # A week later.
        self.world.directory("UPDATE directory_invitation SET expires_at = expires_at - 604800000000 WHERE state = 'open' AND "
                       + self.world.bystander.rows_of_others)
        self.assertIn("expired", self.refused(409, self.accept, third, "Karin Öberg"))
        self.assertEqual(self.status("Karin Öberg"), "expired")
        self.assertEqual(self.directory_count("directory_identity", self.world.bystander.people_of_others), 2, "nobody was made")

    # REQ: ACC-5, ACC-6, TID-6
    def test_5_another_persons_link_is_for_them_alone(self):
        expired = self.people()["Karin Öberg"]["invitation_id"]
        self.anna.request("POST", f"{INVITATIONS}/{expired}/resend", {})
        token = self.newest_token("karin@norrsken.example")
        erik = Session(self.world.url, ERIK, NEW_PASSWORD)
        message = self.refused(403, erik.request, "POST", "/api/v1/invitations/join", {"token": token})
        self.assertIn("karin@norrsken.example", message)
        self.assertEqual(self.status("Karin Öberg"), "invited")
        self.assertEqual(self.directory_count("directory_membership", self.world.bystander.rows_of_others), 2)

    # REQ: ACC-7
    def test_6_another_role_reaches_open_pages_and_whose_access_is_taken_away_is_out_at_once(self):
        self.invite("Olle Strand", "read_only")
        olle = self.accept(self.newest_token("olle@norrsken.example"), "Olle Strand")
        self.refused(403, olle.request, "POST", "/api/v1/records/contact", {"fields": {"name": "Nej"}})
        # Another process gives him another role, as another server would: his pages open their streams anew.
        heard = Events(olle)
        self.admin("add-person", "--email", "olle@norrsken.example", "--role", "member")
        heard.join(timeout=60)
        self.assertFalse(heard.is_alive())
        olle.request("POST", "/api/v1/records/contact", {"fields": {"name": "Strands snickeri"}})
        self.anna.request("DELETE", f"/api/v1{PEOPLE}/{self.people()['Olle Strand']['person_id']}")
        self.refused(401, olle.request, "GET", "/api/v1/records/contact")
        self.assertEqual(self.status("Olle Strand"), "not_invited")

    # REQ: ACC-8
    def test_7_whom_the_office_deactivates_is_out_with_the_next_round(self):
        erik = Session(self.world.url, ERIK, NEW_PASSWORD)
        token = self.newest_token("karin@norrsken.example")
        self.world.tusk("user", "set", "erik", "--active", "no")
        self.world.tusk("employee", "deactivate", "Karin Öberg")
        self.wait_for_status("Erik Lind", "inactive")
        self.wait_for_status("Karin Öberg", "inactive")
        self.refused(401, erik.request, "GET", "/api/v1/session")
        self.refused(409, self.accept, token, "Karin Öberg")
        self.assertEqual(self.directory_count("directory_membership", self.world.bystander.rows_of_others), 1)
        # He has a Tusk ID still, and no company.
        self.assertEqual(Browser(self.world.url).request(
            "POST", "/api/v1/session", {"email": ERIK, "password": NEW_PASSWORD})["companies"], [])

    # REQ: ACC-8
    def test_8_a_killed_server_looks_again(self):
        self.world.tusk("user", "set", "erik", "--active", "yes")
        self.wait_for_status("Erik Lind", "not_invited")
        self.invite("Erik Lind")
        token = self.newest_token(ERIK)
        self.world.directory("UPDATE directory_invitation SET record_id = 4711 WHERE state = 'open' AND "
                       + self.world.bystander.rows_of_others)
        self.world.directory("UPDATE directory_company SET people_changes = people_changes + 1")
        self.world.online.kill()
        self.world.start_online()
        self.world.wait_for(lambda: self.directory_count(
            "directory_invitation", f"state = 'open' AND {self.world.bystander.rows_of_others}") == 0,
                            "the server to look at what was due")
        self.refused(409, self.accept, token, "Erik Lind")

    def test_9_the_server_says_how_many_a_company_may_have(self):
        self.admin("set-users", "--users", "1")
        self.assertEqual(self.anna.get(PEOPLE)["licence"]["left"], 0)
        self.assertIn("räcker till 1 användare", self.refused(409, self.invite, "Olle Strand"))


if __name__ == "__main__":
    unittest.main()
