"""The PostgreSQL servers of the tests are no burden to the machine: they go with the test, killed or not."""

import os
import signal
import subprocess
import sys
import unittest
from pathlib import Path

from support.postgres import Postgres
from support.processes import News

TESTS = Path(__file__).resolve().parents[1]
OWNER = """
import sys
sys.dont_write_bytecode = True
from support.postgres import Postgres
server = Postgres()
print(server.folder, flush=True)
sys.stdin.read()
"""


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def process_of(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


class PostgresSupport(unittest.TestCase):
    def test_a_server_is_gone_once_it_is_closed(self):
        server = Postgres()
        process = process_of(server.folder)
        self.assertTrue(is_running(process))
        server.close()
        self.assertFalse(is_running(process))
        self.assertFalse(server.folder.exists())

    def test_a_server_goes_with_the_test_that_is_killed(self):
        owner = subprocess.Popen([sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 text=True, env={**os.environ, "PYTHONPATH": str(TESTS)})
        folder = Path(owner.stdout.readline().strip())
        process = process_of(folder)
        self.assertTrue(is_running(process))
        owner.send_signal(signal.SIGKILL)
        owner.communicate()
        News().wait_for(lambda: not is_running(process) and not folder.exists(), "the server to stop")


if __name__ == "__main__":
    unittest.main()
