"""The audit of access: `tusk-online audit verify` says whether anybody has changed it since it was written."""

import contextlib
import os
import sqlite3
import subprocess
import unittest

from support.world import ANNA, BIN, World


class AuditOfAccess(unittest.TestCase):
    def verify(self, world: World) -> subprocess.CompletedProcess:
        return subprocess.run([BIN / "tusk-online", "audit", "verify", "--config", world.folder / "online.toml"],
                              capture_output=True, text=True, check=False, env={**os.environ, "LANG": "sv_SE.UTF-8"})

    def change(self, world: World, sql: str):
        with contextlib.closing(sqlite3.connect(world.folder / "online" / "directory.db", timeout=30)) as database:
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
                               "WHERE event = 'first_synchronisation'")
            changed = self.verify(world)
            self.assertNotEqual(changed.returncode, 0)
            self.assertIn("FEL. Rad 2", changed.stdout)
            self.assertIn("säkerhetskopia", changed.stderr)


if __name__ == "__main__":
    unittest.main()
