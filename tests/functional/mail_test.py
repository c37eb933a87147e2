"""Letters reach a real mail server encrypted, or not at all; they wait while they can't, and never for ever."""

import contextlib
import os
import sqlite3
import stat
import subprocess
import unittest

from support.mail import USER, MailServer, outbox, wait_for_letter
from support.world import ANNA, BIN, World


class Mail(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.server = MailServer(self.world)
        self.addCleanup(self.server.stop)

    def connect(self, language: str = "sv"):
        """Anna has a Tusk ID after that, and a letter is on its way to her."""
        self.world.set_up_office()
        self.world.start_online()
        done = self.world.run("online", "connect", self.world.url, "--email", ANNA, "--create-identity", "--no-wait",
                              "--person-name", "Anna Berg", "--password-file", self.world.folder / "password",
                              "--data", self.world.office, language=language)
        self.assertEqual(done.returncode, 0, done.stderr)

    def mail(self, word: str) -> str:
        done = subprocess.run([BIN / "tusk-online", "mail", word, "--config", self.world.folder / "online.toml"],
                              capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "en_GB.UTF-8"})
        return done.stdout

    def bodies(self) -> list[str]:
        with contextlib.closing(sqlite3.connect(self.world.folder / "online" / "directory.db")) as database:
            return [row[0] + row[1] for row in database.execute("SELECT body_text, body_html FROM directory_mail")]

    def wait_for_state(self, state: str) -> str:
        return self.world.wait_for(lambda: (text := self.mail("list")) and state in text and text, f"a letter {state}")

    # REQ: TID-5
    def test_letters_arrive_encrypted_and_as_their_reader_expects_them(self):
        self.server.set_up()
        self.server.start()
        self.connect()
        letter, delivery = self.server.wait_for_letter("confirm-email")
        self.assertTrue(delivery["tls"])
        self.assertEqual(delivery["user"], USER)
        self.assertEqual(delivery["recipients"], [ANNA])
        self.assertEqual(letter["From"], "Tusk på Norrsken <tusk@norrsken.example>")
        self.assertEqual(letter["To"], ANNA)
        self.assertEqual(letter["Subject"], "Bekräfta din adress till Tusk")
        self.assertEqual(letter["Auto-Submitted"], "auto-generated")
        self.assertEqual(letter["Content-Language"], "sv")
        self.assertEqual(letter.message.get_content_type(), "multipart/alternative")
        self.assertTrue(letter.link("confirm-email").startswith(self.world.url + "/confirm-email#"))
        self.wait_for_state("sent")
        self.assertEqual(self.bodies(), [""])
        self.assertNotIn(letter.token("confirm-email"), self.world.online.output())
        self.assertNotIn(ANNA, "".join(line for line in self.world.online.lines if "mail." in line))

    # REQ: TID-3, TID-5
    def test_who_works_in_english_gets_a_tusk_id_and_letters_in_english(self):
        self.server.set_up()
        self.server.start()
        self.connect(language="en")
        letter, _ = self.server.wait_for_letter("confirm-email")
        self.assertEqual(letter["Subject"], "Confirm your address for Tusk")
        self.assertEqual(letter["Content-Language"], "en")
        self.assertEqual(self.world.log_in().about["person"]["language"], "en")

    def test_tls_from_the_start(self):
        self.server.set_up(scheme="smtps")
        self.server.start("--smtps", starttls=False)
        self.connect()
        _, delivery = self.server.wait_for_letter("confirm-email")
        self.assertTrue(delivery["tls"])

    # TR-5: STARTTLS is required, there is no falling back.
    def test_a_server_without_starttls_gets_neither_letter_nor_password(self):
        self.server.set_up()
        self.server.start(starttls=False)
        self.connect()
        self.world.online.wait_for_line("mail.delayed")
        self.assertEqual(self.server.commands(), [])
        self.assertIn("waiting", self.mail("list"))

    def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(self):
        self.server.set_up(ca=False)
        self.server.start()
        self.connect()
        self.world.online.wait_for_line("mail.delayed")
        self.assertEqual(self.server.commands(), [])

    def test_a_server_that_is_another_gets_nothing(self):
        other = MailServer(self.world, name="DNS:mail.example.com")
        self.addCleanup(other.stop)
        other.set_up()
        other.start()
        self.connect()
        self.world.online.wait_for_line("mail.delayed")
        self.assertEqual(other.commands(), [])

    def test_a_wrong_password_is_mended_and_not_the_letters_fault(self):
        self.server.set_up()
        self.server.start("--user", "somebody else", log_in=False)
        self.connect()
        self.world.online.wait_for_line("mail.delayed")
        self.assertNotIn("message", self.server.commands())
        self.assertIn("waiting", self.mail("list"))

    def test_letters_wait_while_the_server_is_down_and_come_by_themselves(self):
        self.server.set_up("mail_retry_seconds = 1")
        self.connect()
        self.world.online.wait_for_line("mail.delayed")
        self.server.start()
        self.server.wait_for_letter("confirm-email")
        self.wait_for_state("sent")

    def test_letters_outlive_a_server_that_is_killed(self):
        self.server.set_up()
        self.connect()
        self.world.online.wait_for_line("mail.delayed")
        self.world.online.kill()
        self.server.start()
        self.world.start_online()
        self.assertIn("1 letters", self.mail("retry"))
        self.server.wait_for_letter("confirm-email")
        self.wait_for_state("sent")
        self.assertEqual(self.server.commands().count("message"), 1)

    def test_a_recipient_whom_the_server_refuses_is_not_tried_again(self):
        self.server.set_up("mail_retry_seconds = 1")
        self.server.start("--refuse", ANNA)
        self.connect()
        self.world.online.wait_for_line("mail.refused")
        listed = self.mail("list")
        self.assertIn("failed", listed)
        self.assertIn("550", listed)
        self.assertNotIn(ANNA, "".join(line for line in self.world.online.lines if "mail." in line))
        # When that is mended, an administrator has it tried once more.
        self.server.stop()
        self.server.start()
        self.mail("retry")
        self.server.wait_for_letter("confirm-email")

    def test_a_server_that_wants_it_later_gets_it_later(self):
        self.server.set_up("mail_retry_seconds = 1")
        self.server.start("--defer", ANNA)
        self.connect()
        self.world.online.wait_for_line("mail.delayed")
        self.server.stop()
        self.server.start()
        self.server.wait_for_letter("confirm-email")

    # SE-1
    def test_a_password_that_others_may_read_is_not_used(self):
        self.server.set_up()
        (self.world.folder / "mail-password").chmod(0o644)
        done = subprocess.run([BIN / "tusk-online", "--config", self.world.folder / "online.toml"], capture_output=True,
                              text=True, check=False, timeout=60)
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertIn("chmod 600", done.stderr)

    def test_settings_that_do_not_fit_together_are_named(self):
        with open(self.world.folder / "online.toml", "a") as file:
            file.write('smtp_url = "http://mail.example.com"\nsmtp_user = "tusk"\nmail_from = "Tusk"\n')
        done = subprocess.run([BIN / "tusk-online", "--config", self.world.folder / "online.toml"], capture_output=True,
                              text=True, check=False, timeout=60)
        self.assertEqual(done.returncode, 3, done.stderr)
        for key in ("smtp_url", "smtp_password_file", "mail_from"):
            self.assertIn(key + " = ", done.stderr)

    def test_without_a_mail_server_letters_are_files_that_only_their_owner_reads(self):
        self.connect()
        letter = wait_for_letter(self.world, "confirm-email")
        self.assertEqual(letter["To"], ANNA)
        self.assertTrue(letter.link("confirm-email").startswith(self.world.url))
        folder = self.world.folder / "online" / "outbox"
        self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700)
        self.assertEqual([stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()], [0o600])
        self.assertEqual(len(outbox(self.world)), 1)


if __name__ == "__main__":
    unittest.main()
