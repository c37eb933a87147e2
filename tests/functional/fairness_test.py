"""One company asks for more than the server can do, and others are answered as before (TE-7)."""

import contextlib
import json
import sqlite3
import threading
import unittest
import urllib.error
import urllib.request

from support.world import World

RUNNING, WAITING = 2, 64  # of one company: limits.h of tusk-online


class Flood:
    """So many requests of one session that write, all at the same time."""

    def __init__(self, session, count: int):
        self.session = session
        self.answers: list[tuple[int, dict, bytes]] = []
        self.cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies())
        self.threads = [threading.Thread(target=self._ask, args=(number,), daemon=True) for number in range(count)]
        for thread in self.threads:
            thread.start()

    def _ask(self, number: int):
        request = urllib.request.Request(
            f"{self.session.url}/api/v1/records/contact", json.dumps({"fields": {"name": f"Flod {number}"}}).encode(),
            {"Content-Type": "application/json", "Accept-Language": "en", "Cookie": self.cookies,
             "X-CSRF-Token": self.session.csrf_token})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                self.answers.append((answer.status, dict(answer.headers), answer.read()))
        except urllib.error.HTTPError as refusal:
            with refusal:
                self.answers.append((refusal.code, dict(refusal.headers), refusal.read()))

    def join(self):
        for thread in self.threads:
            thread.join()


class Fairness(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.world.connect()
        self.anna = self.world.log_in()
        self.anna.list("contact")  # from now on it is known whose this session is

    @contextlib.contextmanager
    def company_that_cannot_write(self):
        """Requests that write stay where they are: somebody else writes to the company's file."""
        with contextlib.closing(sqlite3.connect(self.world.company_file("online"), timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    # REQ: SEC-3
    def test_a_company_that_floods_the_server_waits_for_itself_alone(self):
        with self.company_that_cannot_write():
            flood = Flood(self.anna, RUNNING + WAITING + 20)
            # Those beyond what may wait are refused at once: all the others have come then.
            self.world.wait_for(lambda: len(flood.answers) == 20, "those to be refused who are too many")
            for _ in range(20):
                self.world.bystander.look_around(self.world)
            self.assertEqual(len(flood.answers), 20, "nobody else of the flood was answered meanwhile")
        for status, headers, body in flood.answers[:20]:
            self.assertEqual(status, 503)
            self.assertGreaterEqual(int(headers["Retry-After"]), 1)
            self.assertEqual(json.loads(body)["error"]["messages"], {
                "sv": "För många anrop från samma företag eller adress väntar redan på svar. Försök igen om en stund.",
                "en": "Too many requests of the same company or address wait for an answer already. Try again in a moment."})
        flood.join()
        # The office has met the flood as well; nothing is lost, on either side.
        made = {json.loads(body)["id"] for status, _, body in flood.answers if status == 201}
        self.assertTrue(made)
        self.assertEqual({status for status, _, _ in flood.answers[20:]} - {201, 503}, set())
        last = self.world.add_contact(name="Från kontoret")
        self.world.wait_for(lambda: self.anna.find("contact", last), "the office's contact online")
        self.world.wait_until_synchronised()
        self.assertEqual({one["id"] for one in self.world.list("contact")}, made | {last})


if __name__ == "__main__":
    unittest.main()
