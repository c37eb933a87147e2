"""How long a change takes to the other side, beside PouchDB doing the same on the same machine.

From the commit on one side until it is visible on the other: in the office a row of the company
database, online the event that a browser gets. Both ways, one edit at a time, then back and forth.
The peer (bench/pouchdb) is a local PouchDB in live replication with express-pouchdb.

  tools/dev bench                          both, in turns, three times
  python3 bench/change_latency_bench.py --bin build/release/bin --edits 300 --turns 3
"""

import argparse
import http.client
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
PATIENCE = 60.0


class Events:
    """The stream that a browser keeps open. Tells when a record's change has arrived."""

    def __init__(self, world, cookie: str):
        self.condition = threading.Condition()
        self.count = 0
        self.arrived = 0.0
        self.connection = http.client.HTTPConnection("127.0.0.1", world.port)
        self.connection.request("GET", "/api/v1/events", headers={"Cookie": cookie, "Accept": "text/event-stream"})
        self.answer = self.connection.getresponse()
        if self.answer.status != 200:
            raise SystemExit(f"/api/v1/events answered {self.answer.status}")
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while line := self.answer.readline():
            if line.rstrip() == b"event: record":
                with self.condition:
                    self.arrived = time.perf_counter()
                    self.count += 1
                    self.condition.notify_all()

    def wait_beyond(self, count: int) -> float:
        with self.condition:
            if not self.condition.wait_for(lambda: self.count > count, timeout=PATIENCE):
                raise SystemExit("A change in the office never came to the browser.")
            return self.arrived


class Tusk:
    """An office and an online server, connected; edits on either side."""

    def __init__(self, world):
        from support.processes import Program
        from support.world import ANNA, BIN, PASSWORD
        self.world = world
        self.held_back = 0.0  # seconds that the server made it wait
        world.set_up_office()
        world.start_online()
        world.tusk("online", "connect", world.url, "--email", ANNA, "--create-identity", "--person-name", "Anna Berg",
                   "--password-file", world.folder / "password")
        world.syncd = Program(world.news, [BIN / "tusk-syncd", "--data", world.office])
        self.contact = world.add_contact(name="Norrsken Bygg AB")
        session = world.log_in(ANNA)
        world.wait_for(lambda: session.find("contact", self.contact), "the contact to be online")
        self.headers = {"Content-Type": "application/json", "X-CSRF-Token": session.csrf_token,
                        "Cookie": "; ".join(f"{c.name}={c.value}" for c in session.cookies()),
                        "If-Match": "*"}
        self.connection = http.client.HTTPConnection("127.0.0.1", world.port)
        self.events = Events(world, self.headers["Cookie"])
        company = next((world.office / "companies").glob("*.db"))
        self.database = sqlite3.connect(company, isolation_level=None)
        self.database.execute("PRAGMA synchronous = FULL")
        self.reader = sqlite3.connect(company, isolation_level=None)

    def edit_in_office(self, phone: str) -> float:
        """As any program in the office would: one committed statement. Milliseconds until the browser has it."""
        seen = self.events.count
        self.database.execute("UPDATE contact SET phone = ?, changed_by = 'Bench', changed_at = ? WHERE id = ?",
                              (phone, time.time_ns() // 1000, self.contact))
        committed = time.perf_counter()
        return max(0.0, self.events.wait_beyond(seen) - committed) * 1000

    def edit_online(self, phone: str) -> float:
        etag = self._request("GET", None)["etag"]
        self.headers["If-Match"] = etag
        seen = self.events.count
        self._request("PATCH", {"fields": {"phone": phone}})
        committed = time.perf_counter()
        end = committed + PATIENCE
        while self.reader.execute("SELECT phone FROM contact WHERE id = ?", (self.contact,)).fetchone()[0] != phone:
            if time.perf_counter() > end:
                raise SystemExit("A change in the browser never came to the office.")
            time.sleep(0.0001)
        passed = (time.perf_counter() - committed) * 1000
        self.events.wait_beyond(seen)  # the browser's own edit comes back to it as an event, too
        return passed

    def _request(self, method: str, body) -> dict:
        self.connection.request(method, f"/api/v1/records/contact/{self.contact}",
                                None if body is None else json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status == 429:  # faster than any person: the server's limit, which is not what is measured
            pause = int(answer.headers["Retry-After"])
            time.sleep(pause)
            self.held_back += pause
            return self._request(method, body)
        if answer.status != 200:
            raise SystemExit(f"{method}: {answer.status} {text.decode()}")
        return json.loads(text)


def measure_tusk(edits: int) -> dict:
    from support.world import World
    with World() as world:
        tusk = Tusk(world)
        for i in range(20):
            tusk.edit_in_office(f"00{i}")
        to_online = [tusk.edit_in_office(f"1{i}") for i in range(edits)]
        to_office = [tusk.edit_online(f"2{i}") for i in range(edits)]
        tusk.held_back = 0.0
        begun = time.perf_counter()
        for i in range(edits // 2):
            tusk.edit_in_office(f"3{i}")
            tusk.edit_online(f"4{i}")
        return {"to_online_ms": to_online, "to_office_ms": to_office,
                "exchanges_per_second": edits / (time.perf_counter() - begun - tusk.held_back)}


def measure_pouchdb(edits: int) -> dict:
    folder = ROOT / "bench" / "pouchdb"
    if not (folder / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=True, stdout=sys.stderr)
    done = subprocess.run(["node", "change_latency.mjs", "--edits", str(edits)], cwd=folder, check=True,
                          stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


FIGURES = {
    "office → online, p50 ms": lambda m: statistics.median(m["to_online_ms"]),
    "office → online, p99 ms": lambda m: percentile(m["to_online_ms"], 0.99),
    "online → office, p50 ms": lambda m: statistics.median(m["to_office_ms"]),
    "online → office, p99 ms": lambda m: percentile(m["to_office_ms"], 0.99),
    "exchanges per second": lambda m: m["exchanges_per_second"],
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=ROOT / "build" / "release" / "bin", type=Path)
    parser.add_argument("--edits", default=300, type=int)
    parser.add_argument("--turns", default=3, type=int)
    arguments = parser.parse_args()
    os.environ["TUSK_BIN"] = str(arguments.bin)
    runs = {"Tusk": [], "PouchDB": []}
    for turn in range(arguments.turns):
        for name, measure in (("Tusk", measure_tusk), ("PouchDB", measure_pouchdb)):
            print(f"turn {turn + 1} of {arguments.turns}: {name} …", file=sys.stderr)
            runs[name].append(measure(arguments.edits))
    print(f"Change latency, {arguments.edits} edits each way, medians of {arguments.turns} turns\n")
    print(f"{'':26} {'Tusk':>9} {'PouchDB':>9} {'ratio':>8}")
    for name, figure in FIGURES.items():
        own = statistics.median(figure(run) for run in runs["Tusk"])
        peer = statistics.median(figure(run) for run in runs["PouchDB"])
        ratio = own / peer if name.endswith("second") else peer / own
        print(f"{name:26} {own:9.2f} {peer:9.2f} {ratio:7.1f}×")
    return 0


if __name__ == "__main__":
    sys.exit(main())
