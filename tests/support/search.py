"""Looks for the bystander's canaries where they must not be: in what the tests have seen, and in what a world holds."""

import re

from support.witness import Sighting, witness

CHUNK = re.compile(rb"\r\n[0-9a-fA-F]+\r\n")  # between the parts of an answer without a length


known: dict[str, "Canary"] = {}  # by word; there is one for each kind of database


class CanaryFound(AssertionError):
    pass


def know(canary):
    """Of a bystander that has moved in somewhere."""
    known[canary.word] = canary


def look_at_sightings():
    """At all that was seen since the last time, by the tests of whichever world."""
    sightings = [*witness.take(), *lines_of_programs()]
    complain([place for canary in known.values() for sighting in sightings for place in find(canary, sighting)])


def look_through(world):
    """At the end of a world, while its folder and its PostgreSQL server are still there."""
    if world.bystander is None:
        return
    canary = world.bystander.canary
    look_at_sightings()
    complain([place for sighting in [*letters(world), *files(world), *rows(world)] for place in find(canary, sighting)])


def find(canary, sighting: Sighting) -> list[str]:
    data = bytes(sighting.data)
    found = canary.find_in(data, ids=sighting.ids)
    if b"\r\n" in data and not found:
        found = canary.find_in(CHUNK.sub(b"", data), ids=sighting.ids)
    return [f"{one} in {sighting.where}: {around(data, one)!r}" for one in found]


def around(data: bytes, found: str) -> bytes:
    at = max(0, data.lower().find(found.lower().encode()))
    return data[max(0, at - 200):at + 200]


def complain(places: list[str]):
    if places:
        raise CanaryFound("what belongs to the bystander, another company, was seen:\n" + "\n".join(places[:20]))


def lines_of_programs() -> list[Sighting]:
    """New lines. The log of the service has ids of all companies."""
    return [Sighting(f"the output of {program.name}", program.new_lines().encode(), ids=program.name != "tusk-online")
            for program in list(witness.programs)]


def letters(world) -> list[Sighting]:
    """But for those to the bystander's own people."""
    from support.mail import letters_sent  # needs World
    return [Sighting(f"the letter to {letter['To']}, {letter['Subject']}", b"\n".join(
        [letter.raw, letter.text.encode(), letter.html.encode()]))
        for letter in letters_sent(world) if not world.bystander.own_letter(letter["To"])]


def files(world) -> list[Sighting]:
    """The office's, whatever else a test has written, and the companies on the server."""
    server = world.folder / "online"
    found = [file for file in world.folder.rglob("*") if server not in file.parents]
    found += [file for file in (server / "companies").glob("*") if not file.name.startswith(world.bystander.storage_key)]
    return [Sighting(f"the file {file.relative_to(world.folder)}", file.read_bytes())
            for file in found if file.is_file() and not file.is_symlink()]


def rows(world) -> list[Sighting]:
    """On PostgreSQL: the office's database, other companies on the server, and what the database server has logged."""
    if not world.postgres:
        return []
    online = world.databases["online"]
    tables = world.postgres.query(online, "SELECT table_name FROM information_schema.columns WHERE column_name = "
                                          "'company_id' AND table_schema = 'public'")
    others = " UNION ALL ".join(f'SELECT t::text FROM "{table}" t WHERE company_id <> {world.bystander.number}'
                                for [table] in tables)
    return [Sighting("the office's database", world.postgres.dump(world.databases["office"], "--data-only").encode()),
            *([Sighting("other companies' rows on the server", world.postgres.text(online, others))]
              if tables else []),
            Sighting("PostgreSQL's log", world.postgres.log())]
