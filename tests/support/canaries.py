"""Companies whose every text and number says whose it is, and what finds such a thing where it does not belong.

What a register holds is taken from docs/openapi-office.json, which is written from the registry: a new register or
field is filled in without anybody thinking of it.
"""

import base64
import itertools
import json
import os
import random
import re
from pathlib import Path

from support.interface import fields_schema
from support.world import World

DOCS = Path(__file__).resolve().parents[2] / "docs"
OFFICE = json.loads((DOCS / "openapi-office.json").read_text())
ONLINE = json.loads((DOCS / "openapi.json").read_text())
LETTERS = "kqvwxz"  # of which no word is made, nor any hexadecimal number
# Smaller numbers may be found by chance.
MIN_NUMBER = 10_000_000


class Canary:
    """The secret of one company: a word that stands in all of its texts, its numbers, and its ids."""

    def __init__(self, chance: random.Random, block: int):
        self.word = "".join(chance.choice(LETTERS) for _ in range(8))
        self.numbers = itertools.count(MIN_NUMBER * block + chance.randrange(MIN_NUMBER // 2))
        self.used: set[str] = set()
        self.ids: set[str] = set()

    def save(self) -> dict:
        return {"word": self.word, "used": sorted(self.used), "ids": sorted(self.ids)}

    @classmethod
    def load(cls, saved: dict) -> "Canary":
        canary = cls(random.Random(0), 1)
        canary.word, canary.used, canary.ids = saved["word"], set(saved["used"]), set(saved["ids"])
        return canary

    def number(self, times: int = 1) -> int:
        """`times`: what it is kept in."""
        number = next(self.numbers)
        self.used.add(str(number * times))
        return number

    def know(self, *ids: str):
        """Also what the server has given to the company and to nobody else."""
        self.ids.update(ids)

    def forms(self) -> list[bytes]:
        """The word as it stands in texts, in hexadecimal, and in base64 wherever it begins."""
        word = self.word.encode()
        # The digits that hold nothing of what stands before or after.
        digits = [base64.b64encode(b"\0" * before + word)[-(-8 * before // 6):(8 * before + 64) // 6] for before in range(3)]
        return [word, word.hex().encode(), *digits]

    def find_in(self, data: bytes, *, ids: bool = True, sent: tuple[str, ...] = ()) -> list[str]:
        """What of the company is in `data`, but for what whoever asked had `sent` themselves."""
        for own in sorted(sent, key=len, reverse=True):
            data = data.replace(own.encode(), b"")
        low = data.lower()
        found = [form.decode() for form in self.forms() if (form in low if form.islower() else form in data)]
        # Mostly there is nothing like them, which is soon seen.
        if os.path.commonprefix(list(self.used)).encode() in data:
            found += [number for number in re.findall(r"(?<![0-9A-Za-z.])\d{8,}(?![0-9A-Za-z])", data.decode(errors="replace"))
                      if number in self.used]
        if ids:
            found += [one for one in self.ids if one.encode() in data]
        return sorted(set(found))


class Company:
    """A company in the office of `world`, whose number `number` is; `copies` of each record, or of each kind of it."""

    def __init__(self, world: World, canary: Canary, number: int = 1, copies: int = 1):
        self.world = world
        self.canary = canary
        self.number = number
        self.copies = copies
        self.records: dict[str, list[int]] = {}  # by register
        self.name = f"{canary.word} AB"

    def address(self, person: str) -> str:
        return f"{person}@{self.canary.word}.example"

    def tusk(self, *words, **more) -> dict:
        return self.world.tusk(*words, "--company", self.number, **more)

    def records_of(self, record_type: str) -> list[dict]:
        return self.tusk("record", "list", record_type, "--limit", 500)["records"]

    def set_up_office(self):
        """The office, whose only company this is, and its user anna, who may connect it."""
        self.world.tusk("init", "--user", "anna", "--full-name", f"Anna {self.canary.word}", "--company-name", self.name,
                        *(["--database", self.world.databases["office"]] if self.world.postgres else []))
        self.fill()
        self.tusk("licence", "set", f"holder={self.name}", f"contact_person=Anna {self.canary.word}", "phone=0980-319 200")
        self.tusk("user", "set", "anna", "--employee", self.records["employee"][0])

    def connect(self):
        self.tusk("online", "connect", self.world.url, "--email", self.address("anna"), "--create-identity",
                  "--person-name", f"Anna {self.canary.word}", "--password-file", self.world.folder / "password",
                  "--no-wait")
        self.world.start_syncd()
        self.world.wait_until_synchronised()

    def fill(self, leave_out: tuple[str, ...] = ()):
        """Records of every register, those that are referred to before those that refer to them."""
        schemas = OFFICE["components"]["schemas"]
        for record_type in registers(OFFICE):
            if record_type in leave_out:
                continue
            fields = schemas[fields_schema(record_type)]["properties"]
            if record_type == "company":
                self._change("company", self.records_of("company")[0]["id"], fields, 0)
            else:
                self._add(record_type, fields)
            self.records[record_type] = [one["id"] for one in self.records_of(record_type)]

    def _add(self, record_type: str, fields: dict):
        kinds = max([len(field["enum"]) for field in fields.values() if "enum" in field], default=1)
        for index in range(self.copies * kinds):
            values = self._values(record_type, fields, index)
            if record_type == "user":  # the office's users have commands of their own
                given = dict(value.split("=", 1) for value in values)
                self.tusk("user", "add", given.pop("user_name").replace(" ", "-"), "--full-name", given.pop("full_name"), "--profile", "Standard")
                unknown = set(given) - {"access_profile", "employee"}
                assert not unknown, f"say here how users get {unknown}"
            else:
                self.tusk("record", "add", record_type, *values)

    def _change(self, record_type: str, record: int, fields: dict, index: int):
        self.tusk("record", "set", record_type, record, *self._values(record_type, fields, index))

    def _values(self, record_type: str, fields: dict, index: int) -> list[str]:
        values = {name: self._value(record_type, name, field, index) for name, field in fields.items()}
        return [f"{name}={value}" for name, value in values.items() if value is not None]

    def _value(self, record_type: str, name: str, field: dict, index: int):
        kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
        word = self.canary.word
        if "x-reference" in field:
            return self._reference(field, index)
        if "enum" in field:
            return field["enum"][index % len(field["enum"])]
        if "boolean" in kinds:
            return None  # as it is at first
        if "integer" in kinds:
            # The commands take whole crowns and per cent.
            hundredths = re.search("In (minor units|hundredths)", field["description"])
            return field["maximum"] // 400 if "maximum" in field else self.canary.number(100 if hundredths else 1)
        if "pattern" in field:
            return {"^[A-Z]{2}$": "SE", "^[a-z]{2}$": "sv", "^[A-Z]{3}$": "SEK"}[field["pattern"]]
        formats = {"email": f"{name}{index}@{word}.example", "uri": f"https://{word}.example/{index}",
                   "date": "2026-01-02"}
        if field.get("format") in formats:
            return formats[field["format"]]
        if name == "website":
            return formats["uri"]
        # First the word, so that it is there however short the field is; a number, as in telephone numbers; and
        # what makes each its own.
        text = f"{word} {self.canary.number()} {record_type} {name}"
        if "maxLength" in field and field["maxLength"] < len(f"{word} {max(self.canary.used)}"):
            text = word + str(index)
        return text[:field.get("maxLength", len(text))]

    def _reference(self, field: dict, index: int):
        there = self.records.get(field["x-reference"])
        if not there:
            return None
        if "x-reference-kind" in field:
            kind = field["x-reference-kind"]
            there = [one["id"] for one in self.records_of(field["x-reference"])
                     if one["fields"].get("kind") == kind and self.canary.word in one["fields"]["name"]]
        return there[index % len(there)]


def registers(api: dict) -> list[str]:
    [parameter] = [one for one in api["paths"]["/api/v1/records/{type}"]["get"]["parameters"] if one["name"] == "type"]
    return parameter["schema"]["enum"]
