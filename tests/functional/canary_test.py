"""Two companies on one server, each with its secret word in every text, number and letter: whatever the one asks for, in
whatever role, with its own ids, the other's or nobody's, nothing of the other ever comes, nor can it be told whether
there is such a thing (TE-1, TE-8).

The routes come from docs/openapi.json, the registers and fields from docs/openapi-office.json: what is new is asked and
filled in too. What must not be asked is named in LEFT_OUT with its reason. OpenID Connect's own endpoints come from what
the server says of itself.
"""

import base64
import contextlib
import http.client
import json
import os
import random
import re
import sqlite3
import time
import unittest
import urllib.parse
import urllib.request

from support.api import Api, add_api_user
from support.canaries import LETTERS, OFFICE, ONLINE, Canary, Company, registers
from support.company_online import REDIRECT, VERIFIER, log_in_address, set_up_online
from support.interface import Operation, Request, operations
from support.mail import outbox
from support.online import Session
from support.person_in_browser import query_of, redirect_of
from support.world import PASSWORD, World

LEFT_OUT = {"stream_events": "never ends: has a test of its own",
            "wait_for_change": "waits for news: has a test of its own"}
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
            cls.ids[company] = set_up_online(company, cls.world)
        cls.missing = {kind: nobodys(value, chance) for kind, value in cls.ids[cls.y].items()}
        cls.callers = cls.let_people_in()
        for world in (cls.world, cls.other):
            world.syncd.stop()

    @classmethod
    def let_people_in(cls) -> dict[str, Caller]:
        """One of each kind into the first company."""
        ids, word = cls.ids[cls.x], cls.x.canary.word
        of = {company: cls.world.directory(f"SELECT name FROM directory_company WHERE id = '{cls.ids[company]['company']}'")[0][0]
              for company in (cls.x, cls.y)}
        cls.y_name = of[cls.y]
        callers = {"super_user": Caller("super_user", cls.world.url, session=cls.log_in(cls.x.address("anna")))}
        add = lambda email, company, role, name: cls.world.admin(  # noqa: E731
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
        tables = ([table for [table] in self.world.directory(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'directory_%'")] if self.postgres else
            [table for [table] in self.world.directory("SELECT name FROM sqlite_master WHERE name LIKE 'directory_%' AND type = 'table'")])
        rows = {}
        for table in tables:
            if table.removeprefix("directory_") not in OF_ADDRESSES:
                rows[table] = sorted(row for row in self.world.directory(f"SELECT * FROM {table}") if ids & set(row))
        return {**rows, **self.data_of_the_other()}

    def data_of_the_other(self) -> dict[str, list]:
        [[number, key]] = self.world.directory("SELECT number, storage_key FROM directory_company WHERE id = "
                                         f"'{self.ids[self.y]['company']}'")
        if not self.postgres:
            file = self.world.folder / "online" / "companies" / f"{key}.db"
            with contextlib.closing(sqlite3.connect(file, timeout=30)) as database:
                return {"": list(database.iterdump())}
        tables = self.world.directory("SELECT table_name FROM information_schema.columns WHERE column_name = 'company_id'")
        return {table: sorted(self.world.directory(f'SELECT t::text FROM "{table}" t WHERE company_id = {number}')) for [table] in tables}

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
        computer = self.log_computer_in("another")
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

    def test_4_an_offices_wait_for_news_ends_with_news_of_its_own_company(self):
        """Again the other's record comes first."""
        computer = self.log_computer_in("waiting")
        head = json.loads(self.look_at_wait(computer, 0))["sequence"]
        with contextlib.closing(http.client.HTTPConnection(computer.host, timeout=60)) as connection:
            connection.request("GET", f"/sync/v1/wait?sequence={head}", headers=computer.headers())
            before = self.rows_of_the_other()
            self.log_in(self.y.address("anna")).create("contact", name=f"{self.y.canary.word} nyare")
            self.assertNotEqual(self.rows_of_the_other(), before, "a change of theirs is seen there")
            self.callers["super_user"].session.create("contact", name=f"{self.x.canary.word} nyare")
            answer = connection.getresponse()
            body = answer.read()
        own = json.loads(self.look_at_wait(computer, head))["sequence"]
        self.assertGreater(own, head)
        self.assertEqual(json.loads(body)["sequence"], own)
        self.assertEqual(self.y.canary.find_in(f"{answer.getheaders()}".encode() + body), [])

    def look_at_wait(self, computer: Caller, sequence: int) -> bytes:
        answer = computer.send(Request("GET", f"/sync/v1/wait?sequence={sequence}", None))
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(self.y.canary.find_in(answer.bytes()), [])
        return answer.body

    def test_4_programs_that_people_log_in_to_hear_of_nobody_elses_company(self):
        """A program's name is told to whom it sends here to log in: it stands on the page that asks. Nothing else is."""
        about = json.loads(self.ask_as_program("/.well-known/openid-configuration").body)
        self.ask_as_program("/.well-known/oauth-authorization-server")
        addresses = {urllib.parse.urlsplit(value).path for name, value in about.items()
                     if name == "jwks_uri" or name.endswith("_endpoint")}
        tokens = {company: self.get_tokens(company) for company in (self.x, self.y)}
        self.assertTrue(self.y.canary.find_in(self.userinfo(tokens[self.y]["access_token"]).bytes()), "it is told its own")
        mine, theirs, nobodys_own = (ids["client"] for ids in (self.ids[self.x], self.ids[self.y], self.missing))
        asked = {"/oauth2/userinfo", "/oauth2/authorize"}
        own = self.userinfo(tokens[self.x]["access_token"])
        self.assertTrue(self.x.canary.find_in(own.bytes()))
        self.assertEqual(self.y.canary.find_in(own.bytes()), [])
        for client in (mine, theirs, nobodys_own):
            code, refresh = self.get_code(self.x), tokens[self.x].get("refresh_token", "none")
            forms = {"/oauth2/jwks": [None],
                     "/oauth2/token": [{"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT,
                                        "code_verifier": VERIFIER, "client_id": client},
                                       {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": client}],
                     "/oauth2/logout": [{"id_token_hint": tokens[self.x]["id_token"], "client_id": client}],
                     "/oauth2/revoke": [{"token": self.get_tokens(self.x)["access_token"], "client_id": client}]}
            for path, each in forms.items():
                asked.add(path)
                for form in each:
                    answer = self.ask_as_program(path, form, sent=(client,))
                    if path == "/oauth2/token" and client != mine:
                        self.assertGreaterEqual(answer.status, 400, f"another's program got what was {form['grant_type']}")
        self.assertEqual(addresses - asked, set(), "say here what is asked there")
        for caller in self.callers.values():
            for client in (mine, theirs, nobodys_own):
                query = {"response_type": "code", "client_id": client, "redirect_uri": REDIRECT, "scope": "openid profile email"}
                answer = caller.send(Request("GET", "/oauth2/authorize?" + urllib.parse.urlencode(query), None))
                self.assertEqual(self.y.canary.find_in(answer.bytes(), sent=(client,)), [], caller.name)
        # Who is of another company gets no further.
        anna = self.callers["super_user"].session
        self.assertIn("error=access_denied", redirect_of(anna, log_in_address(anna, theirs)))

    def ask_as_program(self, path: str, form: dict | None = None, sent: tuple = ()) -> Answer:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.world.port, timeout=60)) as connection:
            if form is None:
                connection.request("GET", path)
            else:
                connection.request("POST", path, urllib.parse.urlencode(form),
                                   {"Content-Type": "application/x-www-form-urlencoded"})
            response = connection.getresponse()
            answer = Answer(response.status, response.getheaders(), response.read())
        self.assertEqual(self.y.canary.find_in(answer.bytes(), sent=sent), [], path)
        return answer

    def userinfo(self, token: str) -> Answer:
        bearer = Caller("program", self.world.url, {"Authorization": f"Bearer {token}"})
        answer = bearer.send(Request("GET", "/oauth2/userinfo", None))
        self.assertEqual(answer.status, 200)
        return answer

    def get_code(self, company: Company) -> str:
        anna = self.log_in(company.address("anna"))
        return query_of(redirect_of(anna, log_in_address(anna, self.ids[company]["client"])))["code"]  # she has allowed it before

    def get_tokens(self, company: Company) -> dict:
        form = {"grant_type": "authorization_code", "code": self.get_code(company), "redirect_uri": REDIRECT,
                "code_verifier": VERIFIER, "client_id": self.ids[company]["client"]}
        request = urllib.request.Request(self.world.url + "/oauth2/token", urllib.parse.urlencode(form).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def log_computer_in(self, name: str) -> Caller:
        """Another computer of the first company's office."""
        made = Caller("nobody", self.world.url).send(Request("POST", "/sync/v1/renew", {
            "email": self.x.address("anna"), "password": PASSWORD, "company_uuid": self.ids[self.x]["office"],
            "computer_name": name, "computer_uuid": name}))
        key = json.loads(made.body)
        return Caller("computer", self.world.url, {"Authorization": f"Tusk-Device {key['device_id']}.{key['device_key']}"})

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


if __name__ == "__main__":
    unittest.main()
