"""What a stranger sees of the server's TLS, asked by a scanner: nothing that is out of date is spoken."""

import os
import socket
import ssl
import subprocess
import unittest
import urllib.error
import urllib.request
import xml.etree.ElementTree

from support.world import World

# Forward secret and authenticated. An offer of anything else is the default of many libraries.
CIPHERS = {"TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256",
           "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"}


class Transport(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.certificate = self.world.serve_over_tls("localhost", "DNS:localhost")
        self.world.start_online()

    # TR-1
    def test_only_what_is_safe_is_spoken(self):
        done = subprocess.run(["sslscan", "--xml=-", f"localhost:{self.world.port}"], capture_output=True, text=True,
                              check=True)
        scan = xml.etree.ElementTree.fromstring(done.stdout).find("ssltest")
        spoken = {f"{each.get('type')} {each.get('version')}" for each in scan.findall("protocol")
                  if each.get("enabled") == "1"}
        self.assertEqual(spoken, {"tls 1.2", "tls 1.3"}, done.stdout)
        offered = {each.get("cipher") for each in scan.findall("cipher")}
        self.assertEqual(offered, CIPHERS, done.stdout)
        self.assertEqual(scan.find("renegotiation").get("supported"), "0")
        for each in scan.findall("heartbleed"):
            self.assertEqual(each.get("vulnerable"), "0")
        self.assertTrue(scan.findall("heartbleed"))

    # TR-1: what is sent before the handshake is done could be sent again by anybody who recorded it.
    def test_no_data_is_taken_before_the_handshake_is_done(self):
        done = subprocess.run(["openssl", "s_client", "-connect", f"localhost:{self.world.port}", "-tls1_3", "-CAfile",
                               self.certificate, "-verify_return_error", "-sess_out", "/dev/null"], input="",
                              capture_output=True, text=True, check=True, timeout=60)
        self.assertIn("Verify return code: 0 (ok)", done.stdout)
        self.assertNotIn("Max Early Data: 1", done.stdout)
        self.assertIn("Early data was not sent", done.stdout)

    # TR-3: whoever renews certificates restarts nothing, and is told when nobody renews them.
    def test_a_renewed_certificate_is_used_while_the_server_runs(self):
        def served() -> str:
            return ssl.get_server_certificate(("localhost", self.world.port))
        first = served()
        certificate, key = self.world.make_certificate("renewed", "DNS:localhost", days=5)
        os.replace(key, self.certificate.with_name("online.key"))
        os.replace(certificate, self.certificate)
        self.world.online.wait_for_line(" certificate.replaced ")
        renewed = served()
        self.assertNotEqual(renewed, first)
        self.assertEqual(renewed.split(), self.certificate.read_text().split())
        self.world.online.wait_for_line("days_left=4")
        self.certificate.write_text("nonsense")
        self.world.online.wait_for_line(" certificate.refused ")
        self.assertEqual(served(), renewed)

    # TR-2
    def test_plain_http_is_not_answered(self):
        with socket.create_connection(("localhost", self.world.port), timeout=60) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            try:
                while part := line.recv(4096):
                    answer += part
            except ConnectionResetError:
                pass
        self.assertNotIn(b"HTTP/", answer)

    # TR-2, OP-8
    def test_a_browser_is_told_to_stay_with_tls_and_to_run_nothing_foreign(self):
        context = ssl.create_default_context(cafile=self.certificate)
        for path in ("/", "/api/v1/session", "/oauth2/authorize"):
            try:
                answer = urllib.request.urlopen(self.world.url + path, context=context, timeout=60)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                headers = answer.headers
                self.assertEqual(headers["Strict-Transport-Security"], "max-age=31536000; includeSubDomains", path)
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff", path)
                self.assertEqual(headers["Cross-Origin-Opener-Policy"], "same-origin", path)
                self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"], path)
                self.assertNotIn("unsafe", headers["Content-Security-Policy"], path)
        self.assertEqual(headers["Cache-Control"], "no-store", path)


if __name__ == "__main__":
    unittest.main()
