"""`tusk demo`: from nothing to an office and a server that are connected, and cleanly down again."""

import json
import signal
import subprocess
import unittest

from support.online import Session
from support.processes import Program
from support.world import BIN, World, free_port


class Demo(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.data = self.world.folder / "demo"
        self.port = free_port()

    def start(self, *more) -> Program:
        demo = Program(self.world.news, [BIN / "tusk", "demo", "--data", self.data, "--port", self.port, *more],
                       ready="Ctrl-C.", env={"LC_ALL": "en_GB.UTF-8"})
        self.addCleanup(lambda: demo.is_running() and demo.kill())
        return demo

    def people(self) -> dict[str, str]:
        file = json.loads((self.data / "demo.json").read_text())
        return {p["email"]: p["password"] for p in file["people"]}

    def office(self, *argv) -> dict:
        done = self.world.run(*argv, "--json", "--user", "anna", "--data", self.data / "office")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def children(self, demo: Program) -> list[str]:
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(demo.process.pid)], capture_output=True,
                                text=True, check=False)
        return listed.stdout.split()

    def test_it_starts_shows_everything_and_stops_without_leaving_anything(self):
        demo = self.start()
        children = self.children(demo)
        self.assertEqual(len(children), 2)
        self.assertEqual((self.data / "demo.json").stat().st_mode & 0o777, 0o600)
        people = self.people()
        for email, password in people.items():
            self.assertIn(password, demo.output())
            session = Session(f"http://127.0.0.1:{self.port}", email, password)
            self.assertGreater(len(session.list("contact")), 250)
        self.assertEqual(self.office("online", "status")["state"], "synchronised")
        # A change here is there.
        self.office("record", "set", "contact", "1001", "phone=0980-319 299")
        number = self.office("record", "get", "contact", "1001")["id"]
        self.world.wait_for(lambda: session.record("contact", number)["fields"]["phone"] == "0980-319 299",
                            "the change to be online")
        # A second demo on the same port, or in the same folder, says why not.
        other = self.world.run("demo", "--data", self.world.folder / "other", "--port", self.port)
        self.assertEqual(other.returncode, 6)
        self.assertIn(str(self.port), other.stderr)
        same = self.world.run("demo", "--data", self.data, "--port", free_port())
        self.assertIn("running already", same.stderr)
        self.assertEqual(demo.stop(), 0)
        for child in children:
            self.assertNotEqual(subprocess.run(["kill", "-0", child], capture_output=True, check=False).returncode, 0)

        # Started again everything is there, also on another port; --reset begins anew.
        self.port = free_port()
        demo = self.start()
        self.assertEqual(self.people(), people)
        self.assertEqual(self.office("record", "get", "contact", "1001")["fields"]["phone"], "0980-319 299")
        demo.process.send_signal(signal.SIGINT)
        self.assertEqual(demo._wait(), 0)
        demo = self.start("--reset")
        self.assertNotEqual(self.people(), people)
        children = self.children(demo)
        demo.kill()
        # Whatever ends it ends its children.
        self.world.wait_for(
            lambda: all(subprocess.run(["kill", "-0", child], capture_output=True, check=False).returncode
                        for child in children), "the children to end")

    def test_a_folder_with_something_else_in_it_is_left_alone(self):
        self.data.mkdir()
        (self.data / "thesis.txt").write_text("years of work")
        done = self.world.run("demo", "--data", self.data, "--port", self.port, "--reset")
        self.assertEqual(done.returncode, 6)
        self.assertEqual((self.data / "thesis.txt").read_text(), "years of work")


if __name__ == "__main__":
    unittest.main()
