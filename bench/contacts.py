"""Many contacts of twenty fields in an office's database, put there as fast as it goes."""

import sqlite3
from pathlib import Path

FIELDS = ("name", "is_customer", "is_supplier", "organisation_number", "phone", "mobile", "fax", "email", "website",
          "address_line_1", "address_line_2", "postal_code", "city", "country", "delivery_address_line_1",
          "delivery_postal_code", "delivery_city", "vat_number", "note", "is_partner")
META = ("id", "created_at", "created_by", "changed_at", "changed_by")
TYPE_NUMBER = 7


def contact(i: int) -> tuple:
    """The same as bench/pouchdb/common.mjs makes."""
    return (f"Kontakt {i} i Norrbotten AB", True, i % 3 == 0, f"559{i % 1000}-{i}", f"0980-{i}", f"070-{i}",
            f"0980-9{i}", f"kontakt{i}@norrsken.example", f"https://kontakt{i}.example", f"Skeppsbrogatan {i}",
            f"Hus {i % 40}", str(10000 + i % 80000), "Luleå", "SE", f"Lagervägen {i}", "98132", "Kiruna",
            f"SE559{i}01", f"Ring före leverans {i}.", False)


def rows(count: int, first_id: int):
    for i in range(count):
        yield (first_id + i, 1_700_000_000_000_000 + i, "Anna Berg", 1_700_000_000_000_000 + i, "Anna Berg", *contact(i))


def fill_sqlite(path: Path, count: int):
    """Not captured: what was there before a company is connected needs no log."""
    database = sqlite3.connect(path, isolation_level=None)
    first_id = 1_000_000
    columns = ", ".join(f'"{name}"' for name in META + FIELDS)
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO sync_apply VALUES (1)")
    database.executemany(f"INSERT INTO contact({columns}) VALUES ({', '.join('?' * len(META + FIELDS))})",
                         rows(count, first_id))
    database.execute("INSERT INTO id_counter(type_number, next) VALUES (?, ?) ON CONFLICT(type_number) "
                     "DO UPDATE SET next = excluded.next", (TYPE_NUMBER, first_id + count))
    database.execute("DELETE FROM sync_apply")
    database.execute("COMMIT")
    database.close()


def copy_sqlite(source: Path, target: Path) -> int:
    """The peer: SQLite itself copies the table, row by row, into an empty file. How many rows."""
    database = sqlite3.connect(target, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("ATTACH ? AS source", (str(source),))
    database.execute(database.execute("SELECT sql FROM source.sqlite_schema WHERE name = 'contact'").fetchone()[0])
    names = [row[1] for row in database.execute("PRAGMA source.table_info(contact)")]
    database.execute("BEGIN")
    # Of two equal tables SQLite copies the pages; an expression makes it read and write rows.
    columns = ", ".join("id + 0" if name == "id" else f'"{name}"' for name in names)
    copied = database.execute(f"INSERT INTO contact SELECT {columns} FROM source.contact").rowcount
    database.execute("COMMIT")
    database.close()
    return copied
