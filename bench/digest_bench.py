"""How long the digest of a register takes, beside SQLite looking at every column of the same rows.

What a digest costs beyond that is the hashing; the goal is 1 M contacts within 2 s.

  tools/dev bench
  python3 bench/digest_bench.py --bin build/release/bin --records 1000000 --turns 5
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=5)
    arguments, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="tusk-bench-") as folder:
        done = subprocess.run([arguments.bin / "tusk-digest-bench", folder, "--records", str(arguments.records),
                               "--turns", str(arguments.turns)], check=True, stdout=subprocess.PIPE, text=True)
    turns = [json.loads(line) for line in done.stdout.splitlines()]
    digest = statistics.median(turn["digest_seconds"] for turn in turns)
    reading = statistics.median(turn["reading_seconds"] for turn in turns)
    print(f"Digest of {arguments.records:,} contacts: {digest:.2f} s; SQLite's reading of them: {reading:.2f} s "
          f"(ratio {digest / reading:.2f}); medians of {len(turns)} turns")


if __name__ == "__main__":
    main()
