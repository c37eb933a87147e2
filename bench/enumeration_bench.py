"""Whether how long an answer takes tells that an address has a Tusk ID.

Wrong passwords, and letters asked for, for addresses that have a Tusk ID and for ones that have none (the
peer), in random order, each from an address of its own so that no limit is met. The area under the curve is
the chance that of one answer of each kind the longer one is the known address's: 0.5 tells nothing. The goals
are a difference of the medians of at most 2 ms, and 0.45 to 0.55.

  tools/dev bench
  python3 bench/enumeration_bench.py --bin build/release/bin --people 150 --seed 1
"""

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
TRIES = 3  # of each address: the fourth wrong password has to wait


class Stranger:
    """Asks from another address of the loopback network each time."""

    def __init__(self, port: int):
        self.port = port
        self.asked = 0

    def ask(self, path: str, body: dict) -> tuple[float, int, bytes]:
        self.asked += 1
        source = f"127.{1 + self.asked // 62500}.{self.asked // 250 % 250}.{1 + self.asked % 250}"
        line = http.client.HTTPConnection("127.0.0.1", self.port, source_address=(source, 0))
        line.connect()
        started = time.perf_counter()
        line.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = line.getresponse()
        text = answer.read()
        taken = (time.perf_counter() - started) * 1000
        line.close()
        return taken, answer.status, text


def area_under_curve(known: list[float], unknown: list[float]) -> float:
    """Of Mann and Whitney: ranks, ties shared."""
    ranked = sorted([(value, True) for value in known] + [(value, False) for value in unknown])
    rank_sum, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        rank_sum += sum(is_known for _, is_known in ranked[at:end]) * (at + 1 + end) / 2
        at = end
    return (rank_sum - len(known) * (len(known) + 1) / 2) / (len(known) * len(unknown))


def add_people(world, count: int) -> list[str]:
    from support.world import BIN
    [company] = world.log_in().about["companies"]
    emails = [f"person{number}@norrsken.example" for number in range(count)]
    for email in emails:
        subprocess.run([BIN / "tusk-online", "admin", "add-person", "--config", world.folder / "online.toml", "--email",
                        email, "--company", company["id"], "--name", email.partition("@")[0], "--password-file",
                        world.folder / "password"], check=True, capture_output=True)
    return emails


def measure(stranger: Stranger, what: str, path: str, bodies: dict[bool, list[dict]], dice: random.Random):
    asked = [(is_known, body) for is_known, all_bodies in bodies.items() for body in all_bodies]
    dice.shuffle(asked)
    times: dict[bool, list[float]] = {True: [], False: []}
    answers = set()
    for is_known, body in asked:
        taken, status, text = stranger.ask(path, body)
        told = json.loads(text) if text else {}
        told.get("error", {}).pop("request_id", None)
        answers.add((status, json.dumps(told)))
        times[is_known].append(taken)
    if len(answers) != 1 or min(answers)[0] in (429, 503):
        raise SystemExit(f"{what}: the answers differ, or a limit was met: {sorted(answers)[:2]}")
    known, unknown = statistics.median(times[True]), statistics.median(times[False])
    print(f"  {what}: with a Tusk ID {known:.2f} ms, without {unknown:.2f} ms ({len(times[True])} and {len(times[False])} "
          f"answers): {known - unknown:+.2f} ms, {known / unknown:.3f}; area under the curve "
          f"{area_under_curve(times[True], times[False]):.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    os.environ["TUSK_BIN"] = str(Path(arguments.bin).resolve())
    from support.world import World
    dice = random.Random(arguments.seed)
    with World() as world:
        settings = world.folder / "online.toml"
        settings.write_text(f"online_users = {arguments.people + 10}\n" + settings.read_text())
        world.connect()
        known = add_people(world, arguments.people)
        unknown = [f"nobody{number}@norrsken.example" for number in range(arguments.people)]
        emails = {True: known, False: unknown}
        stranger = Stranger(world.port)
        print(f"Does the time of an answer tell who has a Tusk ID? Seed {arguments.seed}")
        measure(stranger, "wrong password", "/api/v1/session",
                {is_known: [{"email": email, "password": "fel fel fel fel"} for email in of * TRIES]
                 for is_known, of in emails.items()}, dice)
        measure(stranger, "letter asked for", "/api/v1/password/forgotten",
                {is_known: [{"email": email} for email in of * TRIES] for is_known, of in emails.items()}, dice)


if __name__ == "__main__":
    main()
