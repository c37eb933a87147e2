"""When synchronisation does not work: which of the causes it is, and what to do, with the real programs."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import unittest

from support.computers import Computer
from support.processes import Program
from support.world import ANNA, BIN, World


class Diagnosis(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.connect()

    def wait_for_cause(self, cause: str | None) -> dict:
        return self.world.wait_for(lambda: self.world.status() if self.world.status()["cause"] == cause else None,
                                   f"the cause {cause}")

    def assert_said(self, cause: str, swedish: str, english: str):
        """In the status and under the log, in both languages."""
        self.wait_for_cause(cause)
        for language, words in (("sv", swedish), ("en", english)):
            for command in ("status", "log"):
                text = self.world.run("online", command, "--data", self.world.office, language=language).stdout
                self.assertIn(words, text)

    def assert_it_works_again(self):
        self.wait_for_cause(None)
        self.world.wait_until_synchronised()

    # REQ: SYN-6
    def test_the_service_was_stopped_and_is_started_as_told(self):
        self.world.syncd.stop()
        self.assert_said("service_stopped", "Starta den: tusk service start", "Start it: tusk service start")
        self.world.tusk("service", "start")
        self.assert_it_works_again()
        self.world.tusk("service", "stop")
        self.world.start_syncd()
        self.assert_it_works_again()

    # REQ: SYN-6
    def test_the_service_has_crashed(self):
        self.world.syncd.kill()
        self.assert_said("service_stopped", "Tusk Sync går inte på", "Tusk Sync is not running on")
        self.world.start_syncd()
        self.assert_it_works_again()

    # REQ: SYN-6
    def test_the_server_is_down(self):
        self.world.online.stop()
        self.assert_said("server_down", "svarar inte som den ska", "does not answer as it should")
        self.world.start_online()
        self.assert_it_works_again()

    # REQ: SYN-6
    def test_there_is_no_line(self):
        self.world.syncd.stop()
        # In a name space where there is no network at all.
        alone = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
        self.world.syncd = Program(self.world.news, [*alone, BIN / "tusk-syncd", "--data", self.world.office,
                                                     "--interval", 1])
        self.assert_said("no_line", "har kontakt med Internet", "has a connection to the Internet")
        self.world.syncd.stop()
        self.world.start_syncd()
        self.assert_it_works_again()

    # REQ: SYN-6, REC-1
    def test_the_log_in_is_refused_and_a_new_key_mends_it(self):
        with contextlib.closing(sqlite3.connect(self.world.folder / "online" / "directory.db", timeout=30)) as directory:
            directory.execute("UPDATE directory_device SET revoked = 1")
            directory.commit()
        self.assert_said("login_refused", "tusk online update", "tusk online update")
        self.world.tusk("online", "update", "--password-file", self.world.folder / "password")
        self.assert_it_works_again()

    # REQ: SYN-6
    def test_the_server_is_older(self):
        self.world.behind_the_back("online", "UPDATE sync_state SET schema_version = schema_version - 1")
        self.assert_said("version", "Uppdatera den sida som är äldst", "Update the side that is older")
        self.world.behind_the_back("online", "UPDATE sync_state SET schema_version = schema_version + 1")
        self.assert_it_works_again()

    # REQ: SYN-6
    def test_zz_one_side_was_put_back(self):
        self.world.behind_the_back("online", "UPDATE sync_state SET peer_sequence = peer_sequence + 1000")
        self.assert_said("rewound", "tusk online update", "tusk online update")


class Certificate(unittest.TestCase):
    # REQ: SYN-6
    def test_the_certificate_is_not_trusted(self):
        with World() as world:
            certificate = world.serve_over_tls("localhost", "DNS:localhost")
            world.set_up_office()
            world.start_online()
            world.tusk("online", "connect", world.url, "--email", ANNA, "--create-identity", "--person-name", "Anna Berg",
                       "--password-file", world.folder / "password", "--ca-file", certificate, "--no-wait")
            trusting = Program(world.news, [BIN / "tusk-syncd", "--data", world.office, "--interval", 1, "--ca-file",
                                            certificate])
            world.syncd = trusting
            world.wait_until_synchronised()
            trusting.stop()
            world.start_syncd()
            status = world.wait_for(lambda: world.status() if world.status()["cause"] == "certificate" else None,
                                    "the certificate to be refused")
            self.assertIn(world.url, status["remedy"])
            self.assertEqual(status["state"], "failing")


class FullDisk(unittest.TestCase):
    # REQ: SYN-6
    def test_the_office_disk_is_full(self):
        if os.geteuid() != 0:
            self.fail("a small disk has to be mounted: run this test as root")
        with World() as world:
            world.office.mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=0700", "tmpfs", world.office], check=True)
            try:
                world.connect()
                filler = world.office / "filler"
                with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
                    while True:
                        file.write(bytes(1 << 16))
                self.assertLess(shutil.disk_usage(world.office).free, 1 << 20)
                status = world.status()
                self.assertEqual(status["cause"], "disk_full")
                self.assertIn(str(world.office), status["remedy"])
                filler.unlink()
                world.wait_for(lambda: world.status()["cause"] is None, "the office to work again")
                world.add_contact(name="Efter den fulla disken")
                world.wait_until_synchronised()
                self.assertIn("Efter den fulla disken",
                              [one["fields"]["name"] for one in world.log_in().list("contact")])
            finally:
                world.syncd.kill()
                subprocess.run(["umount", "--lazy", world.office], check=True)


class OtherComputer(unittest.TestCase):
    # REQ: SYN-6, PCS-2
    def test_the_computer_that_synchronises_is_off(self):
        with World(postgres=True) as world:
            world.connect()
            second = Computer(world, "KONTOR-2")
            self.addCleanup(second.close)
            world.syncd.kill()
            status = second.tusk("online", "status")
            self.assertEqual((status["state"], status["cause"]), ("service_stopped", "computer_off"))
            self.assertIn(os.uname().nodename, status["message"])
            self.assertIn("tusk service start", status["remedy"])
            # Its own programs know that it is on.
            self.assertEqual(world.status()["cause"], "service_stopped")


if __name__ == "__main__":
    unittest.main()
