"""Requests to every route that an OpenAPI document describes, with ids of one's own, of somebody else, and of nobody.

Where an id can stand is a *slot*: a parameter of the path ("people/{id}"), a member of the body ("company_id"), a
query parameter. A path parameter or member that looks like an id and has no slot here is an error: whoever adds a route
says here what its ids are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

METHODS = ("get", "post", "put", "patch", "delete")
# Parts of paths that an id stands after, and what that is.
PLACES = {"records": "record {register}", "problems": "record {register}", "people": "person", "roles": "role",
          "invitations": "invitation", "clients": "client", "programs": "client", "conflicts": "conflict", "blocks": "block",
          "sessions": "session", "browsers": "browser", "passkeys": "passkey"}
# Members of bodies that name something that is somebody's, and what that is.
MEMBERS = {"company_id": "company", "default_company": "company", "company_uuid": "office", "database_uuid": "office", "role": "role", "token": "token",
           "request": "request", "email": "email", "record_id": "employee", "office_user": "user",
           "computer_uuid": "computer", "archive": "archive"}
# Members that look like such, and are none.
NO_IDS = {"password": "", "client_id": "", "access_token": ""}
ARE_IDS = re.compile(r"(_id|_uuid|uuid|token|request|role|email|company)$")


@dataclass
class Request:
    method: str
    path: str
    body: dict | None
    headers: dict = field(default_factory=dict)


@dataclass
class Operation:
    """One method of one route; of routes about records one for each register."""

    api: dict
    path: str
    method: str
    about: dict
    register: str | None = None

    @property
    def id(self) -> str:
        return self.about["operationId"]

    @property
    def name(self) -> str:
        return f"{self.id} {self.register}" if self.register else self.id

    @property
    def permission(self) -> str:
        return self.about["x-permission"]

    def _path_slots(self) -> dict[str, str]:
        """Slot by parameter."""
        slots = {}
        for place in re.finditer(r"/([^/{]+)(?:/\{type\})?/\{(\w+)\}", self.path):
            before, name = place.groups()
            if name != "type":
                assert before in PLACES, f"{self.id}: say in PLACES what stands after {before}/ in the path"
                slots[name] = PLACES[before].format(register=self.register)
        return slots

    def _schema(self) -> dict | None:
        content = self.about.get("requestBody", {}).get("content", {})
        return self._resolve(content["application/json"]["schema"]) if "application/json" in content else None

    def _resolve(self, schema: dict) -> dict:
        while "$ref" in schema:
            schema = self.api["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def _fields(self) -> dict:
        return self.api["components"]["schemas"][fields_schema(self.register)]["properties"]

    def _query_slots(self) -> dict[str, str]:
        """Slot by the parameter and what stands before the id in it."""
        if self.id != "list_records":
            return {}
        return {"q=": "word", **{f"filter={name}:eq:": f"record {field['x-reference']}"
                                 for name, field in self._fields().items() if "x-reference" in field}}

    def slots(self) -> list[tuple[str, str]]:
        """Where an id can stand, and whose kind it is."""
        found = [("path", kind) for kind in self._path_slots().values()]
        schema = self._schema()
        for name, about in (schema or {}).get("properties", {}).items():
            if name == "fields":
                found += [(f"fields.{each}", f"record {value['x-reference']}") for each, value in self._fields().items()
                          if "x-reference" in value]
            elif name in MEMBERS:
                found.append((name, self._member(name)))
            else:
                assert name in NO_IDS or not ARE_IDS.search(name), f"{self.id}: say in MEMBERS what {name} names"
        return found + [(place, kind) for place, kind in self._query_slots().items()]

    def _member(self, name: str) -> str:
        kind = MEMBERS[name]
        if kind == "token":
            words = {"reset": "reset_token", "password": "reset_token", "email": "confirm_token",
                     "invitation": "invitation_token", "join": "invitation_token", "transfer": "number"}
            return next((slot for word, slot in words.items() if word in self.id), "number")
        return {"employee": "record employee", "user": "record user"}.get(kind, kind)

    def request(self, ids, wrong: tuple[str, str] | None = None, others=None, etag: str = '"0"') -> Request:
        """With `ids` everywhere but at the slot `wrong`, where the one of `others` stands."""
        def pick(place: str, kind: str):
            return (others if wrong == (place, kind) else ids).get(kind)
        path = self.path.replace("{type}", self.register or "")
        for name, kind in self._path_slots().items():
            path = path.replace(f"{{{name}}}", quote(str(pick("path", kind)), safe=""))
        if wrong and "=" in wrong[0]:
            name, before = wrong[0].split("=", 1)
            path += "?" + urlencode({name: before + str(pick(*wrong))})
        schema = self._schema()
        body = None
        if schema is not None:
            body = {name: self._value(name, self._resolve(about), pick) for name, about in schema.get("properties", {}).items()}
        elif self.method not in ("get", "delete"):
            body = {}
        return Request(self.method.upper(), path, body, {"If-Match": etag})

    def _value(self, name: str, schema: dict, pick):
        if name == "fields":
            fields = {each: pick(f"fields.{each}", f"record {value['x-reference']}")
                      for each, value in self._fields().items() if "x-reference" in value}
            return {**fields, **({"name": str(pick("name", "word"))} if "name" in self._fields() else {})}
        if name in MEMBERS:
            return pick(name, self._member(name))
        kinds = schema.get("type", "string")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if name == "redirect_uris":
            return ["https://program.example.com/done"]
        fitting = {"password": str(pick("password", "password")), "language": "sv", "logout_uri": "", "algorithm": "ES256",
                   "access_token": None}
        if name in fitting:
            return fitting[name]
        if "enum" in schema:
            return schema["enum"][0]
        empty = {"array": [], "boolean": False, "integer": 1, "object": {}, "string": f"new {name}"}
        return next(value for kind, value in empty.items() if kind in kinds)


def fields_schema(register: str) -> str:
    return "".join(word.capitalize() for word in register.split("_")) + "Fields"


def operations(api: dict) -> list[Operation]:
    found = []
    for path, methods in api["paths"].items():
        for method in METHODS:
            if method not in methods:
                continue
            about = methods[method]
            types = [one for one in about.get("parameters", []) if one["name"] == "type" and one["in"] == "path"]
            for register in types[0]["schema"]["enum"] if types else [None]:
                found.append(Operation(api, path, method, about, register))
    return found
