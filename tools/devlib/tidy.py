"""Rules of this repository that a program can check. Every message names the remedy."""

import hashlib
import re
from pathlib import Path

from devlib import requirements
from devlib.paths import ROOT

LAYERS = ROOT / "cmake" / "Layers.cmake"
CPP = re.compile(r"\.(cpp|h)$")
INCLUDE = re.compile(r'^[ \t]*#include\s+([<"])([^">]+)[">]', re.MULTILINE)

# Headers that only these folders include: what is behind them is everybody else's through ours.
KEPT_HEADERS = {
    "sqlite3.h": ("src/storage/sqlite/", "tests/simulation/"),
    "libpq-fe.h": "src/storage/postgres/",
    "curl/": ("src/http/", "src/mail/"),
    "boost/beast": "src/http/",
    "boost/asio": "src/http/",
    "openssl/": ("src/http/", "src/identity/openid/", "src/identity/totp.cpp",
                 "src/identity/testing/"),
    "fido": "src/identity/passkeys/",
    "spdlog/": "src/platform/",
    "CLI/": ("apps/", "tools/", "tests/simulation/", "tests/soak/"),
}
# core and sync are pure.
PURE = ("src/core/", "src/rtf/", "src/sync/")
IMPURE_HEADERS = re.compile(r"^(thread|mutex|condition_variable|atomic|future|chrono|ctime|fstream|filesystem|"
                            r"unistd\.h|sys/.*|sqlite3\.h)$")

# (what, where it is looked for, where it is allowed, remedy)
BANNED = [
    (re.compile(r"\b(?:std::)?getenv\("), CPP, ("src/platform/", "src/business/installation.cpp",
                                                "src/storage/postgres/connection_uri.cpp",
                                                "src/business/import/properties_test.cpp"),
     "Read the environment in one place of the program and pass on what it says."),
    (re.compile(r"\b(?:s?rand\(|std::mt19937|std::random_device)"), CPP, (),
     "Take a core::Random: the real one, or a seeded one in tests."),
    (re.compile(r"system_clock::now|\bstd::time\(|\bgettimeofday\("), CPP, ("src/platform/", "src/http/server.cpp"),
     "Take a core::Clock."),
    (re.compile(r"\b(?:sleep_for|sleep_until|usleep|nanosleep)\("), CPP, (),
     "Await what happens: a condition variable, a future, poll()."),
    (re.compile(r"\bGTEST_SKIP\b|\bDISABLED_\w|\b(?:it|test|describe)\.(?:skip|only|todo)\("), None,
     ("tools/devlib/", "tools/tidy_test.py"),
     "A test runs or does not exist."),
    (re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b"), None, ("tools/devlib/", "tools/tidy_test.py"),
     "Do it now, or say in CHANGELOG.md what is not there."),
]

# Nothing is added to these, and whoever works on one looks for what can leave it.
LONG_FILES = {
    "src/http/connection.cpp": "one connection's life; its parts share every member",
    "src/identity/common_passwords.txt": "a list",
}
LONGEST = 450
TOO_LONG = 1000

# Words that do not belong here, as hashes so that they are not here either (sha256, first 16 digits).
FOREIGN_WORDS = {"976ad183dedc663d", "c857d09db23e6822", "c70eca6b0f88f44d", "60965168ce762e94", "7d3194f79e645c42"}
# A path that exists on one machine only.
PLACE = re.compile(r"(?<![\w.~$}-])/(?:home|work|Users)/[\w-]+")
ISSUE = re.compile(r"\b(?:issue|PR|pull request)\s+#\d+", re.IGNORECASE)

NAMES = [
    (re.compile(r"^(src|apps|tests|tools|bench)/(?!.*node_modules).*\.(cpp|h|py|cmake)$"), re.compile(r"^[a-z0-9_]+(\.[a-z]+)?\.(cpp|h|py|cmake)$"),
     "snake_case"),
    (re.compile(r"^web/src/(?!generated/).*\.(ts|tsx|css)$"),
     re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)*\.(ts|tsx|css)$"), "kebab-case"),
]


def layers(cmake: str) -> dict[str, set[str]]:
    """From the text of Layers.cmake: {library or program: what it may use}."""
    rows = re.findall(r'^\s*"(\w+):([\w,]*)"\)?$', cmake, re.MULTILINE)
    return {name: {used for used in allowed.split(",") if used} for name, allowed in rows}


def owner(path: str) -> str | None:
    parts = path.split("/")
    return parts[1] if parts[0] in ("src", "apps", "tools") and len(parts) > 2 else None


def hash_of(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:16]


def spoken(folders: str | tuple[str, ...]) -> str:
    return folders if isinstance(folders, str) else " and ".join(folders)


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def includes(path: str, text: str, table: dict[str, set[str]]) -> list[str]:
    problems, own = [], owner(path)
    for match in INCLUDE.finditer(text):
        header, where = match[2], f"{path}:{line_of(text, match.start())}"
        for kept, folder in KEPT_HEADERS.items():
            if header.startswith(kept) and not path.startswith(folder) and not path.endswith("_test.cpp"):
                problems.append(f"{where}: {header} is only for {spoken(folder)}. Use the interface of that folder.")
        if path.startswith(PURE) and not path.endswith("_test.cpp") and "/testing/" not in path \
                and match[1] == "<" and IMPURE_HEADERS.match(header):
            problems.append(f"{where}: {own} is pure and has no <{header}>. Take what it gives as a parameter.")
        used = header.split("/")[0]
        if match[1] == '"' and own in table and used in table and used != own and used not in table[own]:
            problems.append(f"{where}: {own} may not use {used} ({header}). Move the code, or change "
                            f"cmake/Layers.cmake and say why in docs/decisions.")
    return problems


def banned(path: str, text: str) -> list[str]:
    return [f"{path}:{line_of(text, match.start())}: {match[0]} is not used here. {remedy}"
            for pattern, files, allowed, remedy in BANNED
            if (files is None or files.search(path)) and not path.startswith(tuple(allowed) or ("//",))
            for match in pattern.finditer(text)]


def foreign(path: str, text: str) -> list[str]:
    problems = [f"{path}:{line_of(text, match.start())}: {match[0]!r} means nothing to a reader of the repository. "
                "Say what it is about." for match in ISSUE.finditer(text)]
    problems += [f"{path}:{line_of(text, match.start())}: {match[0]} exists on one machine only. Name it by what it is."
                 for match in PLACE.finditer(text) if not path.startswith("tools/tidy_test.py")]
    words = {word.lower() for word in re.findall(r"[A-Za-z]{3,}", text)}
    return problems + [f"{path}: {word!r} does not belong in this repository. Say it in Tusk's own words."
                       for word in sorted(words)
                       if hash_of(word) in FOREIGN_WORDS]


def name(path: str) -> list[str]:
    last = path.rsplit("/", 1)[-1]
    return [f"{path}: the name is not {style}. Rename it." for folder, pattern, style in NAMES
            if folder.match(path) and not pattern.match(last) and last != "CMakeLists.txt"]


def marks(path: str, text: str, known: set[str]) -> list[str]:
    if not requirements.is_test(path):
        return []
    return [f"{path}: docs/requirements.md has no row {row}. Correct the mark."
            for row in requirements.marks({path: text}) if row not in known]


def long_files(path: str, text: str) -> tuple[list[str], list[str]]:
    """Problems and warnings."""
    count = text.count("\n")
    if path.endswith((".json", ".sql", ".svg", ".md")) or "/generated/" in path or path in LONG_FILES:
        return [], []
    if count > TOO_LONG:
        return [f"{path}: {count} lines. Divide it."], []
    return [], [f"{path}: {count} lines. Can it be divided?"] if count > LONGEST else []


def check(files: dict[str, str], cmake: str, document: str) -> tuple[list[str], list[str]]:
    """From {path: text}, Layers.cmake and requirements.md: problems and warnings."""
    table, known = layers(cmake), set(requirements.ids(document))
    problems, warnings = [], []
    for path, text in sorted(files.items()):
        problems += name(path) + foreign(path, text) + banned(path, text) + marks(path, text, known)
        if CPP.search(path):
            problems += includes(path, text, table)
        too_long, long = long_files(path, text)
        problems += too_long
        warnings += long
    return problems, warnings


def run(paths: list[str], root: Path = ROOT) -> bool:
    """Prints what is wrong. Returns whether nothing is."""
    files = {}
    for path in paths:
        data = (root / path).read_bytes()
        if b"\0" not in data and not path.endswith("package-lock.json"):
            files[path] = data.decode(errors="replace")
    problems, warnings = check(files, LAYERS.read_text(), requirements.DOCUMENT.read_text())
    for warning in warnings:
        print(f"warning: {warning}")
    for problem in problems:
        print(problem)
    return not problems
