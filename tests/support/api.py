"""`tusk api`, the office's own REST interface, and programs that use it with a key."""

from __future__ import annotations

import json
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from support.online import RestError
from support.processes import Program
from support.world import BIN, World


class Api(Program):
    """The running server."""

    def __init__(self, world: World, *words, host: str = "127.0.0.1", scheme: str = "http"):
        super().__init__(world.news, [BIN / "tusk", "api", "--port", "0", "--log-level", "debug", "--data", world.office,
                                      *words])
        port = re.search(r" port=(\d+)", self.wait_for_line(" ready "))[1]
        self.url = f"{scheme}://{host}:{port}"


@dataclass
class Answer:
    status: int
    headers: dict
    text: bytes = field(repr=False)

    def json(self):
        return json.loads(self.text)

    def message(self) -> str:
        return self.json()["error"]["message"]


class Client:
    """A program that works over the interface; `key` None: it sends none."""

    def __init__(self, url: str, key: str | None, certificate=None):
        self.url = url
        self.key = key
        self.tls = ssl.create_default_context(cafile=certificate) if certificate else None

    def send(self, method: str, path: str, body: bytes | None = None, **headers) -> Answer:
        request = urllib.request.Request(self.url + path, method=method, data=body)
        if self.key is not None:
            request.add_header("Authorization", f"Bearer {self.key}")
        for name, value in {"Content-Type": "application/json", "Accept-Language": "en", **headers}.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=60, context=self.tls) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read())

    def request(self, method: str, path: str, body=None, **headers):
        """The answer's JSON. Raises RestError."""
        answer = self.send(method, "/api/v1" + path, None if body is None else json.dumps(body).encode(), **headers)
        if answer.status >= 400:
            raise RestError(answer.status, answer.json(), int(answer.headers.get("Retry-After", 0)))
        return answer.json() if answer.text else None

    def list(self, record_type: str, **query) -> dict:
        return self.request("GET", f"/records/{record_type}?{urllib.parse.urlencode(query)}")

    def names(self, record_type: str = "contact", **query) -> list[str]:
        return [record["fields"]["name"] for record in self.list(record_type, **query)["records"]]

    def record(self, record_type: str, record_id: int) -> dict:
        return self.request("GET", f"/records/{record_type}/{record_id}")

    def create(self, record_type: str, **fields) -> dict:
        return self.request("POST", f"/records/{record_type}", {"fields": fields})

    def change(self, record: dict, **fields) -> dict:
        """`record`: as it was read."""
        return self.request("PATCH", f"/records/{record['type']}/{record['id']}", {"fields": fields},
                            If_Match=record["etag"])

    def delete(self, record: dict):
        return self.request("DELETE", f"/records/{record['type']}/{record['id']}", If_Match=record["etag"])


def add_api_user(world: World, name: str, profile: str = "Standard", *more) -> str:
    """A key of a new API user."""
    world.tusk("api-user", "add", name, "--profile", profile, *more)
    return add_key(world, name, *more)


def add_key(world: World, name: str, *more) -> str:
    return world.tusk("api-user", "key", "add", name, "--label", "Test", *more)["key"]
