"""Tusk Sync as a system administrator meets it: starting, stopping, and what it says when it can't."""

import os
import socket
import subprocess
import unittest

from support.processes import Program
from support.world import BIN, World

SYNCD = BIN / "tusk-syncd"


def run(*argv) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in (SYNCD, *argv)], capture_output=True, text=True, check=False,
                          timeout=120, stdin=subprocess.DEVNULL)


class SyncService(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.set_up_office()

    def start(self, **env) -> Program:
        program = Program(self.world.news, [SYNCD, "--data", self.world.office], env=env)
        self.addCleanup(lambda: program.is_running() and program.kill())
        return program

    def refused(self, code: int, swedish: str, english: str, *argv):
        done = run(*argv)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(swedish, done.stderr)
        self.assertIn(english, done.stderr)

    def test_it_needs_no_home_where_the_folder_is_named(self):
        done = subprocess.run([SYNCD, "--help"], capture_output=True, text=True, check=False, env={})
        self.assertEqual(done.returncode, 0)
        bare = subprocess.run([SYNCD], capture_output=True, text=True, check=False, env={})
        self.assertEqual(bare.returncode, 3)
        self.assertIn("--data", bare.stderr)

    def test_a_missing_installation_is_explained_in_both_languages(self):
        self.refused(4, "innehåller ingen installation", "holds no installation", "--data",
                     self.world.folder / "none")

    def test_a_wrong_command_line_is_explained_in_both_languages(self):
        self.refused(2, "Kommandoraden är fel", "The command line is wrong", "--interval", 0)
        self.refused(2, "Se tusk-syncd --help", "See tusk-syncd --help", "--nonsense")

    def test_it_says_its_version(self):
        done = run("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^tusk-syncd \d+\.\d+\.\d+\n$")

    def test_it_stops_when_asked_to_and_leaves_a_log(self):
        program = self.start()
        self.assertEqual(program.stop(), 0)
        log = (self.world.office / "log" / "tusk-syncd.log").read_text()
        self.assertIn(" info ready ", log)
        self.assertIn(" info stopped", log)

    def test_a_supervisor_that_asks_is_told_when_it_is_ready(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
            path = str(self.world.folder / "notify")
            supervisor.bind(path)
            supervisor.settimeout(120)
            self.start(NOTIFY_SOCKET=path)
            self.assertEqual(supervisor.recv(100), b"READY=1")
            os.unlink(path)

    def test_a_second_service_for_the_same_office_is_refused_until_the_first_has_gone(self):
        first = self.start()
        self.refused(6, "redan igång", "running already", "--data", self.world.office)
        first.kill()
        self.assertEqual(self.start().stop(), 0)


if __name__ == "__main__":
    unittest.main()
