"""The first synchronisation of a large office over TLS, beside its peers on the same machine.

From the command that connects until everything is there online and checked; the search tables follow, which is told
beside it. Peers: SQLite copying the same table into another file (the least that any copy costs), and PouchDB pushing
the same documents to a server, which makes nothing searchable.

  tools/dev bench
  python3 bench/first_sync_bench.py --bin build/release/bin --records 1000000 --turns 3
"""

import argparse
import contextlib
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "bench"))


def make_certificate(folder: Path):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"],
                   check=True, capture_output=True)
    (folder / "key.pem").chmod(0o600)


def peak_memory_mb(program) -> float:
    """The most that the program has ever had in memory."""
    for line in Path(f"/proc/{program.process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("no VmHWM")


def resident_mb(program) -> float:
    for line in Path(f"/proc/{program.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("no VmRSS")


def wait_until_searchable(world):
    """Looks every 20 ms: next to nothing beside what is waited for."""
    with contextlib.closing(sqlite3.connect(world.company_file("online"), timeout=30)) as database:
        while database.execute("SELECT count(*) FROM search_backlog").fetchone() != (0,):
            time.sleep(0.02)
        found, = database.execute("SELECT count(*) FROM contact_search WHERE contact_search MATCH 'norrbotten'").fetchone()
        there, = database.execute("SELECT count(*) FROM contact").fetchone()
    if found != there:
        raise SystemExit(f"{found} of {there} contacts can be found")


def measure_tusk(records: int) -> dict:
    import contacts
    from support.processes import Program
    from support.world import ANNA, BIN, World
    with World(bystander=False) as world:
        make_certificate(world.folder)
        world.url = f"https://127.0.0.1:{world.port}"
        (world.folder / "online.toml").write_text(
            f'listen_port = {world.port}\npublic_url = "{world.url}"\ndata_folder = "{world.folder / "online"}"\n'
            f'tls_certificate = "{world.folder / "certificate.pem"}"\ntls_key = "{world.folder / "key.pem"}"\n')
        world.set_up_office()
        database = next((world.office / "companies").glob("*.db"))
        contacts.fill_sqlite(database, records)
        begun = time.perf_counter()
        if contacts.copy_sqlite(database, world.folder / "copy.db") != records:
            raise SystemExit("The copy is not whole.")
        raw = time.perf_counter() - begun
        (world.folder / "copy.db").unlink()
        world.start_online()
        world.syncd = Program(world.news, [BIN / "tusk-syncd", "--data", world.office, "--ca-file",
                                            world.folder / "certificate.pem"])
        idle = resident_mb(world.syncd)
        begun = time.perf_counter()
        world.tusk("online", "connect", world.url, "--email", ANNA, "--create-identity", "--person-name", "Anna Berg",
                   "--password-file", world.folder / "password", "--ca-file", world.folder / "certificate.pem")
        seconds = time.perf_counter() - begun
        wait_until_searchable(world)
        searchable = time.perf_counter() - begun
        return {"seconds": seconds, "searchable_seconds": searchable, "records_per_second": records / seconds, "raw_records_per_second": records / raw,
                "syncd_idle_mb": idle, "syncd_peak_mb": peak_memory_mb(world.syncd),
                "online_peak_mb": peak_memory_mb(world.online)}


def measure_pouchdb(records: int) -> dict:
    folder = ROOT / "bench" / "pouchdb"
    if not (folder / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=True, stdout=sys.stderr)
    done = subprocess.run(["node", "push.mjs", "--records", str(records)], cwd=folder, check=True,
                          stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=ROOT / "build" / "release" / "bin", type=Path)
    parser.add_argument("--records", default=1_000_000, type=int)
    parser.add_argument("--pouchdb-records", default=100_000, type=int)
    parser.add_argument("--turns", default=3, type=int)
    arguments = parser.parse_args()
    os.environ["TUSK_BIN"] = str(arguments.bin)
    tempfile.tempdir = str(ROOT / "build")  # on a disk: /tmp may be memory
    own, peer = [], []
    for turn in range(arguments.turns):
        print(f"turn {turn + 1} of {arguments.turns} …", file=sys.stderr)
        own.append(measure_tusk(arguments.records))
        peer.append(measure_pouchdb(arguments.pouchdb_records))
    median = {name: statistics.median(run[name] for run in own) for name in own[0]}
    pouchdb = statistics.median(run["records_per_second"] for run in peer)
    print(f"First synchronisation of {arguments.records:,} contacts over TLS, medians of {arguments.turns} turns\n")
    print(f"Tusk                {median['records_per_second']:12,.0f} records/s ({median['seconds']:.1f} s)")
    print(f"all can be searched {arguments.records / median['searchable_seconds']:12,.0f} records/s "
          f"({median['searchable_seconds']:.1f} s)")
    print(f"SQLite's own copy   {median['raw_records_per_second']:12,.0f} records/s: ratio "
          f"{median['records_per_second'] / median['raw_records_per_second']:.2f}")
    print(f"PouchDB ({arguments.pouchdb_records:,})   {pouchdb:12,.0f} documents/s: ratio "
          f"{median['records_per_second'] / pouchdb:.1f}")
    print(f"memory: tusk-syncd {median['syncd_idle_mb']:.0f} MB idle, {median['syncd_peak_mb']:.0f} MB at most; "
          f"tusk-online {median['online_peak_mb']:.0f} MB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
