"""A terminal with somebody at it: a command that asks questions, and a test that reads and answers them."""

import fcntl
import os
import pty
import select
import subprocess
import termios
import time

from support.processes import PATIENCE
from support.witness import witness
from support.world import BIN


class Terminal:
    """`tusk` with these words, at a terminal of its own. Close it when done."""

    def __init__(self, *argv, language: str = "en"):
        self.master, slave = pty.openpty()

        def take_terminal():
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        self.process = subprocess.Popen([BIN / "tusk", *[str(word) for word in argv]], stdin=slave, stdout=slave,
                                        stderr=slave, start_new_session=True, preexec_fn=take_terminal,
                                        env={**os.environ, "LC_ALL": f"{language}.UTF-8"})
        os.close(slave)
        self.text = ""  # all of it
        self.seen = witness.see(f"a terminal with {argv}", is_whole=False)
        self.read_to = 0

    def _read(self, end: float) -> bool:
        """False when the program has closed the terminal."""
        ready, _, _ = select.select([self.master], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            raise AssertionError(f"waited in vain, after:\n{self.text}")
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.text += data.decode(errors="replace").replace("\r\n", "\n")
        self.seen.data += data
        return bool(data)

    def expect(self, text: str) -> str:
        """Waits until that is written, after what was expected before; what stands between."""
        end = time.monotonic() + PATIENCE
        while (at := self.text.find(text, self.read_to)) < 0:
            if not self._read(end):
                raise AssertionError(f"it ended without {text!r}:\n{self.text}")
        between = self.text[self.read_to:at]
        self.read_to = at + len(text)
        return between

    def answer(self, question: str, answer: str = "") -> str:
        """Waits for the question, and types the answer and Enter. What stood before the question."""
        between = self.expect(question)
        self.expect(": ")
        os.write(self.master, answer.encode() + b"\n")
        return between

    def choose(self, label: str, question: str = "Number") -> str:
        """The number that stands before the label, in the list that comes now."""
        between = self.expect(f"{question} [")
        lines = [line.split(maxsplit=1) for line in between.splitlines()]
        number = next((words[0] for words in lines if len(words) == 2 and words[1].startswith(label)), None)
        if number is None:
            raise AssertionError(f"{label!r} can't be chosen:\n{between}")
        self.expect(": ")
        os.write(self.master, number.encode() + b"\n")
        return between

    def take_suggestion(self) -> str:
        between = self.expect("Number [")
        self.expect(": ")
        os.write(self.master, b"\n")
        return between

    def end_input(self):
        """As with Ctrl-D."""
        os.write(self.master, b"\x04")

    def wait(self) -> int:
        end = time.monotonic() + PATIENCE
        while self._read(end):
            pass
        return self.process.wait(timeout=PATIENCE)

    def rest(self) -> str:
        return self.text[self.read_to:]

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.seen.is_whole = True
        os.close(self.master)
