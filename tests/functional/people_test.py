"""Five thousand people with everything that real address books have: imported, synchronised, edited on
both sides at the same time, and equal in the end."""

import random
import subprocess
import threading
import unittest

from support.world import BIN, World

COUNT = 5_000
SEED = 20_261


def people(file_format: str, seed: int, count: int) -> str:
    done = subprocess.run([BIN / "tusk-people", "--seed", str(seed), "--count", str(count), "--format",
                           file_format, "--damaged"], capture_output=True, check=True)
    return done.stdout.decode()


def by_id(records: list[dict], fields: set[str]) -> dict[int, dict]:
    return {r["id"]: {n: v for n, v in r["fields"].items() if n in fields} for r in records}


class People(unittest.TestCase):
    postgres = False

    def test_the_same_seed_gives_the_same_file(self):
        self.assertEqual(people("vcf", 7, 50), people("vcf", 7, 50))
        self.assertNotEqual(people("google", 7, 50), people("google", 8, 50))

    # REQ: SYN-2, CNF-2, CNF-4
    def test_thousands_of_people_edited_on_both_sides_are_equal_in_the_end(self):
        print(f"seed {SEED}")
        with World(postgres=self.postgres) as world:
            world.connect()
            for file_format, seed in (("vcf", SEED), ("google", SEED + 1)):
                report = world.tusk("import", "contacts", "-", input=people(file_format, seed, COUNT // 2))
                self.assertEqual(report["entries"], sum(report[n] for n in (
                    "taken", "changed", "unchanged", "duplicates", "refused")))
                self.assertGreater(report["taken"], COUNT // 2)
                self.assertGreater(report["refused"], 0)
                self.assertGreater(report["duplicates"], 0)
            world.wait_until_synchronised()
            anna = world.log_in()
            self.compare(world, anna)
            self.edit_both_sides(world, anna, random.Random(SEED))
            world.wait_until_synchronised()
            self.compare(world, anna)

    def compare(self, world: World, anna):
        for record_type in ("contact", "contact_person"):
            def equal(record_type=record_type):
                online = anna.list(record_type)
                fields = set(online[0]["fields"])
                return by_id(online, fields) == by_id(world.list(record_type), fields)
            world.wait_for(equal, f"both sides to have the same {record_type}s")

    @staticmethod
    def edit(n: int, fields: tuple, place: str) -> dict[str, str]:
        field = fields[n % len(fields)]
        is_number = field in ("phone", "fax", "mobile")
        return {field: f"0980-{len(place)}{n:04}" if is_number else f"{place} {n}"}

    def edit_both_sides(self, world: World, anna, rng: random.Random):
        contacts = [r["id"] for r in anna.list("contact")]
        chosen = rng.sample(contacts, 60)
        mine, theirs = chosen[:40], chosen[20:]
        failures = []

        def online():
            try:
                for n, contact in enumerate(theirs):
                    anna.change("contact", contact, **self.edit(n, ("phone", "fax", "city", "note"), "online"))
                anna.create("contact", name="Född online AB")
            except Exception as error:  # noqa: BLE001 - shown by the test's own thread
                failures.append(error)

        browser = threading.Thread(target=online)
        browser.start()
        for n, contact in enumerate(mine):
            world.set_contact(contact, **self.edit(n, ("phone", "mobile", "city", "note"), "kontor"))
        world.tusk("record", "delete", "contact", mine[0])
        browser.join()
        self.assertEqual(failures, [])


if __name__ == "__main__":
    unittest.main()
