"""The command lines of docs/operations.md."""

import re
import shlex
from pathlib import Path

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def words_of(line: str) -> list[str]:
    """As a shell would read them; what the shell would put in stands as one word."""
    return shlex.split(re.sub(r"\$\([^)]*\)", "X", line), comments=True)


def blocks(heading: str) -> list[list[list[str]]]:
    """The commands of each block under a heading, as words."""
    section = TEXT.split(f"\n{heading}\n", 1)[1]
    section = re.split(r"^## ", section, maxsplit=1, flags=re.MULTILINE)[0]
    return [[words_of(line) for line in block.replace("\\\n", " ").splitlines() if line.startswith("tusk ")]
            for block in FENCE.findall(section)]


def mentioned() -> list[str]:
    """Everything that stands as code in the page: in sentences, tables and blocks."""
    fenced = [line.strip() for block in FENCE.findall(TEXT) for line in block.replace("\\\n", " ").splitlines()]
    sentences = FENCE.sub("", TEXT)
    return fenced + [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", sentences)]
