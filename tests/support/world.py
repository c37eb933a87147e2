"""An office and an online server in a temporary folder, with the real programs."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from support.online import Session
from support.postgres import Postgres
from support.processes import News, Program
from support.search import look_through

BIN = Path(os.environ.get("TUSK_BIN", Path(__file__).resolve().parents[2] / "build" / "dev" / "bin"))
ANNA = "anna@norrsken.example"
ERIK = "erik@norrsken.example"
PASSWORD = "tre gula faglar pa taket"


class CommandFailed(Exception):
    def __init__(self, argv, code, out, err):
        super().__init__(f"tusk {' '.join(argv)}: exit code {code}\n{out}\n{err}")
        self.code = code
        self.err = err


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class World:
    """Not yet connected: connect() does that. Close it, or use it in `with`.

    `postgres`: the office's and the server's data are on a PostgreSQL server, else in SQLite files. `lan`: that
    listens at this address as well. `bystander`: another company is on the server as well, which the test has nothing
    to do with; run.py looks for it after each test in all that was seen, and close() in all that is left.
    """

    online_owner = "tusk"  # role whose tables the server's are, on PostgreSQL

    def __init__(self, postgres: bool = False, lan: str | None = None, bystander: bool = True):
        self.postgres = Postgres(lan) if postgres else None
        self.folder = Path(tempfile.mkdtemp(prefix="tusk-functional-"))
        self.office = self.folder / "office"
        self.mail_servers: list = []
        self.databases: dict[str, str] = {}  # addresses, where they are on PostgreSQL
        self.news = News()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.online: Program | None = None
        self.syncd: Program | None = None
        self.wants_bystander = bystander
        self.bystander = None  # from the server's first start on
        (self.folder / "password").write_text(PASSWORD + "\n")
        (self.folder / "password").chmod(0o600)
        if self.postgres:
            self.databases = {side: self.postgres.make_database(side) for side in ("office", "online")}
        (self.folder / "online.toml").write_text(
            f'listen_port = {self.port}\npublic_url = "{self.url}"\n'
            f'data_folder = "{self.folder / "online"}"\n'
            + (f'database = "{self.databases["online"]}"\n' if self.postgres else ""))

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        for program in (self.syncd, self.online):
            if program and program.is_running():
                program.kill()
        try:
            look_through(self)
        finally:
            if self.postgres:
                self.postgres.close()
            shutil.rmtree(self.folder)

    # ---- the office ----

    def run(self, *argv, input: str | None = None, language: str = "en",
            timeout: int = 300) -> subprocess.CompletedProcess:
        words = [str(BIN / "tusk"), *[str(word) for word in argv]]
        return subprocess.run(words, input=input, capture_output=True, text=True, check=False, timeout=timeout,
                              stdin=subprocess.DEVNULL if input is None else None,
                              env={**os.environ, "LC_ALL": f"{language}.UTF-8"}, start_new_session=True)

    def tusk(self, *argv, input: str | None = None, language: str = "en", timeout: int = 300) -> dict:
        """The command's JSON. Raises CommandFailed."""
        words = [str(word) for word in argv]
        done = self.run(*words, "--json", "--data", self.office, input=input, language=language, timeout=timeout)
        if done.returncode != 0:
            raise CommandFailed(words, done.returncode, done.stdout, done.stderr)
        return json.loads(done.stdout) if done.stdout else {}

    def set_up_office(self):
        """Norrsken Bygg AB with Anna, who may connect it, and Erik."""
        self.tusk("init", "--user", "anna", "--full-name", "Anna Berg", "--company-name", "Norrsken Bygg AB",
                  *(["--database", self.databases["office"]] if self.postgres else []))
        self.tusk("company", "set", "organisation_number=559012-3451", "address_line_1=Skeppsbrogatan 12",
                  "postal_code=972 38", "city=Luleå", "country=SE", "phone=0980-319 200",
                  "email=info@norrsken.example")
        self.tusk("licence", "set", "holder=Norrsken Bygg AB", "contact_person=Anna Berg", "phone=0980-319 200")
        self.tusk("employee", "add", "first_name=Anna", "last_name=Berg", f"email={ANNA}")
        self.tusk("user", "set", "anna", "--employee", "Anna Berg")

    def list(self, record_type: str) -> list[dict]:
        """All records of a type in the office, page by page."""
        records, cursor = [], []
        while True:
            page = self.tusk("record", "list", record_type, "--limit", 500, *cursor)
            records += page["records"]
            if not page["next_cursor"]:
                return records
            cursor = ["--cursor", page["next_cursor"]]

    def contact(self, which) -> dict:
        return self.tusk("record", "get", "contact", which)["fields"]

    def add_contact(self, **fields) -> int:
        return self.tusk("record", "add", "contact", *[f"{name}={value}" for name, value in fields.items()])["id"]

    def set_contact(self, which, **fields):
        self.tusk("record", "set", "contact", which, *[f"{name}={value}" for name, value in fields.items()])

    # ---- what no program of ours does ----

    def behind_the_back(self, side: str, *statements: str):
        """Changes the company's data on a side ("office", "online") without the log of changes: a damaged disk, a
        program that switches the capture off. `{company_column}`, `{company_value}` stand for what only PostgreSQL
        has."""
        if self.postgres:
            words = {"company_column": "company_id, ", "company_value": "(SELECT company_id FROM sync_state), "}
            sql = "; ".join(statement.format(**words) for statement in statements)
            bystander = self.bystander.number if self.bystander and side == "online" else 0
            # As a role that sees this company alone.
            self.postgres.execute(self.databases[side], f"""
                SELECT set_config('tusk.company', (SELECT max(company_id) FROM sync_state
                                                   WHERE company_id <> {bystander})::text, true);
                SET LOCAL ROLE {self.online_owner if side == "online" else "tusk"};
                SET LOCAL tusk.applying = 'on'; {sql}""")
            return
        with contextlib.closing(sqlite3.connect(self.company_file(side), timeout=30, isolation_level=None)) as database:
            database.execute("PRAGMA foreign_keys = ON")
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO sync_apply(x) VALUES (1)")
            for statement in statements:
                database.execute(statement.format(company_column="", company_value=""))
            database.execute("DELETE FROM sync_apply")
            database.execute("COMMIT")

    def company_files(self, side: str) -> list[Path]:
        """Those of the test's own companies."""
        folder = self.office / "companies" if side == "office" else self.folder / "online" / "companies"
        return [file for file in folder.glob("*.db") if not self.bystander or file.stem != self.bystander.storage_key]

    def company_file(self, side: str) -> Path:
        [file] = self.company_files(side)
        return file

    def directory(self, sql: str) -> list[list[str]]:
        """Rows of the server's directory, each value as text."""
        if self.postgres:
            return self.postgres.query(self.databases["online"], sql)
        with contextlib.closing(sqlite3.connect(self.folder / "online" / "directory.db", timeout=30)) as database, database:
            return [["" if value is None else str(value) for value in row] for row in database.execute(sql)]

    def change_directory(self, sql: str):
        if self.postgres:
            self.postgres.execute(self.databases["online"], sql)
        else:
            self.directory(sql)

    # ---- the programs ----

    def make_certificate(self, file: str, name: str, days: int = 2) -> tuple[Path, Path]:
        """A certificate of its own for `name` ("DNS:localhost", "IP:10.0.0.1"), and its key."""
        certificate, key = self.folder / f"{file}.pem", self.folder / f"{file}.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", str(days), "-subj", "/CN=Tusk", "-addext", f"subjectAltName={name}", "-keyout", key,
                        "-out", certificate], check=True, capture_output=True)
        key.chmod(0o600)
        return certificate, key

    def serve_over_tls(self, host: str, name: str) -> Path:
        """The server is at `host` with a certificate of its own for `name` ("DNS:localhost", "IP:10.0.0.1"). The
        certificate's file. Before start_online()."""
        certificate, key = self.make_certificate("online", name)
        settings = self.folder / "online.toml"
        text = settings.read_text().replace(self.url, f"https://{host}:{self.port}")
        self.url = f"https://{host}:{self.port}"
        settings.write_text(f'tls_certificate = "{certificate}"\ntls_key = "{key}"\n'
                            + (f'listen_address = "{host}"\n' if name.startswith("IP:") else "") + text)
        return certificate

    def admin(self, *words) -> str:
        """What `tusk-online` says to whoever runs the server."""
        return subprocess.run([BIN / "tusk-online", *map(str, words), "--config", self.folder / "online.toml"], check=True,
                              capture_output=True, text=True).stdout

    def move_bystander_in(self):
        if self.wants_bystander and self.bystander is None:
            from support import bystander  # it is made with the help of a World
            place = bystander.template(bool(self.postgres))
            self.bystander = bystander.Bystander.load(place)
            self.bystander.move_in(self, place)

    def start_online(self):
        is_first = self.bystander is None
        self.move_bystander_in()
        self.online = Program(self.news, [BIN / "tusk-online", "--config", self.folder / "online.toml"])
        if is_first and self.bystander:
            self.bystander.look_around(self)

    def start_syncd(self):
        self.syncd = Program(self.news, [BIN / "tusk-syncd", "--data", self.office, "--interval", 1])

    def connect(self):
        """Office, server and service, connected and synchronised; Anna's Tusk ID speaks Swedish."""
        self.set_up_office()
        self.start_online()
        self.tusk("online", "connect", self.url, "--email", ANNA, "--create-identity", "--person-name", "Anna Berg",
                  "--password-file", self.folder / "password", language="sv")
        self.start_syncd()
        self.wait_until_synchronised()

    def log_in(self, email: str = ANNA) -> Session:
        return Session(self.url, email, PASSWORD)

    def log_in_without_company(self, email: str = ANNA) -> dict:
        """What the log-in answers."""
        request = urllib.request.Request(self.url + "/api/v1/session", method="POST",
                                         data=json.dumps({"email": email, "password": PASSWORD}).encode(),
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def status(self) -> dict:
        return self.tusk("online", "status")

    def wait_until_synchronised(self):
        self.wait_for(lambda: self.status()["state"] == "synchronised", "the office to be synchronised")

    def wait_for(self, check, what: str):
        return self.news.wait_for(check, what)
