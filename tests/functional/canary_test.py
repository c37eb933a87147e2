"""Two companies on one server, each with its secret word in every text, number and letter: whatever the one asks for, in
whatever role, with its own ids, the other's or nobody's, nothing of the other ever comes, nor can it be told whether
there is such a thing (TE-1, TE-8).

The routes come from docs/openapi.json, the registers and fields from docs/openapi-office.json: what is new is asked and
filled in too. What must not be asked is named in LEFT_OUT with its reason. OpenID Connect's own endpoints are not in that
document; tests/openid asks them.
"""

import base64
import contextlib
import hashlib
import http.client
import json
import os
import random
import re
import sqlite3
import subprocess
import time
import unittest
import urllib.parse
from http.cookiejar import Cookie

from support.api import Api, add_api_user
from support.canaries import LETTERS, OFFICE, ONLINE, Canary, Company, registers
from support.interface import Operation, Request, operations
from support.mail import outbox, wait_for_letter
from support.online import Session
from support.world import BIN, PASSWORD, World

LEFT_OUT = {"stream_events": "never ends: has a test of its own",
            "wait_for_change": "waits for news, and has no id but the device's key"}
# What a company does to itself with these ends it, or the log-in; with foreign ids they are asked.
ENDS = {"log_out", "disconnect_office", "hand_over", "begin_transfer", "report_rewind", "connect_office", "renew_key"}
# Tables where anybody may leave a trace of an address that they know: letters that are asked for, wrong passwords.
OF_ADDRESSES = {"mail", "mailed_token", "reset_request", "lock_notice", "login_counter", "allowance", "audit",
                "audit_head", "session", "known_browser", "openid_visit"}
# Secrets of letters: whoever has one reads that person's mail, and is that person. They are no ids.
SECRETS = {"invitation_token", "reset_token", "confirm_token"}
# Headers that are another with each answer.
EACH_TIME = {"date", "x-request-id", "content-length", "set-cookie", "retry-after"}
ROLES = ("administrator", "member", "read_only")
REDIRECT = "https://program.example.com/done"


class Answer:
    def __init__(self, status: int, headers: list, body: bytes):
        self.status, self.headers, self.body = status, headers, body

    def bytes(self) -> bytes:
        return f"{self.status} {self.headers}".encode() + self.body

    def essence(self, asked_for: list[str]) -> tuple:
        """What tells one answer from another, but for the ids that either was asked for."""
        headers = sorted((name.lower(), value) for name, value in self.headers if name.lower() not in EACH_TIME)
        body = re.sub(rb'"request_id":"[^"]*"', b"", self.body)
        for one in asked_for:
            body = re.sub(rb"(?<!\w)%s(?!\w)" % re.escape(one).encode(), b"<id>", body)
        return self.status, headers, body


class Caller:
    """Whoever asks: headers that say who it is."""

    def __init__(self, name: str, url: str, headers: dict | None = None, session: Session | None = None):
        self.name = name
        self.host = urllib.parse.urlsplit(url).netloc
        self.own = headers or {}
        self.session = session
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    def headers(self) -> dict:
        if self.session is None:
            return self.own
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies())
        return {"Cookie": cookies, "X-CSRF-Token": self.session.csrf_token}

    def send(self, request: Request) -> Answer:
        """Who asks faster than they may waits, and asks again."""
        while True:
            body = None if request.body is None else json.dumps(request.body)
            self.connection.request(request.method, request.path, body, {
                "Content-Type": "application/json", "Accept-Language": "en", **request.headers, **self.headers()})
            answer = self.connection.getresponse()
            got = Answer(answer.status, answer.getheaders(), answer.read())
            if got.status != 429:
                return got
            time.sleep(int(answer.headers["Retry-After"]))


class Canaries(unittest.TestCase):
    postgres = False
    maxDiff = 4000
    # Kinds of ids that are not a company's own: there is one record of the company's, with the same number everywhere.
    same = {"record company", "block", "number", "password"}

    # ---- the two companies ----

    @classmethod
    def setUpClass(cls):
        seed = int(os.environ.get("TUSK_SEED", random.randrange(2**32)))
        print(f"TUSK_SEED={seed}", flush=True)
        chance = random.Random(seed)
        cls.world, cls.other = (World(postgres=cls.postgres) for _ in range(2))
        for world in (cls.world, cls.other):
            cls.addClassCleanup(world.close)
        cls.other.url = cls.world.url
        # The other has more of everything, so that its newest record's number is nobody's in the first.
        cls.x = Company(cls.world, Canary(chance, 1))
        cls.y = Company(cls.other, Canary(chance, 3), copies=2)
        cls.world.start_online()
        cls.ids = {}
        for company in (cls.x, cls.y):
            company.set_up_office()
            company.connect()
            cls.ids[company] = cls.set_up_online(company)
        cls.missing = {kind: nobodys(value, chance) for kind, value in cls.ids[cls.y].items()}
        cls.callers = cls.let_people_in()
        for world in (cls.world, cls.other):
            world.syncd.stop()

    @classmethod
    def admin(cls, *words):
        subprocess.run([BIN / "tusk-online", *map(str, words), "--config", cls.world.folder / "online.toml"], check=True,
                       capture_output=True)

    @classmethod
    def directory(cls, sql: str) -> list:
        """Rows of the server's directory, each value as text."""
        if cls.postgres:
            return cls.world.postgres.query(cls.world.databases["online"], sql)
        file = cls.world.folder / "online" / "directory.db"
        with contextlib.closing(sqlite3.connect(file, timeout=30)) as database:
            return [["" if value is None else str(value) for value in row] for row in database.execute(sql)]

    @classmethod
    def set_up_online(cls, company: Company) -> dict:
        """What the company has online besides its records, and all of its ids by kind."""
        anna = Session(cls.world.url, company.address("anna"), PASSWORD)
        word = company.canary.word
        post = lambda path, body: anna.request("POST", "/api/v1" + path, body)  # noqa: E731
        role = post("/administration/roles", {"name": f"Växel {word}", "rights": [
            {"record_type": "contact", "right": "read"}]})["id"]
        client = post("/administration/clients", {
            "name": f"Tid {word}", "is_public": True, "redirect_uris": [f"https://{word}.example/done", REDIRECT]})["client"]["id"]
        people = anna.get("/administration/people?limit=100")["people"]
        invitee = next(one for one in people if one["status"] == "not_invited" and one["record_type"] == "user")
        invitation = post("/administration/invitations", {
            "record_type": "user", "record_id": invitee["record_id"], "email": company.address("invited"),
            "role": "member", "message": f"Välkommen, {word}"})["id"]
        name = anna.get("/session")["company"]["name"]
        cls.admin("admin", "add-person", "--email", company.address("berit"), "--company", name, "--name",
                  f"Berit {word}", "--password-file", cls.world.folder / "password")
        [[person, computer]] = cls.directory(
            "SELECT p.id, d.computer_uuid FROM directory_identity p, directory_company c JOIN directory_device d ON d.company = c.id "
            f"WHERE p.email = '{company.address('berit')}' AND c.name = '{name}'")
        cls.make_conflict_and_problem(company, anna)
        waiting = [cls.begin_log_in(anna, client) for _ in range(2)]
        post("/authorization", {"request": waiting[0]})
        post("/password/forgotten", {"email": company.address("berit")})
        [[company_id, office]] = cls.directory(
            f"SELECT id, office_uuid FROM directory_company WHERE id = '{anna.get('/session')['company']['id']}'")
        letter = lambda page, person: wait_for_letter(cls.world, page, to=company.address(person)).token(page)  # noqa: E731
        ids = {"role": role, "client": client, "invitation": invitation, "person": person, "request": waiting[1],
               "company": company_id, "office": office, "conflict": anna.get("/sync/conflicts")["conflicts"][0]["id"],
               "invitation_token": letter("invitation", "invited"), "reset_token": letter("reset-password", "berit"),
               "confirm_token": letter("confirm-email", "berit"), "computer": computer,
               "session": anna.get("/account/sessions")["sessions"][0]["id"],
               "browser": anna.get("/account/browsers")["browsers"][0]["id"], "archive": f"archive-{word}",
               # Whoever had one would not log in here without it.
               "passkey": hashlib.sha256(word.encode()).hexdigest()[:32]}
        company.canary.know(*[value for kind, value in ids.items() if kind not in ("conflict", "computer", "archive")])
        records = {f"record {register}": max(one["id"] for one in anna.list(register)) for register in registers(ONLINE)}
        return {**ids, **records, "email": company.address("berit"), "block": 1, "number": 1, "word": word,
                "password": "inte ens nastan ratt"}

    @classmethod
    def make_conflict_and_problem(cls, company: Company, anna: Session):
        """Both sides change one field in one round; and a record that the office does not take."""
        world, word = company.world, company.canary.word
        contact = company.records["contact"][0]
        world.syncd.stop()
        company.tusk("record", "set", "contact", contact, f"city={word} kontor")
        anna.change("contact", contact, city=f"{word} online")
        index = "CREATE UNIQUE INDEX of_the_payroll ON contact(organisation_number)"
        if cls.postgres:
            world.postgres.execute(world.databases["office"], index)
        else:
            with contextlib.closing(sqlite3.connect(world.company_file("office"), timeout=30)) as database:
                database.execute(index)
        taken = anna.record("contact", contact)["fields"]["organisation_number"]
        anna.create("contact", name=f"{word} två gånger", organisation_number=taken)
        for _ in range(1, company.copies):
            anna.create("contact", name=f"{word} till")
        world.start_syncd()
        world.wait_for(lambda: anna.get("/sync/conflicts")["conflicts"], "the conflict")
        world.wait_for(lambda: anna.get("/sync/problems")["problems"], "the problem")
        world.wait_until_synchronised()

    @classmethod
    def begin_log_in(cls, session: Session, client: str) -> str:
        """A log-in to a program that waits for its person to allow it; what stands after # then."""
        caller = Caller("", cls.world.url, session=session)
        query = {"response_type": "code", "client_id": client, "redirect_uri": REDIRECT, "scope": "openid profile email",
                 "state": "x", "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                 "code_challenge_method": "S256"}
        answer = caller.send(Request("GET", "/oauth2/authorize?" + urllib.parse.urlencode(query), None))
        headers = {name.lower(): value for name, value in answer.headers}
        if "set-cookie" in headers:
            name, value = re.match(r"([^=]+)=([^;]+)", headers["set-cookie"]).groups()
            session.jar.set_cookie(make_cookie(name, value))
        return headers["location"].split("#")[1]

    @classmethod
    def let_people_in(cls) -> dict[str, Caller]:
        """One of each kind into the first company."""
        ids, word = cls.ids[cls.x], cls.x.canary.word
        of = {company: cls.directory(f"SELECT name FROM directory_company WHERE id = '{cls.ids[company]['company']}'")[0][0]
              for company in (cls.x, cls.y)}
        cls.y_name = of[cls.y]
        callers = {"super_user": Caller("super_user", cls.world.url, session=cls.log_in(cls.x.address("anna")))}
        add = lambda email, company, role, name: cls.admin(  # noqa: E731
            "admin", "add-person", "--email", email, "--company", of[company], "--name", name, "--role", role,
            "--password-file", cls.world.folder / "password")
        for role in (*ROLES, ids["role"]):
            email = cls.x.address(role if role in ROLES else "own-role")
            add(email, cls.x, role, f"{role} {word}")
            callers[role if role in ROLES else "own_role"] = Caller(role, cls.world.url, session=cls.log_in(email))
        for company in (cls.x, cls.y):
            add("both@both.example", company, "super_user", "Bo Båda")
        session = cls.log_in("both@both.example")
        session.about = session.request("PATCH", "/api/v1/session", {"company_id": ids["company"]})
        session.csrf_token = session.about["csrf_token"]
        callers["both"] = Caller("both", cls.world.url, session=session)
        return callers

    @classmethod
    def log_in(cls, email: str) -> Session:
        return Session(cls.world.url, email, PASSWORD)

    # ---- what is looked at ----

    def look(self, caller: Caller, operation: Operation, answer: Answer, sent: tuple = ()):
        """Nothing of the other company is in it, but that it is there, for whoever is in both."""
        if caller.name == "both" and operation.id in ("get_session", "change_session", "list_companies"):
            sent = (*sent, self.y_name, self.ids[self.y]["company"])
        found = self.y.canary.find_in(answer.bytes(), sent=sent)
        self.assertEqual(found, [], f"{caller.name}: {operation.name}: {answer.bytes()[:2000]!r}")

    def ask_alike(self, caller: Caller, operation: Operation, foreign: dict, missing: dict, own: dict):
        """For each place where an id can stand: the other's is answered as nobody's is."""
        for slot in operation.slots():
            place, kind = slot
            if kind in SECRETS or (kind == "company" and caller.name == "both"):
                continue
            if foreign.get(kind) == own.get(kind):
                self.assertIn(kind, self.same)
                continue
            etag = self.etag_of(caller, operation.request(own)) if operation.id == "update_record" and place != "path" else '"0"'
            answers = []
            for others in (foreign, missing):
                # The address that a letter is sent to has its allowance; so has who asks.
                answer = caller.send(operation.request(own, slot, others, etag))
                self.look(caller, operation, answer, sent=(str(foreign[kind]),) if isinstance(foreign[kind], str) else ())
                answers.append(answer)
            if kind == "email" and operation.permission != "everyone":
                continue  # one's own list of people is written in
            if kind == "computer":  # a new key, each time another
                self.assertEqual(answers[0].status, answers[1].status)
                continue
            first, second = (answer.essence([str(foreign[kind]), str(missing[kind])]) for answer in answers)
            self.assertEqual(first, second, f"{caller.name}: {operation.name}: {place} {kind}")
            self.asked += 1

    def etag_of(self, caller: Caller, request: Request) -> str:
        answer = caller.send(Request("GET", request.path, None))
        return dict(answer.headers).get("ETag", '"0"')

    def rows_of_the_other(self) -> dict[str, list]:
        """All that is kept of the other company on the server, by table."""
        ids = set(map(str, self.y.canary.ids))
        tables = ([table for [table] in self.directory(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'directory_%'")] if self.postgres else
            [table for [table] in self.directory("SELECT name FROM sqlite_master WHERE name LIKE 'directory_%' AND type = 'table'")])
        rows = {}
        for table in tables:
            if table.removeprefix("directory_") not in OF_ADDRESSES:
                rows[table] = sorted(row for row in self.directory(f"SELECT * FROM {table}") if ids & set(row))
        return {**rows, **self.data_of_the_other()}

    def data_of_the_other(self) -> dict[str, list]:
        [[number, key]] = self.directory("SELECT number, storage_key FROM directory_company WHERE id = "
                                         f"'{self.ids[self.y]['company']}'")
        if not self.postgres:
            file = self.world.folder / "online" / "companies" / f"{key}.db"
            with contextlib.closing(sqlite3.connect(file, timeout=30)) as database:
                return {"": list(database.iterdump())}
        tables = self.directory("SELECT table_name FROM information_schema.columns WHERE column_name = 'company_id'")
        return {table: sorted(self.directory(f'SELECT t::text FROM "{table}" t WHERE company_id = {number}')) for [table] in tables}

    # ---- the tests, in the order of their names ----

    def setUp(self):
        """The server has closed connections that have been still for long."""
        for caller in self.callers.values():
            caller.connection.close()

    # REQ: SEC-3
    # What is looked for can be found: in the other's own answers, of every register, and in what is the first's.
    def test_1_a_canary_is_found_where_it_belongs(self):
        for company in (self.x, self.y):
            word = company.canary.word.encode()
            for hidden in (word.upper(), word.hex().encode(), *[base64.b64encode(b"x" * n + word + b"xyz") for n in range(3)]):
                self.assertTrue(company.canary.find_in(b'{"file":"' + hidden + b'"}'), hidden)
            caller = Caller("super_user", self.world.url, session=self.log_in(company.address("anna")))
            silent = set()
            for operation in operations(ONLINE):
                if operation.method != "get" or operation.id in LEFT_OUT or operation.permission in ("everyone", "device"):
                    continue
                answer = caller.send(operation.request(self.ids[company]))
                self.assertEqual(answer.status, 200, f"{operation.name}: {answer.body}")
                if not company.canary.find_in(answer.bytes()):
                    silent.add(operation.name)
                # Nor would it be missed if an id of somebody were answered otherwise than nobody's.
                for slot in operation.slots():
                    there, kind = slot[0] == "path", slot[1]
                    nobody = caller.send(operation.request(self.ids[company], slot, self.missing))
                    names = [str(self.ids[company][kind]), str(self.missing[kind])]
                    self.assertTrue(not there or answer.essence(names) != nobody.essence(names), operation.name)
            self.assertEqual(silent, {"get_sync_status", "list_audits", "get_company_settings", "get_second_factor",
                                  "list_passkeys"}, "no text is in these")
            self.assertTrue(any(company.canary.find_in(letter.raw) for letter in outbox(self.world)))
            rows = json.dumps(self.data_of_the_other()) if company is self.y else ""
            self.assertTrue(company is self.x or company.canary.find_in(rows.encode()))

    # REQ: SEC-3
    def test_2_nobody_gets_or_changes_anything_of_another_company(self):
        before = self.rows_of_the_other()
        self.assertTrue(all(before[table] for table in ("directory_role", "directory_openid_client", "directory_invitation",
                                                        "directory_openid_consent", "directory_membership")))
        self.asked = 0
        mine, foreign = self.ids[self.x], self.ids[self.y]
        for caller in self.callers.values():
            for operation in operations(ONLINE):
                if operation.id in LEFT_OUT or operation.permission in ("everyone", "device"):
                    continue
                with self.subTest(caller=caller.name, operation=operation.name):
                    if operation.method == "get":
                        self.look(caller, operation, caller.send(operation.request(mine)))
                    self.ask_alike(caller, operation, foreign, self.missing, mine)
        self.assertGreater(self.asked, 500)
        self.assertEqual(self.rows_of_the_other(), before)

    # What needs no session, and what an office's computer asks for.
    def test_3_neither_do_strangers_nor_another_offices_computer(self):
        before = self.rows_of_the_other()
        self.asked = 0
        nobody = Caller("nobody", self.world.url)
        made = nobody.send(Request("POST", "/sync/v1/renew", {
            "email": self.x.address("anna"), "password": PASSWORD, "company_uuid": self.ids[self.x]["office"],
            "computer_name": "another", "computer_uuid": "another"}))
        key = json.loads(made.body)
        computer = Caller("computer", self.world.url, {"Authorization": f"Tusk-Device {key['device_id']}.{key['device_key']}"})
        for operation in operations(ONLINE):
            if operation.id in LEFT_OUT or operation.permission not in ("everyone", "device"):
                continue
            caller = computer if operation.permission == "device" else nobody
            with self.subTest(operation=operation.name):
                self.ask_alike(caller, operation, self.ids[self.y], self.missing, self.ids[self.x])
                if operation.id not in ENDS:
                    self.look(caller, operation, caller.send(operation.request(self.ids[self.x])))
        self.assertGreater(self.asked, 10)
        self.assertEqual(self.rows_of_the_other(), before)

    def test_4_a_stream_of_events_is_about_ones_own_company(self):
        """The other's record comes first: who hears of their own has not heard of that."""
        with contextlib.ExitStack() as open_streams:
            streams = {name: open_streams.enter_context(self.open_stream(caller)) for name, caller in self.callers.items()}
            before = self.rows_of_the_other()
            theirs = self.log_in(self.y.address("anna")).create("contact", name=f"{self.y.canary.word} ny")["id"]
            mine = self.callers["super_user"].session.create("contact", name=f"{self.x.canary.word} ny")["id"]
            self.assertNotEqual(mine, theirs)
            self.assertNotEqual(self.rows_of_the_other(), before, "a change of theirs is seen there")
            for name, stream in streams.items():
                heard = b""
                while not re.search(rb'"id": ?%d\b' % mine, heard):
                    line = stream.readline()
                    self.assertTrue(line, f"{name}: the stream ended: {heard!r}")
                    heard += line
                self.assertIsNone(re.search(rb'"id": ?%d\b' % theirs, heard), name)
                self.assertEqual(self.y.canary.find_in(heard), [], name)

    @contextlib.contextmanager
    def open_stream(self, caller: Caller):
        connection = http.client.HTTPConnection(caller.host, timeout=60)
        with contextlib.closing(connection):
            connection.request("GET", "/api/v1/events", headers=caller.headers())
            answer = connection.getresponse()
            self.assertEqual(answer.status, 200)
            # Something is said at once: it listens from then on.
            self.assertTrue(answer.readline())
            yield answer

    # The office: a program of one company beside another in the same office.
    def test_5_a_program_in_the_office_has_its_own_company_alone(self):
        chance = random.Random(5)
        second = Company(self.world, Canary(chance, 5), number=2, copies=3)
        self.world.tusk("company", "add", second.name)
        second.fill(leave_out=("user",))  # those are the office's, whichever company they work in
        key = add_api_user(self.world, "Webbutiken", "Standard", "--company", 1)
        api = Api(self.world)
        self.addCleanup(api.kill)
        caller = Caller("program", api.url, {"Authorization": f"Bearer {key}"})
        own = {f"record {name}": max(one["id"] for one in self.x.records_of(name)) for name in registers(OFFICE)}
        foreign = {f"record {name}": max(one["id"] for one in second.records_of(name)) for name in registers(OFFICE)}
        own["word"], foreign["word"] = self.x.canary.word, second.canary.word
        missing = {kind: nobodys(value, chance) for kind, value in foreign.items()}
        foreign["record user"] = own["record user"]
        mine, self.asked = 0, 0
        other, self.y = self.y, second
        self.addCleanup(setattr, self, "y", other)
        self.same = {*self.same, "record user"}
        dump = lambda: {name: second.records_of(name) for name in registers(OFFICE)}  # noqa: E731
        before = dump()
        for operation in operations(OFFICE):
            if operation.method == "get":
                answer = caller.send(operation.request(own))
                self.look(caller, operation, answer)
                mine += bool(self.x.canary.find_in(answer.bytes()))
            self.ask_alike(caller, operation, foreign, missing, own)
        self.assertGreaterEqual(mine, len(registers(OFFICE)))
        self.assertGreater(self.asked, 50)
        self.assertEqual(dump(), before)
        self.assertEqual(second.canary.find_in(api.output().encode()), [])

    # After everything above.
    def test_6_letters_and_logs_tell_nothing_of_another(self):
        for company, stranger in ((self.x, self.y), (self.y, self.x)):
            letters = [letter for letter in outbox(self.world) if letter["To"].endswith(f"@{company.canary.word}.example")]
            self.assertTrue(any(company.canary.find_in(letter.text.encode()) for letter in letters))
            for letter in letters:
                for text in (letter.raw, letter.text.encode(), letter.html.encode()):
                    self.assertEqual(stranger.canary.find_in(text), [], letter["Subject"])
            log = company.world.syncd.output().encode()
            self.assertEqual(stranger.canary.find_in(log), [])
        log = self.world.online.output().encode()
        self.assertTrue(self.x.canary.find_in(log), "ids are in the log")
        for company in (self.x, self.y):
            self.assertEqual(company.canary.find_in(log, ids=False), [], "contents are not")
            for kind in ("invitation_token", "reset_token", "confirm_token", "request"):
                self.assertNotIn(self.ids[company][kind].encode(), log)

    def test_7_with_ones_own_ids_everything_is_ones_own_too(self):
        """Whoever may do most comes last: it may be done only once."""
        for caller in reversed(self.callers.values()):
            for operation in operations(ONLINE):
                if operation.id in LEFT_OUT or operation.id in ENDS or operation.permission in ("everyone", "device"):
                    continue
                etag = '"0"'
                if operation.id in ("update_record", "delete_record"):
                    etag = self.etag_of(caller, operation.request(self.ids[self.x]))
                self.look(caller, operation, caller.send(operation.request(self.ids[self.x], etag=etag)))


def nobodys(value, chance: random.Random):
    """Of the same form, and there is none."""
    if isinstance(value, int):
        return value + 100_000
    if "@" in value:
        return "nobody@nowhere.example"
    digits = re.compile(r"(?<![a-z])[0-9a-f]{8,}")
    if digits.search(value):
        return digits.sub(lambda found: "".join(chance.choice("0123456789abcdef") for _ in found[0]), value)
    return "".join(chance.choice(LETTERS) for _ in value)


def make_cookie(name: str, value: str) -> Cookie:
    return Cookie(0, name, value, None, False, "127.0.0.1", True, False, "/", True, False, None, False, None, None, {})


if __name__ == "__main__":
    unittest.main()
