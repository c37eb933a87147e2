"""A disk that is full, on either side: said plainly, nothing is lost, and it goes on by itself when there is room again."""

import contextlib
import subprocess
import unittest
from pathlib import Path

from support.online import RestError
from support.world import CommandFailed, World

SIZE = "24m"


class SmallDisk:
    """A file system of its own at a folder, which can be filled up. Needs root, as the programs' packages do."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True)
        self.folder = folder
        self.filler = folder / "filler"
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tusk-test", folder], check=True)

    def fill(self):
        with open(self.filler, "ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(b"x" * size)

    def free(self):
        self.filler.unlink()

    def close(self):
        # At once for everybody who looks; programs that are still running keep their files.
        subprocess.run(["umount", "--lazy", self.folder], check=True)


class DiskFull(unittest.TestCase):
    def set_up(self, side: str):
        self.world = World()
        self.addCleanup(self.world.close)
        self.disk = SmallDisk(self.world.office if side == "office" else self.world.folder / "online")
        self.addCleanup(self.disk.close)
        self.world.connect()
        self.anna = self.world.log_in()
        self.contact = self.world.add_contact(name="Ahlgrens", city="Luleå")
        self.world.wait_for(lambda: self.anna.find("contact", self.contact), "the contact online")

    def write_in_office_until_refused(self) -> tuple[CommandFailed, str]:
        """What is left of a page or of the log of SQLite may still take a few. The error, and what was saved last."""
        saved = None
        for number in range(500):
            value = f"Gatan {number} " + "x" * 180
            try:
                self.world.set_contact(self.contact, address_line_1=value)
                saved = value
            except CommandFailed as failed:
                return failed, saved
        raise AssertionError("the disk is not full")

    def write_online_until_refused(self) -> RestError:
        for number in range(500):
            try:
                self.anna.change("contact", self.contact, address_line_1=f"Vägen {number} " + "x" * 180)
            except RestError as error:
                return error
        raise AssertionError("the disk is not full")

    def assert_equal_sides(self):
        def equal():
            office, online = self.world.contact(self.contact), self.anna.record("contact", self.contact)["fields"]
            return all(office.get(name) == value for name, value in online.items())
        self.world.wait_for(equal, "both sides to be equal")

    # REQ: SYN-3, SYN-5
    def test_in_the_office(self):
        self.set_up("office")
        self.disk.fill()
        refused, saved = self.write_in_office_until_refused()
        self.assertEqual(refused.code, 8)
        self.assertIn("The disk is full. Nothing was saved. Free some space and try again.", refused.err)
        # What is entered online meanwhile stays there, and comes when there is room.
        self.anna.change("contact", self.contact, city="Umeå", phone="0980-1")
        made = [self.anna.create("contact", name=f"Under tiden {number}")["id"] for number in range(3)]
        self.world.wait_for(lambda: "disk is full" in self.world.syncd.output(), "Tusk Sync to meet the full disk")
        self.assertTrue(self.world.syncd.is_running())
        self.disk.free()
        self.assertEqual(self.world.contact(self.contact).get("address_line_1"), saved)
        self.world.wait_for(lambda: self.world.contact(self.contact)["city"] == "Umeå", "the online edit to arrive")
        for record in made:
            self.world.wait_for(lambda record=record: self.world.contact(record), "the new contacts to arrive")
        self.assert_equal_sides()
        self.world.set_contact(self.contact, address_line_1="Gatan igen")
        self.assert_equal_sides()

    # REQ: SYN-3, SYN-5
    def test_online(self):
        self.set_up("online")
        self.disk.fill()
        refused = self.write_online_until_refused()
        self.assertEqual(refused.status, 503)
        self.assertIn("The disk is full. Nothing was saved.", str(refused))
        self.world.set_contact(self.contact, city="Umeå")
        made = self.world.add_contact(name="Under tiden")
        self.world.wait_for(lambda: self.world.status()["state"] != "synchronised", "the office to know")
        self.assertTrue(self.world.online.is_running())
        self.assertTrue(self.anna.list("contact"), "reading goes on")
        self.disk.free()
        self.world.wait_for(lambda: self.anna.find("contact", made), "the new contact online")
        self.assert_equal_sides()
        self.anna.change("contact", self.contact, address_line_1="Vägen igen")
        self.assert_equal_sides()


if __name__ == "__main__":
    unittest.main()
