"""The real programs as children of a test: started, read line by line, stopped or killed."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from support.witness import witness

PATIENCE = 120.0  # seconds; only a failing test comes near it
PR_SET_PDEATHSIG = 1


def _die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class News:
    """Wakes whoever waits whenever any program has written a line or ended."""

    def __init__(self):
        self.condition = threading.Condition()
        self.count = 0

    def tell(self):
        with self.condition:
            self.count += 1
            self.condition.notify_all()

    def wait_for(self, check, what: str, patience: float = PATIENCE):
        """Calls `check` now and after every piece of news until it answers something true."""
        end = time.monotonic() + patience
        while True:
            with self.condition:
                seen = self.count
            answer = check()
            if answer:
                return answer
            if time.monotonic() > end:
                raise AssertionError(f"waited {patience:.0f} s in vain: {what}")
            with self.condition:
                # What changes without a line of output is looked at once in a second.
                self.condition.wait_for(lambda seen=seen: self.count != seen, timeout=1.0)


class Program:
    """A program that runs until it is stopped. `ready` is the event of its log that says it works."""

    def __init__(self, news: News, argv: list, ready: str = "ready", env: dict | None = None):
        self.name = Path(argv[0]).name
        self.news = news
        self.lines: list[str] = []
        self.looked_at = 0
        self.ended = False
        self.process = subprocess.Popen([str(word) for word in argv], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        env={**os.environ, **(env or {})}, preexec_fn=_die_with_parent)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        witness.programs.add(self)
        self.wait_for_line(f" {ready} ")

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.decode(errors="replace").rstrip("\n") + " ")
            self.news.tell()
        self.ended = True
        self.news.tell()

    def output(self) -> str:
        return "\n".join(self.lines)

    def new_lines(self) -> str:
        """Since the last time."""
        begin, self.looked_at = self.looked_at, len(self.lines)
        return "\n".join(self.lines[begin:self.looked_at])

    def wait_for_line(self, text: str) -> str:
        def find():
            found = next((line for line in list(self.lines) if text in line), None)
            if found is None and self.ended:
                raise AssertionError(f"{self.name} ended before it wrote {text!r}:\n{self.output()}")
            return found
        return self.news.wait_for(find, f"{self.name} to write {text!r}")

    def stop(self) -> int:
        """Asks it to end, as systemd would, and waits."""
        self.process.send_signal(signal.SIGTERM)
        return self._wait()

    def kill(self):
        """As a crash or a power cut would."""
        self.process.kill()
        self._wait()

    def _wait(self) -> int:
        code = self.process.wait(timeout=PATIENCE)
        self.reader.join()
        self.process.stdout.close()
        return code

    def is_running(self) -> bool:
        return self.process.poll() is None
