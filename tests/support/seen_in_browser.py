"""Whether tests in a browser have seen anything of another company: what tests/e2e ask, with the programs in TUSK_BIN.

  python3 -m support.seen_in_browser template            the folder of a bystander, who is moved in with its folder `online`
  python3 -m support.seen_in_browser look DEMO SEEN      looks through the folder of `tusk demo`, and through the files in
                                                         SEEN, which have what the browser was answered; ends with 1 and
                                                         the places if there is something of the bystander
"""

import sys
from pathlib import Path
from types import SimpleNamespace

from support import bystander, search
from support.witness import Sighting


def look(demo: Path, seen: Path):
    neighbour = bystander.Bystander.load(bystander.template(False))
    world = SimpleNamespace(folder=demo, postgres=None, mail_servers=[], bystander=neighbour)
    canary = neighbour.canary
    # Else there would be nobody to be seen.
    directory = (demo / "online" / "directory.db").read_bytes() + (demo / "online" / "directory.db-wal").read_bytes()
    assert canary.find_in(directory), "the bystander did not move in"
    sightings = [Sighting(f"what {file.stem} saw", file.read_bytes()) for file in sorted(seen.iterdir())]
    assert sightings, "nothing was seen"
    for sighting in search.files(world):
        # The log of the service has ids of all companies.
        sighting.ids = "tusk-online" not in sighting.where
        sightings.append(sighting)
    sightings += search.letters(world)
    search.complain([place for sighting in sightings for place in search.find(canary, sighting)])


if __name__ == "__main__":
    if sys.argv[1] == "template":
        print(bystander.template(False))
    else:
        try:
            look(*map(Path, sys.argv[2:]))
        except search.CanaryFound as found:
            sys.exit(str(found))
