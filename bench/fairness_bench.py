"""How long a company waits for its answers while another asks for more than the server can do.

One company has many contacts and so many sessions that search, read long lists and write without a pause; the other asks
for one record and for a page of a list, one after another. The same without the flood is the peer, in turns of the same
run. The goal is a p99 of at most twice as long (TE-7).

  tools/dev bench
  python3 bench/fairness_bench.py --bin build/release/bin --contacts 10000 --sessions 16 --questions 40 --turns 5

What else the machine has to do counts here: the flood is made by another process, on the same processors as the server.
"""

import argparse
import contextlib
import http.client
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
SEARCHES = ("a", "an", "berg", "so", "e")


class Asker:
    """A session on a line that stays open."""

    def __init__(self, port: int, cookies: dict, csrf_token: str = ""):
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        # Without the ear of the tests, which keeps all that it hears.
        self.line.response_class = http.client.HTTPResponse
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
                        "X-CSRF-Token": csrf_token, "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body=None) -> int:
        self.line.request(method, "/api/v1" + path, None if body is None else json.dumps(body), self.headers)
        answer = self.line.getresponse()
        answer.read()
        return answer.status


class Flood:
    """A process of its own, all of whose sessions ask until it ends; told no, they ask on at once."""

    def __init__(self, askers: list[Asker]):
        self.askers = askers
        self.statuses: dict[int, int] = {}
        self.context = multiprocessing.get_context("fork")  # the sessions' lines are not open yet

    def __enter__(self):
        self.end, self.told = self.context.Event(), self.context.SimpleQueue()
        self.process = self.context.Process(target=self._run, daemon=True)
        self.process.start()
        return self

    def __exit__(self, *error):
        self.end.set()
        self.statuses = self.told.get()
        self.process.join()

    def _run(self):
        threads = [threading.Thread(target=self._ask, args=(asker, number)) for number, asker in enumerate(self.askers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.told.put(self.statuses)

    def _ask(self, asker: Asker, number: int):
        while not self.end.is_set():
            word = SEARCHES[number % len(SEARCHES)]
            for question in (("GET", f"/records/contact?q={word}&limit=500"), ("GET", "/records/contact?limit=500"),
                             ("POST", "/records/contact", {"fields": {"name": f"Flod {number}"}})):
                status = asker.ask(*question)
                self.statuses[status] = self.statuses.get(status, 0) + 1
            number += 1


def measure(asker: Asker, paths: dict[str, str], questions: int) -> dict[str, list[float]]:
    times = {what: [] for what in paths}
    for _ in range(questions):
        for what, path in paths.items():
            started = time.perf_counter()
            while (status := asker.ask("GET", path)) == 429:  # its own budget; that is not what is measured
                time.sleep(1)
                started = time.perf_counter()
            times[what].append((time.perf_counter() - started) * 1000)
            if status != 200:
                raise SystemExit(f"{path}: {status}")
    return times


def p99(times: list[float]) -> float:
    return sorted(times)[max(0, len(times) * 99 // 100 - 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--contacts", type=int, default=10_000)
    parser.add_argument("--sessions", type=int, default=16)
    parser.add_argument("--questions", type=int, default=40, help="of each kind, a turn")
    parser.add_argument("--turns", type=int, default=5)
    arguments = parser.parse_args()
    os.environ["TUSK_BIN"] = str(Path(arguments.bin).resolve())
    from support.world import BIN, World
    with World() as world:
        world.set_up_office()
        people = subprocess.run([BIN / "tusk-people", "--seed", "7", "--count", str(arguments.contacts), "--format", "google"],
                                capture_output=True, check=True)
        world.tusk("import", "contacts", "-", input=people.stdout.decode())
        world.start_online()
        world.tusk("online", "connect", world.url, "--email", "anna@norrsken.example", "--create-identity", "--person-name",
                   "Anna Berg", "--password-file", world.folder / "password", "--no-wait")
        world.start_syncd()
        world.wait_until_synchronised()
        world.syncd.stop()
        sessions = [world.log_in() for _ in range(arguments.sessions)]
        flooding = [Asker(world.port, {cookie.name: cookie.value for cookie in one.cookies()}, one.csrf_token) for one in sessions]
        bystander = world.bystander
        page = json.loads(bystander.ask(world, "/api/v1/records/contact?limit=100"))
        paths = {"one record": f"/records/contact/{page['records'][0]['id']}", "a page of a list": "/records/contact?limit=100"}
        other = Asker(world.port, bystander.cookies)
        times = {kind: {what: [] for what in paths} for kind in ("alone", "beside a flood")}
        answered: dict[int, int] = {}
        measure(other, paths, 5)
        for _ in range(arguments.turns):
            for kind, flood in (("alone", None), ("beside a flood", Flood(flooding))):
                with flood or contextlib.nullcontext():
                    for what, each in measure(other, paths, arguments.questions).items():
                        times[kind][what] += each
                for status, count in (flood.statuses if flood else {}).items():
                    answered[status] = answered.get(status, 0) + count
        print(f"Another company's answers, {arguments.sessions} sessions flooding, {arguments.contacts} contacts; the flood was "
              f"answered {answered}")
        for what in paths:
            alone, beside = times["alone"][what], times["beside a flood"][what]
            print(f"  {what}: p50 {statistics.median(alone):.2f} ms alone, {statistics.median(beside):.2f} beside: "
                  f"{statistics.median(beside) / statistics.median(alone):.2f}; p99 {p99(alone):.2f} and {p99(beside):.2f}: "
                  f"{p99(beside) / p99(alone):.2f} ({len(alone)} each)")
        world.bystander = None  # nothing here is a test


if __name__ == "__main__":
    main()
