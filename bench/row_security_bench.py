"""What row-level security costs on PostgreSQL: the same work by a role that policies hold for, and, as the
peer, by one that goes past them. They take turns in one database, so that what else the machine does hits both.

  tools/dev bench
  python3 bench/row_security_bench.py --bin build/release/bin --records 50000 --turns 5
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.postgres import Postgres  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--without-leakproof", action="store_true", help="as where no superuser set the database up")
    arguments, _ = parser.parse_known_args()
    server = Postgres()
    try:
        guarded = server.make_database("bench")
        words = [arguments.bin / "tusk-row-security-bench", guarded, server.address("bench", "exempt")]
        subprocess.run([*words, "--fill", str(arguments.records)], check=True)
        mark = "NOT LEAKPROOF" if arguments.without_leakproof else "LEAKPROOF"
        server.execute(guarded, "CREATE ROLE exempt LOGIN BYPASSRLS; GRANT tusk TO exempt; "
                                f"ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) {mark}")
        done = subprocess.run([*words, str(arguments.turns)], check=True, stdout=subprocess.PIPE, text=True)
    finally:
        server.close()
    times: dict[str, dict[bool, list[float]]] = {}
    for line in done.stdout.splitlines():
        told = json.loads(line)
        times.setdefault(told["work"], {True: [], False: []})[told["guarded"]].append(told["ms"])
    print(f"Row-level security, {arguments.records:,} contacts in each of 3 companies, medians of {arguments.turns} turns:")
    for work, sides in times.items():
        on, off = (statistics.median(sides[side]) for side in (True, False))
        print(f"  {work:<28} {on:8.3f} ms, without: {off:8.3f} ms (ratio {on / off:.2f})")


if __name__ == "__main__":
    main()
