"""The audit of access: `tusk-online audit verify` says whether anybody has changed it since it was written."""

import contextlib
import json
import os
import re
import sqlite3
import subprocess
import unittest
import urllib.error
import urllib.request

from support.mail import wait_for_letter
from support.world import ANNA, BIN, ERIK, World

PROGRAM = {"name": "Tidrapport", "is_public": False, "redirect_uris": ["https://program.example.com/done"]}


class AuditOfAccess(unittest.TestCase):
    def directory(self, world: World):
        return contextlib.closing(sqlite3.connect(world.folder / "online" / "directory.db", timeout=30))

    def entries(self, world: World, company: str) -> list[tuple]:
        with self.directory(world) as database:
            return database.execute("SELECT event, subject, actor_name FROM directory_audit WHERE list = ? "
                                    "ORDER BY sequence", (company,)).fetchall()

    def admin(self, world: World, *words):
        return subprocess.run([BIN / "tusk-online", *map(str, words), "--config", world.folder / "online.toml"],
                              check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "en.UTF-8"}).stdout

    def post(self, world: World, path: str, body: dict) -> int:
        request = urllib.request.Request(f"{world.url}/api/v1{path}", json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code

    def verify(self, world: World) -> subprocess.CompletedProcess:
        return subprocess.run([BIN / "tusk-online", "audit", "verify", "--config", world.folder / "online.toml"],
                              capture_output=True, text=True, check=False, env={**os.environ, "LANG": "sv_SE.UTF-8"})

    def change(self, world: World, sql: str):
        with self.directory(world) as database:
            database.execute(sql)
            database.commit()

    # REQ: ACC-5
    def test_what_was_done_is_read_online_and_any_change_of_it_shows(self):
        with World() as world:
            world.connect()
            anna = world.log_in()
            events = [each["event"] for each in anna.get("/administration/audit")["events"]]
            self.assertEqual(events[-2:], ["first_synchronisation", "company_connected"])

            whole = self.verify(world)
            self.assertEqual(whole.returncode, 0, whole.stdout + whole.stderr)
            self.assertIn("hel", whole.stdout)
            self.assertNotIn(ANNA, whole.stdout)

            self.change(world, "UPDATE directory_audit SET actor_name = 'Någon annan' "
                               "WHERE event = 'first_synchronisation' AND list <> "
                               f"'{world.bystander.company}'")
            changed = self.verify(world)
            self.assertNotEqual(changed.returncode, 0)
            self.assertIn("FEL. Rad 2", changed.stdout)
            self.assertIn("säkerhetskopia", changed.stderr)

    # REQ: ACC-5
    # AU-1: an account's lock and its way back, in the lists of the service and of the person's companies.
    def test_what_happens_to_an_account_stands_in_both_lists(self):
        with World() as world:
            world.connect()
            company = world.log_in().get("/session")["company"]["id"]
            self.admin(world, "admin", "add-person", "--email", ERIK, "--company", "Norrsken Bygg AB", "--name", "Erik Lind",
                       "--role", "member", "--password-file", world.folder / "password")
            for _ in range(10):
                self.assertEqual(self.post(world, "/session", {"email": ERIK, "password": "inte ens nastan ratt"}), 401)
                with self.directory(world) as database:
                    database.execute("UPDATE directory_login_counter SET not_before = 0")
                    database.commit()
            wait_for_letter(world, "forgotten-password", to=ERIK)
            self.assertEqual(self.post(world, "/password/forgotten", {"email": ERIK}), 204)
            self.assertEqual(self.post(world, "/password/forgotten", {"email": "nobody@norrsken.example"}), 204)
            token = wait_for_letter(world, "reset-password", to=ERIK).token("reset-password")
            self.assertEqual(self.post(world, "/password/reset", {"token": token, "password": "fyra bla faglar"}), 204)
            self.admin(world, "admin", "unlock", "--email", ERIK)
            expected = [("account_locked", ERIK, ""), ("password_reset_asked", ERIK, ""),
                        ("password_reset", ERIK, "Erik Lind"), ("email_confirmed", ERIK, "Erik Lind"),
                        ("account_unlocked", ERIK, "tusk-online admin")]
            for of in ("", company):
                told = [entry for entry in self.entries(world, of) if entry[1] == ERIK and entry[0] not in
                        ("role_given", "log_in_refused", "logged_in")]
                self.assertEqual(told, expected, of)
            everything = json.dumps(self.entries(world, "") + self.entries(world, company))
            for secret in (token, "fyra bla", "inte ens", "nobody@"):
                self.assertNotIn(secret, everything)
            self.assertEqual(self.verify(world).returncode, 0)

    # REQ: ACC-5
    def test_programs_and_keys_stand_in_the_list_that_they_belong_to(self):
        with World() as world:
            world.connect()
            anna = world.log_in()
            company = anna.get("/session")["company"]["id"]
            client = anna.request("POST", "/api/v1/administration/clients", PROGRAM)["client"]["id"]
            path = f"/api/v1/administration/clients/{client}"
            anna.request("PUT", path, {**PROGRAM, "name": "Tid och lön"})
            secret = anna.request("POST", path + "/secret")["secret"]
            anna.request("DELETE", path)
            told = [entry for entry in self.entries(world, company) if entry[0].startswith("client")]
            self.assertEqual(told, [("client_added", "Tidrapport", "Anna Berg"), ("client_changed", "Tid och lön", "Anna Berg"),
                                    ("client_secret_renewed", "Tid och lön", "Anna Berg"),
                                    ("client_removed", "Tid och lön", "Anna Berg")])
            made = self.admin(world, "client", "add", "--name", "För alla", "--redirect-uri", PROGRAM["redirect_uris"][0])
            self.admin(world, "client", "remove", "--id", re.search(r"id: (\S+)", made)[1])
            keys = re.findall(r"new key: (\S+)", self.admin(world, "keys", "rotate"))
            service = self.entries(world, "")
            by_admin = [entry[:2] for entry in service if entry[2] == "tusk-online admin"]
            self.assertEqual(by_admin, [("client_added", "För alla"), ("client_removed", "För alla")] +
                             [("signing_key_made", key) for key in keys])
            self.assertNotIn(secret, json.dumps(service + self.entries(world, company)))
            self.assertEqual(self.verify(world).returncode, 0)


if __name__ == "__main__":
    unittest.main()
