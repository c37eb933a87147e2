"""A server whose own database role owns nothing: another makes the tables, and row-level security holds for it. TE-3."""

import subprocess
import unittest

import synchronisation_test
from support.world import BIN, World

OWNER = "tusk_owner"


def migrate(database: str, *more: str, language: str = "en") -> subprocess.CompletedProcess:
    return subprocess.run([BIN / "tusk-online", "database", "migrate", "--database", database, *more],
                          env={"LC_ALL": f"{language}.UTF-8"}, capture_output=True, text=True, check=False, timeout=120,
                          stdin=subprocess.DEVNULL)


class SeparateRoles(World):
    """The server logs in as tusk, to a database in which everything belongs to tusk_owner."""

    def __init__(self):
        super().__init__(postgres=True)
        self.postgres.execute(self.databases["online"], f"CREATE ROLE {OWNER} LOGIN")
        self.owner = self.postgres.make_database("separate", OWNER)
        self.databases["online"] = self.postgres.address("separate")
        self.set_database(self.databases["online"])

    def set_database(self, address: str):
        settings = self.folder / "online.toml"
        lines = [line for line in settings.read_text().splitlines() if not line.startswith("database")]
        settings.write_text("\n".join([*lines, f'database = "{address}"']) + "\n")

    def migrate(self):
        self.move_bystander_in()
        done = migrate(self.owner, "--role", "tusk")
        if done.returncode != 0:
            raise AssertionError(done.stderr)

    online_owner = OWNER

    def start_online(self):
        self.migrate()
        super().start_online()


class SynchronisationAsAnotherRole(synchronisation_test.Synchronisation):
    """All that the server does, as a role that may only read and write."""

    @classmethod
    def setUpClass(cls):
        cls.world = SeparateRoles()
        cls.addClassCleanup(cls.world.close)
        cls.world.connect()
        cls.anna = cls.world.log_in()

    # REQ: SEC-5
    def test_the_server_owns_nothing_and_no_policy_is_passed_by(self):
        rows = self.world.postgres.query(
            self.world.databases["online"],
            "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relkind = 'r' AND "
            "relnamespace = 'public'::regnamespace")
        self.assertEqual(rows, [[OWNER]])
        log = self.world.online.output()
        self.assertNotIn("database.no_row_security", log)
        self.assertNotIn("database.slow_search", log)


class LifeAsAnotherRole(unittest.TestCase):
    # REQ: SEC-5
    def test_disconnecting_deletes_the_companys_rows_and_no_others(self):
        with SeparateRoles() as world:
            world.connect()
            world.add_contact(name="Fjällbygg AB")
            online = world.databases["online"]
            others = f"company_id <> {world.bystander.number}"
            count = lambda: int(world.postgres.query(online, f"SELECT count(*) FROM contact WHERE {others}")[0][0])
            world.wait_for(lambda: count() > 0, "the contact to be online")
            world.postgres.execute(online, "SET LOCAL tusk.applying = 'on'; INSERT INTO contact(company_id, id, name) "
                                           "VALUES (4711, 1, 'Another company''s')")
            world.tusk("online", "disconnect", "--yes", "--password-file", world.folder / "password")
            world.wait_for(lambda: count() == 1, "the company's data to be deleted")
            self.assertEqual(world.postgres.query(online, f"SELECT company_id FROM contact WHERE {others}"), [["4711"]])

    # REQ: SEC-5
    def test_a_server_that_may_not_migrate_says_who_must(self):
        with SeparateRoles() as world:
            for language, words in (("sv", "Låt deras ägare göra det"), ("en", "Let their owner do it")):
                done = subprocess.run([BIN / "tusk-online", "--config", world.folder / "online.toml"],
                                      env={"LC_ALL": f"{language}.UTF-8"}, capture_output=True, text=True, check=False,
                                      timeout=60, stdin=subprocess.DEVNULL)
                self.assertEqual(done.returncode, 6, done.stderr)
                self.assertIn(words, done.stderr)
                self.assertIn("tusk-online database migrate", done.stderr)
                self.assertIn("--role tusk", done.stderr)
            world.migrate()
            world.start_online()
            world.online.stop()
            # An update of the program that changes the tables.
            world.postgres.execute(world.databases["online"], "UPDATE schema_version SET registry = ''")
            done = subprocess.run([BIN / "tusk-online", "--config", world.folder / "online.toml"],
                                  capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
            self.assertEqual(done.returncode, 6, done.stderr)

    # REQ: SEC-5
    def test_roles_that_are_under_no_policy_are_refused_and_warned_of(self):
        with SeparateRoles() as world:
            world.move_bystander_in()
            for role in ("superuser", OWNER, "unknown"):
                done = migrate(world.owner, "--role", role, language="sv")
                self.assertEqual(done.returncode, 3, role)
                self.assertIn(role, done.stderr)
            self.assertEqual(migrate("/var/lib/tusk/directory.db").returncode, 3)
            world.set_database(world.postgres.address("separate", "superuser"))
            World.start_online(world)
            self.assertIn("database.no_row_security", world.online.output())


if __name__ == "__main__":
    unittest.main()
