"""Letters of the server under test: from a real mail server, or from its outbox."""

import base64
import email
import email.policy
import json
import re
from pathlib import Path

from support.processes import Program
from support.world import World, free_port

SERVER = Path(__file__).with_name("mail_server.py")
PYTHON = "/usr/bin/python3"  # Debian's, which has Debian's aiosmtpd
USER, SECRET = "tusk", "en hemlighet for posten"


class Letter:
    """A message as its reader's mail program understands it."""

    def __init__(self, raw: bytes):
        self.raw = raw
        self.message = email.message_from_bytes(raw, policy=email.policy.default)
        assert not self.message.defects, self.message.defects

    def __getitem__(self, header: str) -> str:
        return str(self.message[header])

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content().replace("\r\n", "\n")

    @property
    def html(self) -> str:
        return self.message.get_body(("html",)).get_content()

    def link(self, page: str) -> str:
        """The whole link to a page of ours, which both bodies must hold."""
        [link] = re.findall(rf"^\S+/{page}\S*$", self.text, re.MULTILINE)
        assert f'href="{link}"' in self.html, self.html
        return link

    def token(self, page: str) -> str:
        return self.link(page).split("#")[1]


class MailServer:
    """At localhost, with a certificate for that name. start() it when it is to be there."""

    def __init__(self, world: World, name: str = "DNS:localhost"):
        self.world = world
        self.port = free_port()
        self.certificate, self.key = world.make_certificate("mail", name)
        self.program: Program | None = None
        world.mail_servers.append(self)

    def set_up(self, *settings: str, scheme: str = "smtp", ca: bool = True, log_in: bool = True):
        """The server under test sends to this one. Before start_online()."""
        password = self.world.folder / "mail-password"
        password.write_text(SECRET + "\n")
        password.chmod(0o600)
        lines = [f'smtp_url = "{scheme}://localhost:{self.port}"', 'mail_from = "Tusk på Norrsken <tusk@norrsken.example>"',
                 *([f'smtp_ca_file = "{self.certificate}"'] if ca else []),
                 *([f'smtp_user = "{USER}"', f'smtp_password_file = "{password}"'] if log_in else []), *settings]
        with open(self.world.folder / "online.toml", "a") as file:
            file.write("\n".join(lines) + "\n")

    def start(self, *options: str, starttls: bool = True, log_in: bool = True):
        words = ["--port", self.port, "--certificate", self.certificate, "--key", self.key, *options,
                 *(["--starttls"] if starttls else []),
                 *(["--user", USER, "--password", SECRET] if log_in else [])]
        self.program = Program(self.world.news, [PYTHON, SERVER, *words])

    def stop(self):
        if self.program and self.program.is_running():
            self.program.kill()

    def commands(self) -> list[str]:
        words = [(line.split() or [""])[0] for line in list(self.program.lines)]
        return [word for word in words if word in ("MAIL", "RCPT", "AUTH", "message")]

    def deliveries(self) -> list[dict]:
        return [] if self.program is None else [json.loads(line.split(" ", 1)[1]) for line in list(self.program.lines) if line.startswith("message ")]

    def wait_for_letter(self, page: str) -> tuple[Letter, dict]:
        """The letter with a link to that page, and how it came."""
        def find():
            for delivery in reversed(self.deliveries()):
                letter = Letter(base64.b64decode(delivery["content"]))
                if f"/{page}" in letter.text:
                    return letter, delivery
            return None
        return self.world.wait_for(find, f"a letter with a link to {page}")


def outbox(world: World) -> list[Letter]:
    """From the oldest to the newest."""
    files = sorted((world.folder / "online" / "outbox").glob("*.eml"), key=lambda file: (file.name[:16], file.stat().st_mtime_ns))
    return [Letter(file.read_bytes()) for file in files]


def letters_sent(world: World) -> list[Letter]:
    """All that left the server, wherever to."""
    delivered = [Letter(base64.b64decode(delivery["content"])) for server in world.mail_servers for delivery in server.deliveries()]
    return outbox(world) + delivered


def wait_for_letter(world: World, page: str, number: int = 1, to: str | None = None) -> Letter:
    """The `number`th letter in the outbox that leads to a page."""
    def find():
        found = [letter for letter in outbox(world) if f"/{page}" in letter.text and to in (None, letter["To"])]
        return found[number - 1] if len(found) >= number else None
    return world.wait_for(find, f"letter {number} with a link to {page}")
