"""People who are logged in to the office: real programs that stay until they are let go."""

import contextlib
import os
import subprocess

from support.processes import PATIENCE
from support.world import BIN, World

IMPORT_LIST = "Förnamn,Efternamn,Företag,E-postadress\nEva,Lind,Import AB,eva@import.example\n"


class LoggedIn:
    """`tusk import contacts -`: logged in from its start until its standard input ends."""

    def __init__(self, world: World, user: str):
        self.world = world
        before = {one["id"] for one in sessions(world)}
        self.process = subprocess.Popen(
            [BIN / "tusk", "import", "contacts", "-", "--json", "--user", user, "--data", world.office],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "en_GB.UTF-8"})
        self.session = world.wait_for(
            lambda: next((one for one in sessions(world) if one["id"] not in before), None), f"{user} to be logged in")

    def finish(self, text: str = IMPORT_LIST) -> tuple[int, str, str]:
        out, err = self.process.communicate(text.encode(), timeout=PATIENCE)
        return self.process.returncode, out.decode(), err.decode()

    def kill(self):
        self.process.kill()
        self.process.communicate()


def sessions(world: World) -> list[dict]:
    return world.tusk("session", "list")["sessions"]


@contextlib.contextmanager
def logged_in(world: World, user: str):
    one = LoggedIn(world, user)
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.kill()
