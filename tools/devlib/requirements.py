"""Keeps the last column of docs/requirements.md: which tests prove a row. A test says so with a mark,
`REQ: CNF-1` or `REQ: CNF-1, CNF-2`, in a comment or in its name."""

import re
from pathlib import Path

from devlib.paths import ROOT

DOCUMENT = ROOT / "docs" / "requirements.md"
MARK = re.compile(r"REQ:\s*([A-Z]{3}-\d+(?:\s*,\s*[A-Z]{3}-\d+)*)")
ID = re.compile(r"[A-Z]{3}-\d+")
ROW = re.compile(r"^\| ([A-Z]{3}-\d+) \| (.*?) \| (.*?) \|$")
NOT_YET = "not proved yet"


def is_test(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    return bool(re.search(r"(_test\.cpp|\.test\.(ts|tsx|mjs|js)|\.spec\.ts)$", name)
                or (path.startswith("tests/") and re.search(r"\.(cpp|h|py|mjs|js|ts)$", name)))


def marks(files: dict[str, str]) -> dict[str, list[str]]:
    """From {path: text} of tests: {id: paths that prove it, sorted}."""
    found: dict[str, set[str]] = {}
    for path, text in files.items():
        for mark in MARK.finditer(text):
            for row in ID.findall(mark[1]):
                found.setdefault(row, set()).add(path)
    return {row: sorted(paths) for row, paths in found.items()}


def ids(document: str) -> list[str]:
    return [match[1] for line in document.splitlines() if (match := ROW.match(line))]


def filled(document: str, found: dict[str, list[str]]) -> str:
    """The document with the last column of every row, and the line that counts them, made anew."""
    lines, proved, rows = [], 0, 0
    for line in document.splitlines():
        if match := ROW.match(line):
            paths = found.get(match[1], [])
            rows += 1
            proved += bool(paths)
            links = ", ".join(f"[{Path(path).name}](../{path})" for path in paths)
            line = f"| {match[1]} | {match[2]} | {links or NOT_YET} |"
        lines.append(line)
    text = "\n".join(lines) + "\n"
    return re.sub(r"^Proved: \d+ of \d+ rows\.", f"Proved: {proved} of {rows} rows.", text, flags=re.MULTILINE)


def read_tests(paths: list[str], root: Path = ROOT) -> dict[str, str]:
    return {path: (root / path).read_text(errors="replace") for path in paths if is_test(path)}


def update(paths: list[str]) -> bool:
    """Rewrites the document from the tests among the paths. Returns whether it changed."""
    before = DOCUMENT.read_text()
    after = filled(before, marks(read_tests(paths)))
    if after != before:
        DOCUMENT.write_text(after)
    return after != before
