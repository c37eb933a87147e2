"""The office's own REST interface with the real program: keys, rights, log-ins, and what strangers try."""

import json
import threading
import unittest

from support.api import Api, Client, add_api_user, add_key
from support.logged_in import sessions
from support.online import RestError
from support.processes import Program
from support.world import BIN, CommandFailed, World

SHOP = "Webbutiken"


class OfficeApi(unittest.TestCase):
    postgres = False

    @classmethod
    def setUpClass(cls):
        cls.world = World(postgres=cls.postgres)
        cls.addClassCleanup(cls.world.close)
        cls.world.set_up_office()
        cls.key = add_api_user(cls.world, SHOP)
        cls.api = Api(cls.world)
        cls.addClassCleanup(cls.stop, cls.api)
        cls.shop = Client(cls.api.url, cls.key)

    @staticmethod
    def stop(api: Api):
        if api.is_running():
            api.kill()

    def start(self, *words) -> Api:
        """Another, with its own settings."""
        api = Api(self.world, *words)
        self.addCleanup(self.stop, api)
        return api

    def refused(self, status: int, call, *words, **fields) -> RestError:
        with self.assertRaises(RestError) as failed:
            call(*words, **fields)
        self.assertEqual(failed.exception.status, status, failed.exception.body)
        return failed.exception

    def command_failed(self, code: int, *argv) -> dict:
        with self.assertRaises(CommandFailed) as failed:
            self.world.tusk(*argv)
        self.assertEqual(failed.exception.code, code, failed.exception.err)
        return json.loads(failed.exception.err)["error"]

    def session_of(self, name: str) -> dict | None:
        return next((one for one in sessions(self.world) if one["name"] == name), None)

    def wait_until_nobody_is_logged_in(self):
        self.world.wait_for(lambda: not sessions(self.world), "nobody to be logged in")

    # ---- records ----

    def test_records_are_made_read_changed_and_deleted_under_the_programs_name(self):
        made = self.shop.create("contact", name="Ahlgrens Bygg", credit_limit=5_000_000)
        self.assertEqual(made["created_by"], SHOP)
        self.assertEqual(made["fields"]["credit_limit"], 5_000_000)  # of the office alone
        changed = self.shop.change(made, discount=1000, phone="08-123 45 67")
        self.assertNotEqual(changed["etag"], made["etag"])
        in_office = self.world.tusk("record", "get", "contact", made["id"])
        self.assertEqual((in_office["changed_by"], in_office["fields"]["discount"]), (SHOP, 1000))
        self.world.tusk("record", "set", "contact", made["id"], "city=Umeå")
        self.shop.delete(self.shop.record("contact", made["id"]))
        self.refused(404, self.shop.record, "contact", made["id"])

    def test_an_outdated_record_is_refused_with_the_record_as_it_is(self):
        made = self.shop.create("contact", name="Cederlunds Café")
        self.world.tusk("record", "set", "contact", made["id"], "city=Luleå")
        for call in (lambda: self.shop.change(made, city="Umeå"), lambda: self.shop.delete(made)):
            error = self.refused(412, call)
            self.assertEqual(error.body["current"]["fields"]["city"], "Luleå")
            self.assertIn("Anna Berg", error.body["error"]["message"])
        self.assertEqual(self.shop.change(error.body["current"], city="Umeå")["fields"]["city"], "Umeå")
        error = self.refused(400, self.shop.request, "PATCH", f"/records/contact/{made['id']}", {"fields": {"city": "x"}})
        self.assertEqual(error.body["error"]["problems"][0]["field"], "If-Match")

    def test_what_only_the_office_has_changes_the_entity_tag_too(self):
        made = self.shop.create("contact", name="Dals Snickeri")
        self.world.tusk("record", "set", "contact", made["id"], "credit_limit=100")
        self.refused(412, self.shop.change, made, city="Umeå")

    def test_a_list_is_searched_filtered_sorted_and_paged_with_names_of_what_is_referred_to(self):
        employee = self.shop.list("employee")["records"][0]["id"]
        for name in ("Xaver Ett", "Xaver Två", "Xaver Tre"):
            self.shop.create("contact", name=name, our_reference=employee)
        page = self.shop.list("contact", q="xaver", sort="-name", limit=2)
        self.assertEqual([r["fields"]["name"] for r in page["records"]], ["Xaver Två", "Xaver Tre"])
        self.assertEqual((page["total"], page["references"]["employee"][str(employee)]), (3, "Anna Berg"))
        rest = self.shop.list("contact", q="xaver", sort="-name", limit=2, cursor=page["next_cursor"])
        self.assertEqual([r["fields"]["name"] for r in rest["records"]], ["Xaver Ett"])
        self.assertEqual(self.shop.names(filter="name:eq:Xaver Ett"), ["Xaver Ett"])
        self.assertEqual(self.shop.names(q="xaver", filter="credit_limit:gt:1"), [])
        for query in ({"filter": "name"}, {"filter": "nothing:eq:1"}, {"sort": "nothing"}, {"limit": 0}):
            self.refused(400, self.shop.list, "contact", **query)

    def test_many_requests_at_once_lose_nothing(self):
        failures = []

        def work(number: int):
            try:
                for i in range(10):
                    self.shop.create("contact", name=f"Samtidig {number}-{i}")
            except Exception as error:  # noqa: BLE001 - told below
                failures.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(len(set(self.shop.names(q="samtidig", limit=500))), 60)

    def test_the_interface_describes_itself_to_everybody(self):
        stranger = Client(self.api.url, None)
        self.assertEqual(stranger.send("GET", "/healthz").status, 200)
        described = stranger.send("GET", "/openapi.json").json()
        self.assertIn("credit_limit", described["components"]["schemas"]["ContactFields"]["properties"])
        self.assertNotIn("/api/v1/session", described["paths"])

    def test_every_address_but_the_open_ones_asks_for_a_key_first(self):
        described = Client(self.api.url, None).send("GET", "/openapi.json").json()
        api = self.start()
        asked = 0
        for path, operations in described["paths"].items():
            for method, operation in operations.items():
                if operation["x-permission"] == "everyone":
                    continue
                asked += 1
                path = path.replace("{type}", "contact").replace("{id}", "1")
                answer = Client(api.url, None).send(method.upper(), path, b"{}" if method in ("post", "patch") else None)
                self.assertEqual(answer.status, 401, f"{method} {path}")
        self.assertGreaterEqual(asked, 5)

    # ---- keys ----

    def test_no_key_a_wrong_one_and_a_revoked_one_open_nothing(self):
        key = add_key(self.world, SHOP)
        self.assertTrue(Client(self.api.url, key).list("contact"))
        self.world.tusk("api-user", "key", "revoke", SHOP, key[:17])
        other = self.start()  # its budget for strangers is its own
        for wrong, says in ((None, "Send an API user's key"), (key, "no longer"), ("tusk_", "no longer"),
                            (self.key[:-1] + ("0" if self.key[-1] != "0" else "1"), "no longer")):
            answer = Client(other.url, wrong).send("GET", "/api/v1/records/contact")
            self.assertEqual(answer.status, 401)
            self.assertIn(says, answer.message())
            self.assertIn("Bearer", answer.headers["WWW-Authenticate"])
        listed = {one["name"]: one for one in self.world.tusk("api-user", "key", "list", SHOP)["keys"]}
        self.assertEqual(listed[key[:17]]["revoked_by"], "Anna Berg")
        self.assertIsNotNone(listed[self.key[:17]]["last_used_at"])

    def test_who_is_deactivated_is_kept_out_and_logged_out(self):
        key = add_api_user(self.world, "Kassan")
        client = Client(self.api.url, key)
        client.list("contact")
        self.assertTrue(self.session_of("Kassan"))
        self.world.tusk("api-user", "set", "Kassan", "--active", "no")
        self.refused(401, client.list, "contact")
        self.world.wait_for(lambda: not self.session_of("Kassan"), "Kassan to be logged out")
        self.world.tusk("api-user", "set", "Kassan", "--active", "yes")
        client.list("contact")

    def test_who_tries_keys_is_slowed_down_and_others_are_not(self):
        api = self.start()
        answers = [Client(api.url, f"tusk_{number:012x}_{number:064x}").send("GET", "/api/v1/records/contact")
                   for number in range(25)]
        self.assertEqual([answer.status for answer in answers[:15]], [401] * 15)
        self.assertEqual(answers[-1].status, 429)
        self.assertGreater(int(answers[-1].headers["Retry-After"]), 0)
        self.assertTrue(Client(api.url, self.key).list("contact"))

    def test_keys_are_nowhere_but_where_they_were_shown(self):
        file = self.world.folder / "shop.key"
        self.assertNotIn("key", self.world.tusk("api-user", "key", "add", SHOP, "--label", "Fil", "--key-file", file))
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        key = file.read_text().strip()
        client = Client(self.api.url, key)
        client.create("contact", name="Nyckelprovet")
        client.send("GET", f"/api/v1/records/nothing?key={key}")
        client.send("GET", "/api/v1/records/contact", Authorization="Bearer " + key[:-2])
        error = self.command_failed(4, "api-user", "key", "revoke", SHOP, key)
        self.assertNotIn(key[17:], json.dumps(error))
        self.assertEqual(self.command_failed(3, "api-user", "key", "add", SHOP, "--label", "x", "--key-file", file)
                         ["problems"][0]["field"], "key-file")
        places = [path for path in self.world.office.rglob("*") if path.is_file()]
        self.assertIn("tusk-api.log", [path.name for path in places])
        for path in places:
            self.assertNotIn(key[18:50].encode(), path.read_bytes(), path)
        self.assertNotIn(key[18:50], self.api.output())

    # ---- rights ----

    def test_what_the_access_profile_does_not_allow_is_refused_and_named(self):
        reader = Client(self.api.url, add_api_user(self.world, "Läsaren", "Läsbehörighet"))
        nobody = Client(self.api.url, add_api_user(self.world, "Ingen", "-"))
        contact = self.shop.create("contact", name="Rättigheter AB")
        self.assertTrue(reader.record("contact", contact["id"]))
        for call in (lambda: reader.create("contact", name="x"), lambda: reader.change(contact, city="x"),
                     lambda: reader.delete(contact)):
            message = self.refused(403, call).body["error"]["message"]
            self.assertIn("Contacts: Läsaren may not change the register", message)
        for call in (lambda: nobody.list("contact"), lambda: nobody.record("contact", contact["id"])):
            self.assertIn("Contacts: Ingen may not read the register",
                          self.refused(403, call).body["error"]["message"])
        # A profile that is changed counts at once.
        self.world.tusk("api-user", "set", "Ingen", "--profile", "Läsbehörighet")
        self.assertTrue(nobody.record("contact", contact["id"]))

    def test_names_from_registers_that_may_not_be_read_are_left_out(self):
        employee = self.shop.list("employee")["records"][0]["id"]
        self.world.tusk("record", "add", "access_profile", "name=Bara kontakter", "contacts=full", "employees=none",
                        "settings=none")
        client = Client(self.api.url, add_api_user(self.world, "Nyhetsbrevet", "Bara kontakter"))
        client.create("contact", name="Hemlig ansvarig", our_reference=employee)
        self.assertNotIn("employee", client.list("contact", q="hemlig")["references"])
        self.refused(403, client.list, "employee")

    def test_no_key_gives_itself_more(self):
        client = Client(self.api.url, add_api_user(self.world, "Allt", "Superanvändare"))
        profiles = client.list("access_profile")["records"]
        user = client.list("user")["records"][0]
        self.refused(403, client.create, "access_profile", name="Ny")
        for record, fields in ((profiles[0], {"contacts": "none"}), (user, {"access_profile": profiles[0]["id"]})):
            self.refused(403, client.change, record, **fields)

    # ---- log-ins ----

    # REQ: FST-1, FST-2
    def test_a_program_that_is_logged_in_is_named_and_a_hold_keeps_it_out(self):
        self.shop.list("contact")
        one = self.session_of(SHOP)
        self.assertEqual((one["kind"], one["program"], one["process_id"], one["user_name"]),
                         ("api_user", "tusk api", self.api.process.pid, None))
        self.assertEqual(one["company"]["name"], "Norrsken Bygg AB")
        error = self.command_failed(6, "company", "hold")
        self.assertIn(f"{SHOP} (API user, tusk api)", error["message"])
        self.world.tusk("session", "end", one["id"])
        for other in sessions(self.world):  # of the other tests' programs
            if not other["ended_by"]:
                self.world.tusk("session", "end", other["id"])
        holder = Program(self.world.news, [BIN / "tusk", "company", "hold", "--reason", "Återställning pågår", "--user",
                                           "anna", "--data", self.world.office], ready="Ctrl-C.")
        self.addCleanup(lambda: holder.is_running() and holder.kill())
        told = self.refused(401, self.shop.list, "contact")
        self.assertIn("Anna Berg", told.body["error"]["message"])
        held = self.refused(503, self.shop.list, "contact")
        self.assertGreater(held.retry_after, 0)
        for text in ("Återställning pågår", "Anna Berg", "Norrsken Bygg AB"):
            self.assertIn(text, held.body["error"]["message"])
        self.refused(503, self.shop.create, "contact", name="Medan det hålls")
        holder.stop()
        self.assertTrue(self.shop.list("contact"))
        self.assertGreater(self.session_of(SHOP)["id"], one["id"])

    def test_who_is_silent_is_logged_out_and_comes_back_by_itself(self):
        key = add_api_user(self.world, "Sällan")
        api = self.start("--idle", "1")
        client = Client(api.url, key)
        client.create("contact", name="Första")
        self.world.wait_for(lambda: not self.session_of("Sällan"), "the silent program to be logged out")
        client.create("contact", name="Andra")
        self.assertTrue(self.session_of("Sällan"))

    def test_it_ends_cleanly_and_after_a_crash_nobody_is_logged_in(self):
        key = add_api_user(self.world, "Kort")
        api = self.start()
        Client(api.url, key).list("contact")
        self.assertTrue(self.session_of("Kort"))
        self.assertEqual(api.stop(), 0)
        self.assertFalse(self.session_of("Kort"))
        api = self.start()
        Client(api.url, key).list("contact")
        api.kill()
        self.world.wait_for(lambda: not self.session_of("Kort"), "who was killed to be logged out")

    # ---- what strangers try ----

    def test_what_is_too_large_too_deep_or_not_json_is_refused(self):
        post = lambda body, **headers: self.shop.send("POST", "/api/v1/records/contact", body, **headers)  # noqa: E731
        self.assertEqual(post(b'{"fields":{"name":"' + b"x" * 2_000_000 + b'"}}').status, 413)
        self.assertEqual(post(b'{"fields":' + b"[" * 100 + b"]" * 100 + b"}").status, 400)
        self.assertEqual(post(b'{"fields":{"name":"x"}').status, 400)
        self.assertEqual(post(b"name=x", Content_Type="application/x-www-form-urlencoded").status, 400)
        unknown = post(b'{"fields":{"namn":"x","company_id":2}}')
        self.assertEqual((unknown.status, len(unknown.json()["error"]["problems"])), (400, 2))
        self.assertEqual(post(b'{"fields":{"name":"x"}}', Origin="https://evil.example").status, 403)
        self.assertEqual(self.shop.send("GET", "/api/v1/records/contact", Host="evil.example").status, 421)
        for path in ("/api/v1/records/nothing", "/api/v1/records/system_api_key", "/api/v1/records/contact/x",
                     "/api/v1/session", "/sync/v1/round", "/"):
            self.assertIn(self.shop.send("GET", path).status, (404, 405), path)

    def test_others_than_this_computer_are_served_over_tls_alone(self):
        words = ("api", "--port", "0", "--address", "0.0.0.0", "--data", self.world.office)
        refused = self.world.run(*words)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("must be encrypted", refused.stderr)
        half = self.world.run(*words, "--tls-key", "/nothing")
        self.assertIn("--tls-certificate", half.stderr)
        certificate, key = self.world.make_certificate("api", "DNS:localhost")
        api = Api(self.world, "--address", "0.0.0.0", "--tls-certificate", certificate, "--tls-key", key,
                  host="localhost", scheme="https")
        self.addCleanup(self.stop, api)
        self.assertTrue(Client(api.url, self.key, certificate).list("contact"))
        key.chmod(0o644)
        self.assertNotEqual(self.world.run(*words, "--tls-certificate", certificate, "--tls-key", key).returncode, 0)


class TwoCompanies(unittest.TestCase):
    def test_a_key_reaches_its_own_company_and_no_other(self):
        world = World()
        self.addCleanup(world.close)
        world.set_up_office()
        world.tusk("company", "add", "Dal AB")
        first = add_api_user(world, SHOP, "Standard", "--company", "1")
        second = add_api_user(world, SHOP, "Standard", "--company", "2")
        api = Api(world)
        self.addCleanup(OfficeApi.stop, api)
        norrsken, dal = Client(api.url, first), Client(api.url, second)
        made = norrsken.create("contact", name="Norrskens kund")
        own = dal.create("contact", name="Dals kund")
        for query in ({}, {"company": 1}, {"company_id": 1}):
            self.assertEqual(dal.names(**query), ["Dals kund"])
        self.assertEqual(norrsken.names(), ["Norrskens kund"])
        # Ids of two companies may be the same: then they are other records.
        self.assertEqual(dal.record("contact", own["id"])["fields"]["name"], "Dals kund")
        if made["id"] != own["id"]:
            self.assertEqual(dal.send("GET", f"/api/v1/records/contact/{made['id']}").status, 404)
        mixed = Client(api.url, second[:17] + first[17:])
        self.assertEqual(mixed.send("GET", "/api/v1/records/contact").status, 401)
        self.assertEqual({one["company"]["number"] for one in sessions(world)}, {1, 2})
        with self.assertRaises(CommandFailed):
            world.tusk("api-user", "key", "revoke", SHOP, first[:17], "--company", "2")


class Restored(unittest.TestCase):
    postgres = False

    def test_a_restore_waits_for_programs_and_they_go_on_with_what_was_put_back(self):
        world = World(postgres=self.postgres)
        self.addCleanup(world.close)
        world.set_up_office()
        shop_key = add_api_user(world, SHOP)
        api = Api(world)
        self.addCleanup(OfficeApi.stop, api)
        shop = Client(api.url, shop_key)
        shop.create("contact", name="Före kopian")
        file = world.folder / "norrsken.tusk"
        world.tusk("backup", file)
        shop.create("contact", name="Efter kopian")
        with self.assertRaises(CommandFailed) as refused:
            world.tusk("restore", file)
        self.assertIn(f"{SHOP} (API user, tusk api)", refused.exception.err)
        world.tusk("session", "end", sessions(world)[0]["id"])
        world.wait_for(lambda: not sessions(world), "the program to leave the company")
        world.tusk("restore", file)
        with self.assertRaises(RestError) as told:
            shop.list("contact")
        self.assertEqual(told.exception.status, 401)
        self.assertEqual(shop.names(), ["Före kopian"])
        shop.create("contact", name="Efter återställningen")
        self.assertEqual([contact["fields"]["name"] for contact in world.list("contact")],
                         ["Efter återställningen", "Före kopian"])


class Synchronised(unittest.TestCase):
    def test_what_a_program_changes_is_synchronised_as_any_other_change(self):
        world = World()
        self.addCleanup(world.close)
        world.connect()
        api = Api(world)
        self.addCleanup(OfficeApi.stop, api)
        shop = Client(api.url, add_api_user(world, SHOP))
        anna = world.log_in()
        made = shop.create("contact", name="Från butiken", credit_limit=100)
        online = world.wait_for(lambda: anna.find("contact", made["id"]), "the contact to be online")
        self.assertEqual((online["created_by"], online["fields"]["name"]), (SHOP, "Från butiken"))
        self.assertNotIn("credit_limit", online["fields"])

        # Both sides at once, different fields: both stay.
        anna.change("contact", made["id"], city="Luleå")
        while True:
            try:
                shop.change(shop.record("contact", made["id"]), phone="08-123 45 67")
                break
            except RestError as error:  # the round came between
                self.assertEqual(error.status, 412)
        wanted = {"city": "Luleå", "phone": "08-123 45 67"}
        for side in (anna, shop):
            world.wait_for(lambda side=side: wanted.items() <= side.record("contact", made["id"])["fields"].items(),
                           "both fields on both sides")
        shop.delete(shop.record("contact", made["id"]))
        world.wait_for(lambda: not anna.find("contact", made["id"]), "the contact to be gone online")


if __name__ == "__main__":
    unittest.main()
