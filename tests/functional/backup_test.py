"""Backup and restore with the real programs: while connected, refused, anew, between engines, killed half-way."""

import json
import random
import subprocess
import unittest
from pathlib import Path

from support.world import BIN, CommandFailed, World


class Backups(unittest.TestCase):
    def make_world(self, **options) -> World:
        world = World(**options)
        self.addCleanup(world.close)
        return world

    def refused(self, world: World, code: int, *argv) -> str:
        with self.assertRaises(CommandFailed) as failed:
            world.tusk(*argv)
        self.assertEqual(failed.exception.code, code, failed.exception.err)
        return json.loads(failed.exception.err)["error"]["message"]

    def names(self, world: World, *more) -> list[str]:
        return sorted(c["fields"]["name"] for c in world.tusk("record", "list", "contact", "--limit", 500, *more)["records"])

    # REQ: BAK-1, BAK-2, BAK-3
    def test_a_connected_company_is_backed_up_but_restored_only_when_it_is_disconnected(self):
        world = self.make_world()
        world.connect()
        world.add_contact(name="Åkessons Plåt AB")
        file = world.folder / "norrsken.tusk"
        backup = world.tusk("backup", file)
        self.assertTrue(backup["verified"])
        self.assertEqual(backup["sections"]["contact"], 1)
        later = world.add_contact(name="Senare AB")
        message = self.refused(world, 6, "restore", file)
        self.assertIn("Disconnect it", message)
        self.assertIn("connected", self.refused(world, 6, "restore", file, "--as-new"))
        self.assertEqual(self.names(world), ["Senare AB", "Åkessons Plåt AB"])

        world.tusk("online", "disconnect", "--yes", "--password-file", world.folder / "password")
        restored = world.tusk("restore", file)
        self.assertTrue(Path(restored["kept_aside"]).exists())
        self.assertEqual(self.names(world), ["Åkessons Plåt AB"])
        again = world.add_contact(name="Ny efteråt AB")
        self.assertNotEqual(again, later)

        # Anew, with the service that ran all the while.
        world.tusk("online", "connect", world.url, "--email", "anna@norrsken.example", "--password-file",
                   world.folder / "password")
        world.wait_until_synchronised()
        anna = world.log_in()
        self.assertEqual(sorted(c["fields"]["name"] for c in anna.list("contact")),
                         ["Ny efteråt AB", "Åkessons Plåt AB"])
        made = anna.create("contact", name="Från webben AB")
        world.wait_for(lambda: made["id"] in [c["id"] for c in world.tusk("record", "list", "contact")["records"]],
                       "the contact from the web to be in the office")

    def test_a_password_seals_a_backup_and_damage_is_told(self):
        world = self.make_world()
        world.set_up_office()
        file = world.folder / "sealed.tusk"
        world.tusk("backup", file, "--password-file", world.folder / "password")
        self.assertNotIn(b"Norrsken", file.read_bytes())
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.refused(world, 6, "backup", file)
        self.refused(world, 3, "restore", file)
        verified = world.tusk("backup", "verify", file, "--password-file", world.folder / "password")
        self.assertEqual(verified["company_name"], "Norrsken Bygg AB")
        world.tusk("restore", file, "--password-file", world.folder / "password")
        damaged = bytearray(file.read_bytes())
        damaged[len(damaged) // 2] ^= 4
        file.write_bytes(damaged)
        self.assertIn("is damaged in block",
                      self.refused(world, 3, "restore", file, "--password-file", world.folder / "password"))
        said = world.run("backup", "verify", file, "--password-file", world.folder / "password", language="sv_SE")
        self.assertIn("är skadat i block", said.stderr)
        self.assertEqual(world.tusk("company", "show")["fields"]["name"], "Norrsken Bygg AB")

    def there_and_back(self, first: World, second: World):
        """From one engine to the other: everything the second holds is what the first held."""
        first.set_up_office()
        first.add_contact(name="Å \"Citat\" \\ 🐘", note="rad 1\nrad 2", discount="7,5", credit_limit="5000")
        first.tusk("user", "add", "erik", "--full-name", "Erik Lind")
        folder = first.folder / "all"
        first.tusk("backup", "--all", folder)
        target = ["--database", second.postgres.make_database("restored")] if second.postgres else []
        second.tusk("restore", "--all", folder, *target)
        for record_type in ("company", "contact", "employee", "user", "property", "access_profile"):
            wanted, got = [sorted(
                (record["id"], record["changed_at"], json.dumps(record["fields"], sort_keys=True))
                for record in world.tusk("record", "list", record_type, "--limit", 500, "--user", "anna")["records"])
                for world in (first, second)]
            self.assertEqual(got, wanted, record_type)
        self.assertEqual([u["user_name"] for u in second.tusk("user", "list", "--user", "anna")["users"]],
                         ["anna", "erik"])
        self.assertEqual(second.tusk("licence", "show")["holder"], "Norrsken Bygg AB")

    # REQ: BAK-3
    def test_an_installation_moves_from_sqlite_to_postgresql(self):
        self.there_and_back(self.make_world(), self.make_world(postgres=True))

    # REQ: BAK-3
    def test_an_installation_moves_from_postgresql_to_sqlite(self):
        self.there_and_back(self.make_world(postgres=True), self.make_world())

    def kill_at_random_points(self, world: World):
        """Killed with -9 at any point, a restore leaves the old or the new."""
        world.set_up_office()
        for number in range(30):
            world.add_contact(name=f"Gammal {number}")
        file = world.folder / "a.tusk"
        world.tusk("backup", file)
        world.add_contact(name="Efter kopian")
        old, new = self.names(world), [name for name in self.names(world) if name != "Efter kopian"]
        seed = random.SystemRandom().randrange(1 << 32)
        chance = random.Random(seed)
        for attempt in range(12):
            with self.subTest(seed=seed, attempt=attempt):
                restore = subprocess.Popen([BIN / "tusk", "restore", file, "--data", world.office],
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                try:
                    restore.wait(timeout=chance.uniform(0, 2))
                except subprocess.TimeoutExpired:
                    restore.kill()
                    restore.wait()
                names = self.names(world)
                self.assertIn(names, (old, new))
                if names == new:
                    world.add_contact(name="Efter kopian")
        world.tusk("restore", file)
        self.assertEqual(self.names(world), new)
        self.assertEqual(list((world.office / "companies").glob("*.loading*")), [])

    # REQ: BAK-3
    def test_a_restore_that_is_killed_leaves_the_old_or_the_new(self):
        self.kill_at_random_points(self.make_world())

    # REQ: BAK-3
    def test_the_same_on_postgresql(self):
        self.kill_at_random_points(self.make_world(postgres=True))


if __name__ == "__main__":
    unittest.main()
