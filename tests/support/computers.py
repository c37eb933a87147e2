"""Several computers of one office: each with a name, a data folder and programs of its own, all on one PostgreSQL
database."""

import json
import os
import signal
import subprocess
from pathlib import Path

from support.processes import Program
from support.world import BIN, CommandFailed, World

# In a name space of its own a program can be told another name of its computer.
NAMED = ["sh", "-c", 'hostname "$1" && shift && exec "$@"', "named"]
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"


def named(name: str, argv: list) -> list:
    unshare = ["unshare", "--uts"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--uts"]
    return [*unshare, *NAMED, name, *argv]


class Computer:
    """Joins the office that `world` has set up, unless `folder` is there already. `clock`: how far its wall clock is
    wrong ("+1d"); its monotonic clock goes as it should. `host`: of a Lan, else the test's own network."""

    def __init__(self, world: World, name: str, clock: str | None = None, folder: Path | None = None, host=None):
        self.world = world
        self.host = host
        self.name = name
        self.folder = folder or world.folder / name
        self.clock = clock
        self.syncd: Program | None = None
        if not self.folder.exists():
            self.tusk("init", "--database", host.database if host else world.databases["office"])

    def there(self, argv: list) -> list:
        """The command as it is given on this computer."""
        return [*(self.host.enter if self.host else []), *named(self.name, argv)]

    def environment(self) -> dict:
        if self.clock is None:
            return {}
        if not os.path.exists(FAKETIME):
            raise AssertionError(f"{FAKETIME} is not there: install faketime")
        # AddressSanitizer wants to be the first library; here it need not be.
        return {"LD_PRELOAD": FAKETIME, "FAKETIME": self.clock, "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "ASAN_OPTIONS": "verify_asan_link_order=0"}

    def tusk(self, *argv) -> dict:
        words = [str(word) for word in argv]
        done = subprocess.run(self.there([BIN / "tusk", *words, "--json", "--data", self.folder]),
                              capture_output=True, text=True, check=False, timeout=300, stdin=subprocess.DEVNULL,
                              env={**os.environ, **self.environment(), "LC_ALL": "en_GB.UTF-8"})
        if done.returncode != 0:
            raise CommandFailed(words, done.returncode, done.stdout, done.stderr)
        return json.loads(done.stdout) if done.stdout else {}

    def start(self, *options):
        """Tusk Sync, with three seconds of patience instead of a quarter of an hour."""
        self.syncd = Program(self.world.news,
                             self.there([BIN / "tusk-syncd", "--data", self.folder, "--interval", 1,
                                         "--take-over-after", 3, *options]),
                             env=self.environment())

    def wait_for_key(self):
        """Until it could take over."""
        self.syncd.wait_for_line(" company.started ")

    def stop(self):
        self.syncd.stop()

    def sleep(self):
        """As a computer that is shut for the night."""
        self.syncd.process.send_signal(signal.SIGSTOP)

    def wake(self):
        self.syncd.process.send_signal(signal.SIGCONT)

    def close(self):
        if self.syncd and self.syncd.is_running():
            self.syncd.kill()
