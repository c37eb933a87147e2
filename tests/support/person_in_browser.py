"""A person with a browser of their own who is sent to the server's log-in by a program of the office, and what they do
there, over the server's real interface."""

import json
import os
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from support.online import Browser
from support.witness import witness
from support.world import BIN, World


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def fetch(address: str, opener=None) -> tuple[int, str, dict]:
    """Status, text and headers; goes nowhere else."""
    opener = opener or urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(address, timeout=60) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode(), dict(answer.headers)


def query_of(address: str) -> dict[str, str]:
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))


def redirect_of(browser: Browser, address: str) -> str:
    """Where the browser is sent from there."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(browser.jar), _NoRedirect)
    status, text, headers = fetch(address, opener)
    assert status == 303, (status, text)
    return headers["Location"]


def open_in_browser(browser: Browser, address: str) -> str:
    """What waits there for who asks a program to log them in."""
    page, _, request = (location := redirect_of(browser, address)).partition("#")
    assert page == "/authorize", location
    return request


class Person(Browser):
    def open(self, address: str) -> str:
        """What waits for them there."""
        return open_in_browser(self, address)

    def log_in(self, email: str, password: str, code=None):
        """`code()`: of the second step."""
        about = self.request("POST", "/api/v1/session", {"email": email, "password": password})
        if "csrf_token" not in about:
            about = self.request("POST", "/api/v1/session/second_factor", {"code": code()})
        self.csrf_token = about["csrf_token"]

    def check(self, request: str) -> dict:
        return self.request("POST", "/api/v1/authorization/check", {"request": request})

    def allow(self, request: str) -> str:
        """Where the browser is sent then."""
        return self.request("POST", "/api/v1/authorization", {"request": request})["redirect"]

    def cancel(self, request: str) -> str:
        return self.request("POST", "/api/v1/authorization/cancel", {"request": request})["redirect"]


class Command:
    """A command of the office that waits for a log-in in the browser. `display`: a folder in which the program that
    opens addresses writes down which it was asked to open; none: there is no display."""

    def __init__(self, world: World, *words, language: str = "en", display: Path | None = None):
        environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        environment["LC_ALL"] = f"{language}.UTF-8"
        self.opened = display / "opened" if display else None
        if display:
            opener = display / "xdg-open"
            opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{display}/new" && mv "{display}/new" "{self.opened}"\n')
            opener.chmod(0o755)
            environment |= {"DISPLAY": ":0", "PATH": f"{display}:{environment['PATH']}"}
        argv = [BIN / "tusk", *[str(word) for word in words], "--browser", "--json", "--data", world.office]
        self.process = subprocess.Popen(argv, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=environment, start_new_session=True)
        self.said = ""

    def address(self) -> str:
        """As it is printed."""
        for line in self.process.stderr:
            self.said += line
            if line.strip().startswith("http"):
                return line.strip()
        raise AssertionError(f"no address:\n{self.said}")

    def end(self) -> tuple[int, dict]:
        """Its exit code and what it answered: on success, or as the error."""
        err = self.process.stderr.read()  # communicate() would lose what address() has read ahead
        out = self.process.stdout.read()
        self.said += err
        witness.see(" ".join(map(str, self.process.args)), self.said, out)
        if self.process.wait(timeout=120) == 0:
            return 0, json.loads(out)
        found = re.search(r"^\{.*", err, re.MULTILINE | re.DOTALL)
        return self.process.returncode, json.loads(found[0]) if found else {}

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


