"""Remembers what the tests of this process get to see, so that it can be looked through for what must not be there (TE-8).

It listens below the tests: to every HTTP answer, however it was asked for, and to the output of every command that is
waited for. Programs that go on are heard by `Program`; who reads otherwise (a terminal, a line) tells it with see().
"""

import http.client
import io
import subprocess
import threading
import weakref
from pathlib import Path

POSTGRES = "postgresql"  # a superuser's look into tables is no program's answer
# What whoever runs the whole server is told about all companies; elsewhere they are told ids alone.
OF_THE_OPERATOR = (("client", "list"), ("mail", "list"))

OVERLAP = 40  # bytes; no canary is longer than that


class Sighting:
    """Something that was seen, where, and whether more of it may come. `ids`: whether ids of others count."""

    def __init__(self, where: str, data: bytes = b"", is_whole: bool = True, ids: bool = True):
        self.where = where
        self.data = bytearray(data)
        self.is_whole = is_whole
        self.ids = ids

    def take(self) -> "Sighting":
        """A piece may lie across its end: that is kept for the next time."""
        end = len(self.data)
        taken = Sighting(self.where, bytes(self.data[:end]), ids=self.ids)
        del self.data[:max(0, end - OVERLAP)]
        return taken


class Witness:
    def __init__(self):
        self.lock = threading.Lock()
        self.sightings: list[Sighting] = []
        self.programs = weakref.WeakSet()

    def see(self, where: str, *texts, **more) -> Sighting:
        parts = [text.encode(errors="replace") if isinstance(text, str) else bytes(text) for text in texts if text]
        sighting = Sighting(where, b"\n".join(parts), **more)
        with self.lock:
            self.sightings.append(sighting)
        return sighting

    def take(self) -> list[Sighting]:
        """What was seen since the last time; of what is not whole yet, what there is."""
        with self.lock:
            taken = [(sighting, sighting.is_whole) for sighting in self.sightings]
            self.sightings = [sighting for sighting, is_whole in taken if not is_whole]
        return [sighting if is_whole else sighting.take() for sighting, is_whole in taken]


witness = Witness()


class _Ear(io.RawIOBase):
    """Passes on what is read, and remembers it."""

    def __init__(self, raw, sighting: Sighting):
        self.raw = raw
        self.sighting = sighting

    def readable(self):
        return True

    def readinto(self, buffer):
        count = self.raw.readinto(buffer)
        if count:
            self.sighting.data += memoryview(buffer)[:count]
        return count

    def fileno(self):
        return self.raw.fileno()

    def close(self):
        if not self.closed:
            self.sighting.is_whole = True
            self.raw.close()
        super().close()


class HeardResponse(http.client.HTTPResponse):
    """Head and body, as they come from the line."""

    def __init__(self, sock, *arguments, **more):
        super().__init__(sock, *arguments, **more)
        self.sighting = witness.see("HTTP", is_whole=False)
        self.fp = io.BufferedReader(_Ear(self.fp.detach(), self.sighting))


def _name_responses():
    """A response says what was asked for."""
    put, get = http.client.HTTPConnection.putrequest, http.client.HTTPConnection.getresponse

    def putrequest(self, method, url, *arguments, **more):
        self.asked_for = f"{method} {url}"
        return put(self, method, url, *arguments, **more)

    def getresponse(self):
        response = get(self)
        if isinstance(response, HeardResponse):
            response.sighting.where = self.asked_for
        return response
    http.client.HTTPConnection.putrequest, http.client.HTTPConnection.getresponse = putrequest, getresponse


class _WatchedPopen(subprocess.Popen):
    def communicate(self, *arguments, **more):
        out, err = super().communicate(*arguments, **more)
        words = [str(word) for word in self.args] if isinstance(self.args, (list, tuple)) else [str(self.args)]
        of_operator = Path(words[0]).name == "tusk-online"
        of_all = of_operator and any(pair in zip(words, words[1:]) for pair in OF_THE_OPERATOR)
        if POSTGRES not in words[0] and not of_all:
            witness.see(" ".join(words), out, err, ids=not of_operator)
        return out, err


# Whoever writes a test need not think of it.
_name_responses()
http.client.HTTPConnection.response_class = HeardResponse
subprocess.Popen = _WatchedPopen
