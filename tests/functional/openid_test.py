"""Other programs log people in with their Tusk ID: real clients (tests/openid) against the real server, and the
commands that register them."""

import json
import os
import re
import shutil
import subprocess
import sys
import unittest
import urllib.request
from pathlib import Path

from support.world import ANNA, BIN, PASSWORD, World, free_port

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = ROOT / "tests" / "openid"
sys.path.insert(0, str(ROOT / "tools"))

from devlib import build, setup  # noqa: E402

REDIRECT = "https://program.example.com/done"
AFTER_LOGOUT = "https://program.example.com/bye"
REFUSED = 3
OTHER = "berit@norrsken.example"


class OpenIdConnect(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.set_up_office()
        cls.world.start_online()
        cls.world.tusk("online", "connect", cls.world.url, "--email", ANNA, "--create-identity", "--person-name",
                       "Anna Berg", "--password-file", cls.world.folder / "password", language="sv")
        cls.config = cls.world.folder / "online.toml"
        cls.admin("admin", "add-person", "--email", OTHER, "--company", "Norrsken Bygg AB", "--name", "Berit Ek",
                  "--password-file", cls.world.folder / "password")

    @classmethod
    def admin(cls, *words, code: int = 0) -> str:
        done = subprocess.run([BIN / "tusk-online", *map(str, words), "--config", str(cls.config)], text=True,
                              capture_output=True, check=False, timeout=120, env={**os.environ, "LC_ALL": "en.UTF-8"})
        cls.last = done
        if done.returncode != code:
            raise AssertionError(f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def add(self, *options) -> str:
        return re.search(r"id: (\S+)", self.admin("client", "add", *options))[1]

    def confidential(self, *options) -> dict:
        file = self.world.folder / "secret"
        client = self.add("--redirect-uri", REDIRECT, "--secret-file", file, *options)
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        secret = file.read_text().strip()
        self.assertNotIn(secret, self.last.stdout)
        return {"id": client, "secret": secret}

    # REQ: TID-1
    def test_real_clients_go_through_the_modules_of_the_conformance_suite(self):
        setup.use_own_node()
        build.npm_install(CLIENTS)
        logout_port = free_port()
        about = {
            "issuer": self.world.url, "email": ANNA, "password": PASSWORD, "name": "Anna Berg", "other_email": OTHER,
            "redirect_uri": REDIRECT, "post_logout_uri": AFTER_LOGOUT, "logout_port": logout_port,
            "confidential": self.confidential("--name", "Programmet", "--post-logout-uri", AFTER_LOGOUT,
                                              "--logout-uri", f"http://127.0.0.1:{logout_port}/told"),
            "rsa": self.confidential("--name", "Äldre", "--algorithm", "RS256"),
            "native": {"id": self.add("--name", "Skrivbord", "--public", "--redirect-uri", "http://127.0.0.1/done")}}
        seen = self.world.folder / "seen"  # close() looks through it
        done = subprocess.run([shutil.which("node"), f"--import={CLIENTS / 'witness.mjs'}", "--test", "--test-reporter=tap", "conformance.test.mjs"],
                              cwd=CLIENTS, text=True, capture_output=True, check=False, timeout=300,
                              env={**os.environ, "TUSK_OPENID": json.dumps(about), "TUSK_WITNESS": str(seen)})
        self.assertEqual(done.returncode, 0, done.stdout[-6000:] + done.stderr[-2000:])
        self.assertGreaterEqual(int(re.search(r"^# pass (\d+)", done.stdout, re.MULTILINE)[1]), 35)
        self.assertRegex(done.stdout, r"(?m)^# fail 0")
        for path in (b"/oauth2/token 200", b"/oauth2/userinfo 200", b"/.well-known/openid-configuration 200"):
            self.assertIn(path, seen.read_bytes())

    def test_programs_are_registered_listed_given_a_new_secret_and_removed(self):
        client = self.confidential("--name", "Tid", "--company", "Norrsken Bygg AB")["id"]
        listed = self.admin("client", "list")
        for words in (client, "Tid", REDIRECT, "company c_"):
            self.assertIn(words, listed)
        changed = self.admin("client", "change", "--id", client, "--name", "Tidrapport", "--post-logout-uri", AFTER_LOGOUT)
        for words in (client, "Tidrapport", REDIRECT, AFTER_LOGOUT, "company c_"):
            self.assertIn(words, changed)
        self.assertNotIn(AFTER_LOGOUT, self.admin("client", "change", "--id", client, "--post-logout-uri", ""))
        self.admin("client", "change", "--id", client, "--redirect-uri", "", code=REFUSED)
        self.admin("client", "change", "--id", client, "--redirect-uri", "http://program.example.com/x", code=REFUSED)
        self.assertIn(REDIRECT, self.admin("client", "list"))
        secret = re.search(r"secret: (\S+)", self.admin("client", "new-secret", "--id", client))[1]
        self.assertNotIn(secret, self.admin("client", "list"))
        self.admin("client", "remove", "--id", client)
        self.assertNotIn(client, self.admin("client", "list"))
        self.admin("client", "remove", "--id", client, code=REFUSED)
        self.assertIn("There is no program", self.last.stderr)

    def test_what_leads_elsewhere_is_not_registered(self):
        for uri in ("http://program.example.com/done", "https://a@b.example/", "https://b.example/#x"):
            self.admin("client", "add", "--name", "Fel", "--redirect-uri", uri, code=REFUSED)
            self.assertIn("can't be used", self.last.stderr)

    # Whoever runs it expects that nothing signed before is good any more.
    def test_keys_are_replaced_while_the_server_runs(self):
        def keys() -> set[str]:
            with urllib.request.urlopen(self.world.url + "/oauth2/jwks", timeout=60) as answer:
                return {key["kid"] for key in json.load(answer)["keys"]}
        before = keys()
        told = set(re.findall(r"new key: (\S+)", self.admin("keys", "rotate")))
        self.assertEqual(keys(), told)
        self.assertFalse(before & told)


if __name__ == "__main__":
    unittest.main()
