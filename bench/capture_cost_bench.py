"""What the capture of changes costs the users' own writes.

Two databases of the same schema on the same disk, SQLite in WAL mode at synchronous=FULL, a record
per transaction: one with the triggers that log changes, the peer without them (all other triggers
and indexes are in both). They take turns, so that what else the machine does hits both.

  tools/dev bench
  python3 bench/capture_cost_bench.py --writes 2000 --turns 5
"""

import argparse
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "docs" / "schema" / "company-office.sqlite.sql"
CAPTURE_TRIGGERS = ("inserted", "updated", "deleted")
RECORDS = 20_000
INSERT = ("INSERT INTO contact(id, name, phone, email, address_line_1, city, changed_at, changed_by, created_at, created_by) "
          "VALUES (?, ?, '0980-319 200', 'info@norrsken.example', 'Skeppsbrogatan 12', 'Luleå', 1, 'Anna', 1, 'Anna')")


def open_database(path: Path, is_captured: bool) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    database.executescript(SCHEMA.read_text(encoding="utf-8"))
    if not is_captured:
        for name in CAPTURE_TRIGGERS:
            database.execute(f'DROP TRIGGER "contact_{name}"')
    database.execute("BEGIN")
    database.executemany(INSERT, ((number, f"Kontakt {number}") for number in range(1, RECORDS + 1)))
    database.execute("COMMIT")
    database.execute("DELETE FROM sync_log")
    return database


class Writes:
    """The same sequence of single-record transactions against each database."""

    def __init__(self, database: sqlite3.Connection):
        self.database = database
        self.next_id = RECORDS
        self.edits = 0

    def update(self):
        self.edits += 1
        self.database.execute("UPDATE contact SET phone = ?, changed_at = ? WHERE id = ?",
                              (f"0980-{self.edits}", self.edits + 1, self.edits * 7919 % RECORDS + 1))

    def insert(self):
        self.next_id += 1
        self.database.execute(INSERT, (self.next_id, f"Kontakt {self.next_id}"))

    def delete(self):
        self.database.execute("DELETE FROM contact WHERE id = ?", (self.next_id,))
        self.next_id -= 1


def time_writes(write, count: int) -> list[float]:
    times = []
    for _ in range(count):
        started = time.perf_counter()
        write()
        times.append((time.perf_counter() - started) * 1000)
    return times


def bulk_rate(database: sqlite3.Connection, first: int, count: int) -> float:
    started = time.perf_counter()
    database.execute("BEGIN")
    database.executemany(INSERT, ((first + i, f"Kontakt {first + i}") for i in range(count)))
    database.execute("COMMIT")
    return count / (time.perf_counter() - started)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", help="not used: the schema is what is measured")
    parser.add_argument("--writes", type=int, default=1000, help="of each kind, in each turn")
    parser.add_argument("--turns", type=int, default=5)
    arguments = parser.parse_args()
    # Beside the build and not in /tmp, which may be memory: a commit has to reach a disk.
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        sides = {"captured": open_database(Path(folder) / "captured.db", True),
                 "plain": open_database(Path(folder) / "plain.db", False)}
        writes = {name: Writes(database) for name, database in sides.items()}
        times = {(name, kind): [] for name in sides for kind in ("update", "insert", "delete")}
        bulk = {name: [] for name in sides}
        for turn in range(arguments.turns):
            for name in sorted(sides, reverse=turn % 2 == 1):
                for kind in ("update", "insert", "delete"):
                    times[name, kind] += time_writes(getattr(writes[name], kind), arguments.writes)
                bulk[name].append(bulk_rate(sides[name], 1_000_000 * (turn + 1), 20_000))
        print(f"Cost of capture, {arguments.turns} turns of {arguments.writes} single-record transactions, medians:")
        for kind in ("update", "insert", "delete"):
            plain = statistics.median(times["plain", kind])
            captured = statistics.median(times["captured", kind])
            print(f"  {kind}: {plain:.3f} ms without, {captured:.3f} ms with capture: {(captured / plain - 1) * 100:+.0f} %")
        plain, captured = (statistics.median(bulk[name]) for name in ("plain", "captured"))
        print(f"  bulk insert: {plain:,.0f} rows/s without, {captured:,.0f} with capture: {(captured / plain - 1) * 100:+.0f} %")
        logged = sides["captured"].execute("SELECT count(*) FROM sync_log").fetchone()[0]
        expected = arguments.turns * (3 * arguments.writes + 20_000)
        if logged != expected or sides["plain"].execute("SELECT count(*) FROM sync_log").fetchone()[0] != 0:
            raise SystemExit(f"{logged} changes were logged instead of {expected}: this measured something else.")


if __name__ == "__main__":
    main()
