"""docs/operations.md names no command and no option that the programs do not know."""

import re
import subprocess
import unittest
from functools import cache

from support.operations import mentioned, words_of
from support.world import BIN

OPTION = re.compile(r"^ +(?:-\w,)?(--[\w-]+)(?: ([^\s].*?))?(?:  |$)")


class Command:
    """What `--help` says of it."""

    def __init__(self, *path: str):
        done = subprocess.run([BIN / path[0], *path[1:], "--help"], capture_output=True, text=True, check=True,
                              env={"LC_ALL": "en_GB.UTF-8"})
        self.path = path
        self.options: dict[str, bool] = {}  # name: takes a value
        self.commands: set[str] = set()
        usage = next(line for line in done.stdout.splitlines() if line.startswith("Usage: "))
        words = usage.removeprefix("Usage: " + " ".join(path)).replace("[OPTIONS]", "").split()
        self.takes_arguments = any("COMMAND" not in word for word in words)
        part = ""
        for line in done.stdout.splitlines():
            if re.match(r"^[A-Za-z]+:", line):
                part = line
            elif part in ("Commands:", "Subcommands:") and re.match(r"^  [a-z]", line):
                self.commands.add(line.split()[0])
            elif option := OPTION.match(line):
                self.options[option[1]] = option[2] is not None


command = cache(Command)


def problems_of(code: str) -> list[str]:
    """What the programs do not know of a command line."""
    words = words_of(code.replace("[", "").replace("]", ""))
    at, found, everywhere = command(words.pop(0)), [], command("tusk").options
    while words:
        word = words.pop(0)
        name, _, value = word.partition("=")
        if name.startswith("--"):
            takes_value = at.options.get(name, everywhere.get(name) if at.path[0] == "tusk" else None)
            if takes_value is None:
                found.append(f"{' '.join(at.path)} has no option {name}")
            elif takes_value and not value and words:
                words.pop(0)
        elif word in at.commands:
            at = command(*at.path, word)
        elif not at.takes_arguments:
            found.append(f"{' '.join(at.path)} has no command {word}")
    return found


class Documented(unittest.TestCase):
    def test_every_command_is_known_with_its_options(self):
        checked = 0
        for code in mentioned():
            if not re.match(r"tusk(-syncd|-online)?( |$)", code) or "/" in code.split()[0]:
                continue
            checked += 1
            with self.subTest(code):
                self.assertEqual(problems_of(code), [])
        self.assertGreater(checked, 60)

    def test_every_option_that_stands_alone_is_known_to_some_command(self):
        known: set[str] = set()

        def walk(one: Command):
            known.update(one.options)
            for name in one.commands:
                walk(command(*one.path, name))
        walk(command("tusk"))
        walk(command("tusk-online"))
        alone = [code.split()[0] for code in mentioned() if code.startswith("--")]
        self.assertGreater(len(alone), 8)
        for option in alone:
            self.assertIn(option, known)

    def test_what_is_not_there_is_noticed(self):
        self.assertEqual(problems_of("tusk online connekt"), ["tusk online has no command connekt"])
        self.assertEqual(problems_of("tusk online connect URL --no-such"),
                         ["tusk online connect has no option --no-such"])
        self.assertEqual(problems_of("tusk online computers choose NAME --user anna"), [])


if __name__ == "__main__":
    unittest.main()
