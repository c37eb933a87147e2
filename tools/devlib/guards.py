"""Takes away one guard after the other and demands that a test notices. The guards are in tests/guards/*.toml:

  [[guard]]
  id = "code-single-use"              what is guarded
  why = "A code gives tokens once."   what people are promised
  file = "src/…"                      edits = [{file, old, new}, …] where several hold together
  old = "…"                           stands there exactly once
  new = "…"
  test = "GrantsTest.ACodeIsRedeemedOnce"     or "recovery_test.py test_name" of tests/functional

The program of a GoogleTest case follows from the folder that it stands in."""

import os
import re
import signal
import subprocess
import sys
import time
import tomllib
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from devlib import build, counts, progress
from devlib.paths import BUILD, LOGS, ROOT, binaries

PRESET = "quick"
RESULTS = BUILD / "results" / "guards"
LONGEST_TEST_S = 300
KEYS = {"id", "why", "file", "old", "new", "edits", "test"}
CASE = re.compile(r"\bTEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)")
FUNCTIONAL = re.compile(r"(\w+_test\.py) (test_\w+)")
PROGRAMS = ("tusk", "tusk-online", "tusk-syncd")


@dataclass(frozen=True)
class Edit:
    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Guard:
    id: str
    why: str
    edits: tuple[Edit, ...]
    test: str


class Wrong(Exception):
    """An entry that can't be tried; the text says what to mend."""


def parse(text: str) -> list[Guard]:
    guards = []
    for entry in tomllib.loads(text).get("guard", []):
        unknown = set(entry) - KEYS
        if unknown:
            raise Wrong(f"{entry.get('id')}: there is no {', '.join(sorted(unknown))} in an entry.")
        edits = entry.get("edits") or [{key: entry[key] for key in ("file", "old", "new")}]
        guards.append(Guard(entry["id"], entry["why"], tuple(Edit(**edit) for edit in edits), entry["test"]))
    return guards


def load(root: Path = ROOT) -> list[Guard]:
    return [guard for path in sorted((root / "tests" / "guards").glob("*.toml"))
            for guard in parse(path.read_text())]


# ---- what an entry names ----

def cases(root: Path = ROOT) -> dict[str, str]:
    """{"Suite.Name": the program that has this GoogleTest case}."""
    found = {}
    for top, program in (("src", "tusk_{}_test"), ("apps", "tusk_app_{}_test")):
        for path in (root / top).glob("*/**/*_test.cpp"):
            library = path.relative_to(root / top).parts[0]
            for suite, name in CASE.findall(path.read_text()):
                found[f"{suite}.{name}"] = program.format(library)
    return found


def program_of(guard: Guard, known: dict[str, str], root: Path = ROOT) -> str:
    """The GoogleTest program, or the file in tests/functional, that has the guard's test."""
    functional = FUNCTIONAL.fullmatch(guard.test)
    if functional:
        path = root / "tests" / "functional" / functional[1]
        if path.exists() and f"def {functional[2]}(" in path.read_text():
            return functional[1]
    elif guard.test in known:
        return known[guard.test]
    raise Wrong(f"{guard.id}: there is no test {guard.test}. Name the one that fails without the guard.")


def problems(guards: list[Guard], root: Path = ROOT) -> list[str]:
    """What keeps entries from being tried: each names its remedy."""
    found, known, ids = [], cases(root), set()
    for guard in guards:
        if guard.id in ids or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", guard.id):
            found.append(f"{guard.id}: ids are in kebab-case, and each stands once.")
        ids.add(guard.id)
        try:
            program_of(guard, known, root)
            changed(guard, root)
        except Wrong as wrong:
            found.append(str(wrong))
    return found


def changed(guard: Guard, root: Path) -> dict[Path, str]:
    """{file: its text without the guard}."""
    texts = {}
    for edit in guard.edits:
        path = root / edit.file
        text = texts.get(path) or (path.read_text() if path.exists() else "")
        if edit.old == edit.new or text.count(edit.old) != 1:
            raise Wrong(f"{guard.id}: its old text stands {text.count(edit.old)} times in {edit.file}. "
                        "Take the text as it is now, and enough of it.")
        texts[path] = text.replace(edit.old, edit.new)
    return texts


# ---- trying ----

class Workshop:
    """Builds and runs. Tests of this file have another one."""

    def __init__(self, preset: str = PRESET):
        self.preset = preset

    def build(self, program: str, log: Path) -> bool:
        targets = PROGRAMS if program.endswith(".py") else (program,)
        with log.open("w") as output:
            return subprocess.run(["cmake", "--build", BUILD / self.preset, "--parallel", str(os.cpu_count() or 2),
                                   "--target", *targets], cwd=ROOT, stdout=output, stderr=output,
                                  check=False).returncode == 0

    def run(self, program: str, test: str, log: Path) -> counts.Count | None:
        """How the test went; nothing if the program died, hung or left no report."""
        RESULTS.mkdir(parents=True, exist_ok=True)
        report = RESULTS / "report.xml"
        report.unlink(missing_ok=True)
        environment = {**os.environ, "GTEST_OUTPUT": f"xml:{report}", "TUSK_BIN": str(binaries(self.preset))}
        argv = [binaries(self.preset) / program, f"--gtest_filter={test}:*/{test}/*"]
        if program.endswith(".py"):
            environment |= {"GTEST_OUTPUT": f"xml:{RESULTS}", "TUSK_TEST_NAME": report.stem}
            argv = [sys.executable, ROOT / "tests" / "functional" / "run.py", program, "-k", test.split()[1]]
        with log.open("a") as output:
            try:
                subprocess.run(argv, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output,
                               stderr=output, timeout=LONGEST_TEST_S, check=False)
            except subprocess.TimeoutExpired:
                return None
        try:
            return counts.of_gtest(report)
        except (OSError, ElementTree.ParseError):
            return None


def outcome_of(guard: Guard, program: str, workshop, root: Path) -> str:
    """"killed": the test failed. Anything else is wrong: "survived", or why it can't be said."""
    log = LOGS / "guards" / f"{guard.id}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    texts = changed(guard, root)
    originals = {path: path.read_bytes() for path in texts}
    try:
        for path, text in texts.items():
            path.write_text(text)
        if not workshop.build(program, log):
            return "does not compile"
        count = workshop.run(program, guard.test, log)
    finally:
        for path, data in originals.items():
            path.write_bytes(data)
    if count is None:
        return "the program died or hung"
    if count.passed + count.failed == 0:
        return "no test ran"
    return "killed" if count.failed else "survived"


def passes(guard: Guard, program: str, workshop) -> bool:
    """Whether the test of a guard holds while the guard is there. Its program is built."""
    log = LOGS / "guards" / f"{guard.id}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    count = workshop.run(program, guard.test, log)
    return count is not None and count.failed == 0 and count.passed > 0


def attempt(guards: list[Guard], workshop, root: Path = ROOT) -> dict[str, str]:
    """{id: outcome}. One program after the other, so that each is linked as seldom as can be."""
    known, outcomes = cases(root), {}
    programs = {guard.id: program_of(guard, known, root) for guard in guards}
    built, held = set(), {}
    for guard in sorted(guards, key=lambda one: (programs[one.id], one.edits[0].file)):
        program, start = programs[guard.id], time.monotonic()
        if program not in built:
            log = LOGS / "guards" / f"{program}.log"
            log.parent.mkdir(parents=True, exist_ok=True)
            if not workshop.build(program, log):
                raise Wrong(f"{program} does not compile as it is. See {log}.")
            built.add(program)
            held = {one.test: passes(one, program, workshop)
                    for one in {other.test: other for other in guards if programs[other.id] == program}.values()}
        outcome = outcome_of(guard, program, workshop, root) if held[guard.test] else "fails with the guard, too"
        outcomes[guard.id] = outcome
        print(f"  {guard.id}: {outcome} ({guard.test}, {progress.elapsed(time.monotonic() - start)})", flush=True)
    for program in built:  # else what was built last would lie there without its guard
        workshop.build(program, LOGS / "guards" / f"{program}.log")
    return outcomes


def verdict(guards: list[Guard], outcomes: dict[str, str]) -> bool:
    """Prints the list at the end. Returns whether every guard's removal was noticed."""
    rest = [guard for guard in guards if outcomes[guard.id] != "killed"]
    print(f"\n{len(guards) - len(rest)} killed, {len(rest)} not")
    for guard in rest:
        print(f"  {guard.id}: {outcomes[guard.id]}. {guard.why} ({guard.test})")
    return not rest and bool(guards)


def is_clean(root: Path = ROOT) -> bool:
    return not subprocess.run(["git", "status", "--porcelain", "--untracked-files=no"], cwd=root,
                              capture_output=True, text=True, check=True).stdout


def stop(signal_number, frame):
    raise KeyboardInterrupt


def run(only: list[str], preset: str = PRESET) -> bool:
    guards = [guard for guard in load() if not only or any(word in guard.id for word in only)]
    if not guards:
        raise SystemExit(f"There is no guard {' '.join(only)}. Their ids are in tests/guards.")
    wrong = problems(guards)
    if wrong:
        raise SystemExit("\n".join(wrong))
    if not is_clean():
        raise SystemExit("Files are changed here. Commit them first: guards are taken out of the files "
                         "themselves, and put back.")
    signal.signal(signal.SIGTERM, stop)
    build.configure(preset)
    return verdict(guards, attempt(guards, Workshop(preset)))
