"""The Connecting guide at a terminal: every step with its way on, back and out; whatever is given up or goes wrong
leaves both sides as they were."""

import json
import os
import signal
import unittest

from support.line import Line
from support.logged_in import logged_in
from support.online import RestError
from support.terminal import Terminal
from support.world import ANNA, PASSWORD, World


class Guide(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.world.set_up_office()
        self.world.start_online()

    def guide(self, *words, language: str = "en") -> Terminal:
        terminal = Terminal("online", "connect", "--data", self.world.office, *words, language=language)
        self.addCleanup(terminal.close)
        return terminal

    def fill_in_tusk_id(self, terminal: Terminal, url: str | None = None, password: str = PASSWORD):
        terminal.choose("Create a Tusk ID")
        terminal.answer("Address of the server", url or self.world.url)
        terminal.answer("Tusk ID (e-mail address)")  # the employee's stands there
        terminal.answer("Your name")
        terminal.answer(f"Tusk ID password of {ANNA}", password)
        terminal.answer("Once more", password)

    def to_time(self, terminal: Terminal, url: str | None = None):
        terminal.choose("Next")
        self.fill_in_tusk_id(terminal, url)
        terminal.expect("The computer that synchronises")
        terminal.take_suggestion()
        terminal.expect("Now or later")

    def assert_untouched(self):
        """Nothing is kept in the office, and nobody is known online."""
        self.assertEqual(self.world.status()["state"], "never")
        self.assertFalse((self.world.office / "keys" / "company-1.key").exists())
        self.assertEqual(list((self.world.office / "companies").glob("*.first-sync.tusk")), [])
        with self.assertRaises(RestError) as refused:
            self.world.log_in()
        self.assertEqual(refused.exception.status, 401)
        self.assertTrue(self.world.add_contact(name="Efteråt AB"))

    # REQ: CON-6, TID-3, PCS-1, FST-4
    def test_it_leads_through_all_steps_to_a_company_that_is_connected(self):
        self.world.start_syncd()
        terminal = self.guide()
        prerequisites = terminal.choose("Next")
        self.assertIn("✓ The company has an organisation number.", prerequisites)
        self.assertNotIn("✗", prerequisites)
        self.fill_in_tusk_id(terminal)
        terminal.expect("The computer that synchronises")
        self.assertIn("the database is here", terminal.take_suggestion())
        terminal.expect("Now or later")
        self.assertIn("Nobody else is logged in", terminal.choose("Synchronise now"))
        terminal.expect("The first synchronisation is done")
        self.assertEqual(terminal.wait(), 0)
        self.assertIn("both sides are kept equal", terminal.text)
        self.assertNotIn(PASSWORD, terminal.text)
        self.world.wait_until_synchronised()
        self.assertEqual(self.world.status()["connected_by_email"], ANNA)
        self.assertTrue(self.world.log_in().list("employee"))

    # REQ: CON-5, CON-3, CON-4
    def test_what_is_missing_is_shown_with_where_to_mend_it_and_checked_again(self):
        self.world.tusk("company", "set", "phone=")
        self.world.tusk("licence", "set", "contact_person=")
        terminal = self.guide()
        missing = terminal.expect("Number [")
        self.assertIn("✗ The company has a telephone number.", missing)
        self.assertIn("tusk company set phone=", missing)
        self.assertIn("tusk licence set contact_person=", missing)
        self.assertNotIn("Next", missing)
        self.world.tusk("company", "set", "phone=0980-319 200")
        self.world.tusk("licence", "set", "contact_person=Anna Berg")
        terminal.answer("", "1")
        self.assertNotIn("✗", terminal.choose("Cancel"))
        self.assertEqual(terminal.wait(), 0)
        self.assert_untouched()

    # REQ: CON-6, FST-3
    def test_later_has_checked_everything_and_keeps_nothing(self):
        terminal = self.guide()
        self.to_time(terminal)
        terminal.choose("Later")
        self.assertEqual(terminal.wait(), 0)
        self.assertIn("Everything has been checked", terminal.rest())
        self.assertIn(f"tusk online connect {self.world.url} --email {ANNA} --create-identity --computer",
                      terminal.rest())
        self.assert_untouched()

    # REQ: FST-3
    def test_it_can_be_cancelled_at_every_step(self):
        for steps in range(4):
            with self.subTest(steps=steps):
                terminal = self.guide()
                if steps >= 1:
                    terminal.choose("Next")
                if steps >= 2:
                    self.fill_in_tusk_id(terminal)
                if steps >= 3:
                    terminal.take_suggestion()
                terminal.choose("Cancel")
                self.assertEqual(terminal.wait(), 0)
                self.assertIn("The company is not connected", terminal.rest())
                self.assert_untouched()

    # REQ: CON-6
    def test_steps_go_back_and_the_server_says_what_is_wrong_before_anything_is_made(self):
        terminal = self.guide()
        terminal.choose("Next")
        self.fill_in_tusk_id(terminal, password="kort")
        terminal.expect("password")
        self.fill_in_tusk_id(terminal, url="http://127.0.0.1:1")
        self.fill_in_tusk_id(terminal)
        terminal.expect("The computer that synchronises")
        terminal.choose("Back")
        terminal.choose("Back")
        terminal.expect("What is needed")
        terminal.choose("Cancel")
        self.assertEqual(terminal.wait(), 0)
        self.assert_untouched()

    # REQ: FST-1, FST-3
    def test_who_is_logged_in_is_shown_and_keeps_it_from_beginning(self):
        self.world.tusk("user", "add", "erik", "--full-name", "Erik Lind", "--profile", "Standard")
        terminal = self.guide()
        with logged_in(self.world, "erik"):
            self.to_time(terminal)
            self.assertIn("Erik Lind (person, tusk)", terminal.choose("Synchronise now"))
            refused = terminal.expect("Ask them to log out")
            self.assertIn("Erik Lind", refused)
            terminal.expect("Number [")
        self.assertEqual(self.world.status()["state"], "never")
        self.world.start_syncd()
        terminal.answer("", "1")
        terminal.expect("The first synchronisation is done")
        self.assertEqual(terminal.wait(), 0)
        self.world.wait_until_synchronised()

    # REQ: FST-3, FST-5
    def test_without_tusk_sync_it_closes_and_one_that_is_under_way_is_shown_and_given_up(self):
        line = Line(self.world.port)
        self.addCleanup(line.close)
        terminal = self.guide("--no-wait")
        self.to_time(terminal, line.url)
        terminal.choose("Synchronise now")
        self.assertEqual(terminal.wait(), 0)
        self.assertIn("The guide is closed", terminal.text)
        self.assertEqual(self.world.status()["state"], "first_sync")
        again = self.guide()
        self.assertEqual(again.wait(), 0)
        self.assertIn("Tusk Sync does not run on this computer", again.text)
        self.world.tusk("online", "cancel")
        self.assertEqual(self.world.status()["state"], "never")
        self.assertFalse((self.world.office / "keys" / "company-1.key").exists())

    def lose_archive(self):
        """What is being sent is gone: the first synchronisation can't go on."""
        [archive] = (self.world.office / "companies").glob("*.first-sync.tusk")
        archive.unlink()

    # REQ: FST-3
    def test_a_first_synchronisation_that_stopped_is_tried_again(self):
        self.world.start_syncd()
        # It does not get to its work before the archive is lost.
        os.kill(self.world.syncd.process.pid, signal.SIGSTOP)
        terminal = self.guide()
        self.to_time(terminal)
        terminal.choose("Synchronise now")
        terminal.expect("Sending 0 of")
        self.lose_archive()
        os.kill(self.world.syncd.process.pid, signal.SIGCONT)
        terminal.expect("An error occurred with the synchronisation service")
        terminal.choose("Try again")
        terminal.expect("The first synchronisation is done")
        self.assertEqual(terminal.wait(), 0)
        self.world.wait_until_synchronised()

    # REQ: FST-3
    def test_one_that_stopped_is_shown_later_and_taken_back(self):
        terminal = self.guide("--no-wait")
        self.to_time(terminal)
        terminal.choose("Synchronise now")
        self.assertEqual(terminal.wait(), 0)
        self.lose_archive()
        self.world.start_syncd()
        self.world.wait_for(lambda: self.world.run("online", "progress", "--data", self.world.office).returncode != 0,
                            "the failure")
        again = self.guide(language="sv")
        again.expect("Det uppstod ett fel med synkroniseringstjänsten")
        offered = again.choose("Avbryt", "Nummer")
        self.assertNotIn("Försök igen", offered)  # nobody has given a password
        self.assertEqual(again.wait(), 0)
        self.assertIn("Företaget är inte anslutet", again.rest())
        self.assertEqual(self.world.status()["state"], "never")
        self.assertFalse((self.world.office / "keys" / "company-1.key").exists())
        self.assertEqual(self.world.log_in_without_company()["companies"], [])

    def test_who_ends_the_input_ends_the_guide(self):
        terminal = self.guide()
        terminal.expect("Number [")
        terminal.end_input()
        self.assertEqual(terminal.wait(), 3)
        self.assert_untouched()

    def test_without_a_terminal_the_address_has_to_be_given(self):
        done = self.world.run("online", "connect", "--json", "--data", self.world.office)
        self.assertEqual(done.returncode, 2)
        self.assertIn("URL", json.loads(done.stderr)["error"]["message"])


if __name__ == "__main__":
    unittest.main()
