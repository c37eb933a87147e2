"""A real mail server for tests (aiosmtpd of Debian, so run it with the system's Python). Says on standard output, line
by line, what comes in:

  ready
  MAIL, RCPT, AUTH …             commands that it was given
  message {"tls": true, "user": "tusk", "recipients": […], "content": "base64 of the message as it came"}
"""

import argparse
import base64
import json
import signal
import ssl

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


def say(*words):
    print(*words, flush=True)


class Handler:
    def __init__(self, options):
        self.options = options

    async def handle_MAIL(self, server, session, envelope, address, options):
        say("MAIL ")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        say("RCPT ")
        if address in self.options.refuse:
            return f"550 5.1.1 <{address}> nobody of that name here"
        if address in self.options.defer:
            return "451 4.3.0 come again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        user = session.auth_data.login.decode() if session.auth_data else None
        say("message", json.dumps({"tls": server.transport.get_extra_info("ssl_object") is not None, "user": user, "recipients": envelope.rcpt_tos,
                                   "content": base64.b64encode(envelope.original_content).decode()}))
        return "250 OK"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--starttls", action="store_true")
    parser.add_argument("--smtps", action="store_true")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--refuse", action="append", default=[])
    parser.add_argument("--defer", action="append", default=[])
    options = parser.parse_args()

    def authenticate(server, session, envelope, mechanism, data):
        say("AUTH ")
        right = isinstance(data, LoginPassword) and data == LoginPassword(options.user.encode(), options.password.encode())
        return AuthResult(success=right, auth_data=data if right else None)

    context = None
    if options.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)
    controller = Controller(Handler(options), hostname="127.0.0.1", port=options.port,
                            ssl_context=context if options.smtps else None,
                            tls_context=context if options.starttls else None,
                            # What comes unencrypted is to be seen, not refused.
                            require_starttls=False, auth_require_tls=False,
                            auth_required=bool(options.user), authenticator=authenticate)
    controller.start()
    say(" ready ")
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()


# Blocked before the controller's thread begins, so that it is this one that waits for them.
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
main()
