"""The bystander: a company on every test's server that has nothing to do with the test, whose every text, number and id
is a canary (TE-8). World moves it in before the server starts, and looks for it in all that the test sees.

It is made once for each build of the programs, connected to a real server by a real office, and copied from then on:
the server's folder, and with PostgreSQL a dump of its database. The office itself is not there.
"""

import contextlib
import fcntl
import hashlib
import http.client
import json
import os
import random
import shutil
import sqlite3
import ssl
import subprocess
import sys
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from support import canaries
from support.canaries import Canary, Company, registers
from support.company_online import set_up_online
from support.online import Session
from support.search import know
from support.witness import HeardResponse
from support.world import BIN, PASSWORD, World

TESTS = Path(__file__).resolve().parents[1]
# Numbers of 12 digits, which nothing else has.
BLOCK = 12_345
ABOUT, FOLDER, DUMP = "about.json", "online", "online.sql"


@dataclass
class Bystander:
    canary: Canary
    company: str  # its id
    number: int
    storage_key: str
    email_domain: str
    cookies: dict  # of its super user, who is logged in

    @classmethod
    def load(cls, template: Path) -> "Bystander":
        about = json.loads((template / ABOUT).read_text())
        canary = Canary.load(about.pop("canary"))
        know(canary)
        return cls(canary, **about)

    def move_in(self, world: World, template: Path):
        """Before the server's first start."""
        shutil.copytree(template / FOLDER, world.folder / "online", dirs_exist_ok=True)
        now = time.time_ns() // 1000
        renew = f"UPDATE directory_session SET created_at = {now}, last_activity = {now}"
        if world.postgres:
            dump = (template / DUMP).read_text()
            world.postgres.restore(world.databases["online"], f"{dump}\nSET search_path = public;\n{renew};\n", world.online_owner)
        else:
            world.directory(renew)

    @property
    def people_of_others(self) -> str:
        """A condition in SQL, of directory_identity."""
        return f"email NOT LIKE '%@{self.email_domain}'"

    @property
    def rows_of_others(self) -> str:
        """Of tables of the directory that have a company."""
        return f"company <> '{self.company}'"

    def own_letter(self, recipient: str) -> bool:
        return recipient.endswith("@" + self.email_domain)

    def ask(self, world: World, path: str) -> bytes:
        """What its super user is answered; no test sees it."""
        address = urllib.parse.urlsplit(world.url)
        if address.scheme == "https":
            connection = http.client.HTTPSConnection(address.hostname, world.port, timeout=60,
                                                     context=ssl._create_unverified_context())  # the test's own
        else:
            connection = http.client.HTTPConnection(address.hostname, world.port, timeout=60)
        connection.response_class = HeardResponse.__base__
        with contextlib.closing(connection):
            prefix = "__Host-" if address.scheme == "https" else ""
            cookies = "; ".join(f"{prefix}{name}={value}" for name, value in self.cookies.items())
            connection.request("GET", path, headers={"Cookie": cookies, "Content-Type": "application/json"})
            answer = connection.getresponse()
            body = answer.read()
        assert answer.status == 200, (path, answer.status, body)
        return body

    def look_around(self, world: World):
        """So that the server holds its data in memory as well; and what is looked for can be found."""
        for register in ("contact", "employee"):
            assert self.canary.find_in(self.ask(world, f"/api/v1/records/{register}?limit=100")), register


def template(postgres: bool) -> Path:
    """Made when there is none of these programs yet; whoever else wants it meanwhile waits."""
    folder = BIN.resolve().parent / "bystander"
    folder.mkdir(exist_ok=True)
    place = folder / ("postgres" if postgres else "sqlite")
    wanted = fingerprint()
    with open(folder / f"{place.name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mark = place / "made-of"
        if not mark.exists() or mark.read_text() != wanted:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            # A process of its own sees all of the canaries; this one none.
            done = subprocess.run([sys.executable, "-m", "support.bystander", place, place.name], cwd=TESTS, text=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                  env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
            if done.returncode != 0:
                raise AssertionError(f"the bystander could not be made:\n{done.stderr[-4000:]}")
            mark.write_text(wanted)
    return place


def fingerprint() -> str:
    """Of all that it is made of."""
    made_of = [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name in ("tusk", "tusk-online", "tusk-syncd")
               if (stat := (BIN / name).stat())]
    texts = [Path(__file__), *(Path(__file__).with_name(f"{name}.py") for name in ("canaries", "company_online")),
             *(canaries.DOCS / name for name in ("openapi.json", "openapi-office.json"))]
    return hashlib.sha256("\n".join(made_of + [text.read_text() for text in texts]).encode()).hexdigest()


def make(place: Path, postgres: bool):
    with World(postgres=postgres, bystander=False) as world:
        company = Company(world, Canary(random.Random(), BLOCK))
        world.start_online()
        company.set_up_office()
        company.connect()
        ids = set_up_online(company, world)
        anna = Session(world.url, company.address("anna"), PASSWORD)
        cookies = {cookie.name: cookie.value for cookie in anna.cookies()}
        company.canary.know(anna.csrf_token, *cookies.values())
        for register in registers(canaries.ONLINE):
            anna.list(register)
        world.syncd.stop()
        world.online.stop()
        [[number, storage_key]] = world.directory(
            f"SELECT number, storage_key FROM directory_company WHERE id = '{ids['company']}'")
        # Letters that were sent are told of in a list of the whole service.
        world.change_directory("DELETE FROM directory_mail")
        shutil.copytree(world.folder / "online", place / FOLDER, ignore=shutil.ignore_patterns("outbox"))
        if postgres:
            (place / DUMP).write_text(world.postgres.dump(world.databases["online"]))
        (place / ABOUT).write_text(json.dumps({
            "canary": company.canary.save(), "company": ids["company"], "number": int(number), "storage_key": storage_key,
            "email_domain": f"{company.canary.word}.example", "cookies": cookies}))


if __name__ == "__main__":
    make(Path(sys.argv[1]), sys.argv[2] == "postgres")
