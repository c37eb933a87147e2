"""Runs a command as one line on the screen: what, how far, how long. Its output goes to a log file,
which is shown only when the command fails."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from devlib.paths import LOGS, ROOT

COUNTER = re.compile(r"^\[(\d+/\d+)\]")  # what Ninja prints: [12/345] Building ...
PLAIN_INTERVAL_S = 20  # between lines where there is no terminal
TAIL_LINES = 60


class Failed(Exception):
    """A step failed; what there is to say has been printed."""


def elapsed(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Line:
    """The line of one step: rewritten on a terminal, repeated now and then elsewhere."""

    def __init__(self, label: str, stream=None):
        self.label = label
        self.detail = ""
        self._stream = stream or sys.stdout
        self._terminal = self._stream.isatty()
        self._start = time.monotonic()
        self._last_plain = self._start
        if not self._terminal:
            self._print(f"  {label} ...\n")

    def _print(self, text: str):
        self._stream.write(text)
        self._stream.flush()

    def seconds(self) -> float:
        return time.monotonic() - self._start

    def refresh(self):
        text = f"  {self.label}  {self.detail}  {elapsed(self.seconds())}"
        if self._terminal:
            self._print(f"\r\033[K{text[:110]}")
        elif time.monotonic() - self._last_plain > PLAIN_INTERVAL_S:
            self._last_plain = time.monotonic()
            self._print(text + "\n")

    def finish(self, outcome: str):
        self._print(("\r\033[K" if self._terminal else "") + f"  {self.label}: {outcome} ({elapsed(self.seconds())})\n")


def tail(log: Path) -> str:
    """The lines of a log that say what went wrong: from the first failed build step, else the last ones."""
    lines = log.read_text(errors="replace").splitlines()
    for number, line in enumerate(lines):
        if line.startswith("FAILED:") or line.startswith("CMake Error"):
            return "\n".join(lines[number : number + TAIL_LINES])
    return "\n".join(lines[-TAIL_LINES:])


def run(label: str, argv: list, *, cwd: Path = ROOT, env: dict | None = None, name: str | None = None) -> bool:
    """Runs argv to its end. Returns whether it succeeded; on failure the end of its log has been printed."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name or re.sub('[^a-z0-9]+', '-', label.lower()).strip('-')}.log"
    line = Line(label)
    environment = {**os.environ, "NINJA_STATUS": "[%f/%t] ", "CLICOLOR_FORCE": "0", **(env or {})}
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(word) for word in argv], cwd=cwd, env=environment, text=True, errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            _follow(process, output, line)
        except KeyboardInterrupt:
            line.finish("stopped")
            process.send_signal(signal.SIGINT)
            process.wait()
            raise
    if process.returncode == 0:
        line.finish("done")
        return True
    line.finish(f"FAILED, exit code {process.returncode}")
    print(f"\n{tail(log)}\n\nAll of it: {log.relative_to(ROOT)}\n", flush=True)
    return False


def _follow(process, output, line: Line):
    def read():
        for text in process.stdout:
            output.write(text)
            output.flush()
            counter = COUNTER.match(text)
            if counter:
                line.detail = counter.group(1)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    while reader.is_alive():
        line.refresh()
        reader.join(timeout=0.5)
    process.wait()


def must(label: str, argv: list, **options):
    """Like run, but ends the program when the command fails."""
    if not run(label, argv, **options):
        raise Failed(label)
