"""The first synchronisation of a large office where both sides are on PostgreSQL, beside PostgreSQL's own initial copy of
the same table by logical replication, on the same server.

  tools/dev bench
  python3 bench/first_sync_postgres_bench.py --bin build/release/bin --records 200000 --turns 3

From the command that connects until everything is there online, checked and searchable. The peer copies into a table
without indexes but its key. The server waits for no disk, for either.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "bench"))

# The same as contacts.contact() makes, from the number `i`.
COLUMNS = {
    "name": "'Kontakt ' || i || ' i Norrbotten AB'", "is_customer": "true", "is_supplier": "i % 3 = 0",
    "organisation_number": "'559' || i % 1000 || '-' || i", "phone": "'0980-' || i", "mobile": "'070-' || i",
    "fax": "'0980-9' || i", "email": "'kontakt' || i || '@norrsken.example'",
    "website": "'https://kontakt' || i || '.example'", "address_line_1": "'Skeppsbrogatan ' || i",
    "address_line_2": "'Hus ' || i % 40", "postal_code": "10000 + i % 80000", "city": "'Luleå'", "country": "'SE'",
    "delivery_address_line_1": "'Lagervägen ' || i", "delivery_postal_code": "'98132'", "delivery_city": "'Kiruna'",
    "vat_number": "'SE559' || i || '01'", "note": "'Ring före leverans ' || i || '.'", "is_partner": "false"}
FIRST_ID = 1_000_000
MOST_SECONDS = 1800


def fill(world, records: int):
    """Not captured: what was there before a company is connected needs no log."""
    from contacts import TYPE_NUMBER
    office = world.databases["office"]
    company = world.postgres.query(office, "SELECT company_id FROM sync_state")[0][0]
    world.postgres.execute(office, f"""
        SET LOCAL session_replication_role = replica;
        INSERT INTO contact(company_id, id, created_at, created_by, changed_at, changed_by, {", ".join(COLUMNS)})
          SELECT {company}, {FIRST_ID} + i, 1700000000000000 + i, 'Anna Berg', 1700000000000000 + i, 'Anna Berg',
                 {", ".join(COLUMNS.values())} FROM generate_series(0, {records - 1}) AS i;
        INSERT INTO id_counter(company_id, type_number, next) VALUES ({company}, {TYPE_NUMBER}, {FIRST_ID + records})
          ON CONFLICT (company_id, type_number) DO UPDATE SET next = excluded.next;""")


def until(condition, what: str):
    """Looks every 5 ms: next to nothing beside what is waited for."""
    end = time.perf_counter() + MOST_SECONDS
    while not condition():
        if time.perf_counter() > end:
            raise SystemExit(f"{what}: not within {MOST_SECONDS} s")
        time.sleep(0.005)


def replicate(world) -> float:
    """Seconds of the initial copy of the office's contacts into another database of the server."""
    postgres, office = world.postgres, world.databases["office"]
    target = postgres.make_database("replica")
    definitions = postgres.query(office, """
        SELECT format('%I %s', attname, format_type(atttypid, atttypmod)) FROM pg_attribute
        WHERE attrelid = 'contact'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum""")
    columns = ", ".join(row[0] for row in definitions)
    postgres.execute(target, f"CREATE TABLE contact({columns}, PRIMARY KEY (company_id, id))")
    postgres.execute(office, "CREATE PUBLICATION peer FOR TABLE contact")
    # On one server the slot has to be there before (PostgreSQL's manual, CREATE SUBSCRIPTION, Notes).
    postgres.execute(office, "SELECT pg_create_logical_replication_slot('peer', 'pgoutput')")
    begun = time.perf_counter()
    postgres.execute(target, f"""CREATE SUBSCRIPTION peer
        CONNECTION 'dbname=office host={postgres.folder} user=superuser' PUBLICATION peer
        WITH (create_slot = false, slot_name = 'peer')""")
    until(lambda: postgres.query(target, "SELECT 1 FROM pg_subscription_rel WHERE srsubstate IN ('s', 'r')"),
          "logical replication")
    seconds = time.perf_counter() - begun
    postgres.execute(target, "ALTER SUBSCRIPTION peer DISABLE")
    return seconds


def measure(records: int) -> dict:
    from support.processes import Program
    from support.world import ANNA, BIN, World
    with World(postgres=True, bystander=False) as world:
        world.postgres.enable_logical_replication()
        world.set_up_office()
        fill(world, records)
        peer = replicate(world)
        copied = world.postgres.query(world.postgres.address("replica"), "SELECT count(*) FROM contact")[0][0]
        if int(copied) != records:
            raise SystemExit(f"logical replication copied {copied} of {records}")
        world.start_online()
        world.syncd = Program(world.news, [BIN / "tusk-syncd", "--data", world.office])
        begun = time.perf_counter()
        world.tusk("online", "connect", world.url, "--email", ANNA, "--create-identity", "--person-name", "Anna Berg",
                   "--password-file", world.folder / "password", timeout=MOST_SECONDS)
        seconds = time.perf_counter() - begun
        return {"seconds": seconds, "own": records / seconds, "peer": records / peer}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=ROOT / "build" / "release" / "bin", type=Path)
    parser.add_argument("--records", default=200_000, type=int)
    parser.add_argument("--turns", default=3, type=int)
    arguments = parser.parse_args()
    os.environ["TUSK_BIN"] = str(arguments.bin)
    tempfile.tempdir = str(ROOT / "build")  # on a disk: /tmp may be memory
    runs = []
    for turn in range(arguments.turns):
        print(f"turn {turn + 1} of {arguments.turns} …", file=sys.stderr)
        runs.append(measure(arguments.records))
    median = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    print(f"First synchronisation of {arguments.records:,} contacts, PostgreSQL on both sides, medians of "
          f"{arguments.turns} turns\n")
    print(f"Tusk                  {median['own']:12,.0f} records/s ({median['seconds']:.1f} s)")
    print(f"logical replication   {median['peer']:12,.0f} records/s: ratio {median['own'] / median['peer']:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
