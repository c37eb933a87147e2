"""Tusk Sync as a service of the computer: with the system's own tools and with `tusk service`."""

import os
import socket
import subprocess
import unittest
from pathlib import Path

from support.processes import Program
from support.world import BIN, CommandFailed, World

UNITS = Path(__file__).resolve().parents[2] / "packaging" / "systemd"
MOST_EXPOSED = "15"  # tenths: 1.5 of 10


class Service(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.set_up_office()

    def service(self, verb: str) -> dict:
        return self.world.tusk("service", verb)

    # REQ: SVC-1
    def test_tusk_starts_it_sees_it_and_stops_it(self):
        self.addCleanup(self.service, "stop")
        self.assertEqual(self.service("status")["running"], False)
        self.assertIsNone(self.service("status")["process_id"])
        started = self.service("start")
        self.assertTrue(started["running"])
        command = Path(f"/proc/{started['process_id']}/cmdline").read_bytes().split(b"\0")
        self.assertTrue(command[0].endswith(b"tusk-syncd"), command)
        # It is nobody's child and lives on; starting it again is nothing new.
        self.assertEqual(self.service("start")["process_id"], started["process_id"])
        self.assertEqual(self.service("status")["process_id"], started["process_id"])
        self.assertIn("ready", Path(started["log"]).read_text())
        self.assertFalse(self.service("stop")["running"])
        self.assertFalse(self.service("stop")["running"])
        self.assertFalse(Path(f"/proc/{started['process_id']}/exe").exists())

    # REQ: SVC-1, SVC-2
    def test_it_tells_the_truth_of_one_that_was_started_otherwise_and_of_one_that_crashed(self):
        program = Program(self.world.news, [BIN / "tusk-syncd", "--data", self.world.office])
        self.assertEqual(self.service("status")["process_id"], program.process.pid)
        program.kill()
        self.assertFalse(self.service("status")["running"])
        for language, words in (("sv", "Tusk Sync går inte på den här datorn"),
                                ("en", "Tusk Sync is not running on this computer")):
            text = self.world.run("service", "status", "--data", self.world.office, language=language).stdout
            self.assertIn(words, text)
            self.assertIn("tusk service start", text)
            self.assertIn("systemd", text)

    def test_one_that_cannot_start_says_why(self):
        key = self.world.office / "keys" / "computer.key"
        key.unlink(missing_ok=True)
        key.write_text("not a key")
        key.chmod(0o600)
        self.addCleanup(key.unlink)
        with self.assertRaises(CommandFailed) as failed:
            self.service("start")
        self.assertIn("tusk-syncd did not start", failed.exception.err)
        self.assertIn("is damaged", failed.exception.err)

    # REQ: SVC-1
    def test_the_supervisor_is_told_of_start_life_and_stop(self):
        (self.world.folder / "server.toml").write_text(
            f'listen_port = {self.world.port}\npublic_url = "{self.world.url}"\n'
            f'data_folder = "{self.world.folder / "server"}"\n')
        for argv in ([BIN / "tusk-syncd", "--data", self.world.office],
                     [BIN / "tusk-online", "--config", self.world.folder / "server.toml"]):
            with self.subTest(argv[0].name), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
                path = str(self.world.folder / "notify")
                supervisor.bind(path)
                supervisor.settimeout(120)
                program = Program(self.world.news, argv, env={"NOTIFY_SOCKET": path})
                self.assertEqual(supervisor.recv(100), b"READY=1")
                self.assertEqual(supervisor.recv(100), b"WATCHDOG=1")
                self.assertEqual(supervisor.recv(100), b"WATCHDOG=1")
                self.assertEqual(program.stop(), 0)
                heard = b""
                while heard != b"STOPPING=1":
                    heard = supervisor.recv(100)
                os.unlink(path)

    # REQ: SVC-1
    def test_the_units_shut_the_programs_in_and_start_them_anew(self):
        units = sorted(UNITS.glob("*.service"))
        self.assertEqual([unit.name for unit in units], ["tusk-api.service", "tusk-online.service", "tusk-syncd.service"])
        for unit in units:
            with self.subTest(unit.name):
                done = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--no-pager",
                                       f"--threshold={MOST_EXPOSED}", unit], capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertIn("Overall exposure level", done.stdout)
                text = unit.read_text()
                for line in ("Type=notify", "Restart=always", "WatchdogSec=300", "WantedBy=multi-user.target"):
                    self.assertIn(line, text.splitlines())

    def test_the_units_are_what_systemd_understands(self):
        for unit in UNITS.glob("*.service"):
            copy = self.world.folder / unit.name
            # The programs as they are here; their paths are looked at.
            copy.write_text(unit.read_text().replace("/usr/bin/", f"{BIN.resolve()}/"))
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True,
                                  check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
