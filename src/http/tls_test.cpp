// TLS between the real server and the real client.
// REQ: TR-1, TR-3, TR-4

#include <gmock/gmock.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include "core/error.h"
#include "http/client.h"
#include "http/http_testing.h"

namespace tusk::http {
namespace {

using ::testing::HasSubstr;
using testing::make_certificate;
using testing::TemporaryFolder;
using testing::TestRouter;
using testing::TestServer;

class TlsTest : public ::testing::Test {
 protected:
  void start(const std::string& host) {
    files_ = make_certificate(folder_, host);
    ServerOptions options;
    options.tls = files_;
    options.limits.handshake_time = std::chrono::milliseconds(500);
    options.limits.tick = std::chrono::milliseconds(10);
    server_ = std::make_unique<TestServer>(options);
    server_->add(Method::post, "/echo",
                 [](Request& request) {
                   return text_response(200, request.body + (request.tls ? " over TLS" : ""));
                 },
                 {.body_bytes = kBodyBytesCeiling});
    server_->start();
  }

  TransportReason failure(ClientOptions options) {
    Client client(std::move(options));
    try {
      client.send({.method = Method::post, .target = "/echo"});
    } catch (const TransportError& error) {
      return error.reason();
    }
    throw std::runtime_error("there was an answer");
  }

  // A handshake with bounds of versions and ciphers; true if it succeeds.
  bool shakes_hands(int version, const char* ciphers) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    SSL_CTX_set_cipher_list(context.get(), ciphers);
    BIO* bio = BIO_new_ssl_connect(context.get());
    BIO_set_conn_hostname(bio, ("127.0.0.1:" + std::to_string(server_->port())).c_str());
    const bool done = BIO_do_connect(bio) == 1 && BIO_do_handshake(bio) == 1;
    BIO_free_all(bio);
    return done;
  }

  TemporaryFolder folder_;
  TlsFiles files_;
  std::unique_ptr<TestServer> server_;
};

TEST_F(TlsTest, TrustedServerIsServedWithHsts) {
  start("localhost");
  Client client({.base_url = server_->url(), .ca_file = files_.certificate_chain});
  const std::string body(3'000'000, 'z');
  for (int i = 0; i < 3; ++i) {
    const auto response = client.send({.method = Method::post, .target = "/echo", .body = body});
    EXPECT_EQ(response.body, body + " over TLS");
    EXPECT_THAT(std::string(response.headers.get_or("Strict-Transport-Security", "")),
                HasSubstr("includeSubDomains"));
  }
  EXPECT_EQ(server_->server->connection_count(), 1u);  // kept between requests
}

TEST_F(TlsTest, UntrustedCertificateIsRefused) {
  start("localhost");
  EXPECT_EQ(failure({.base_url = server_->url()}), TransportReason::tls_certificate);
}

TEST_F(TlsTest, CertificateOfAnotherHostIsRefused) {
  start("other.example");
  EXPECT_EQ(failure({.base_url = server_->url(), .ca_file = files_.certificate_chain}),
            TransportReason::tls_certificate);
}

TEST_F(TlsTest, OtherKeyThanPinnedIsRefused) {
  start("localhost");
  EXPECT_EQ(failure({.base_url = server_->url(),
                     .ca_file = files_.certificate_chain,
                     .pinned_keys = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}),
            TransportReason::tls_certificate);
}

TEST_F(TlsTest, OnlyNewVersionsAndAuthenticatedCiphers) {
  start("localhost");
  EXPECT_TRUE(shakes_hands(TLS1_3_VERSION, "ALL"));
  EXPECT_TRUE(shakes_hands(TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256"));
  EXPECT_FALSE(shakes_hands(TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256"));
  EXPECT_FALSE(shakes_hands(TLS1_1_VERSION, "ALL:@SECLEVEL=0"));
}

TEST_F(TlsTest, PlainHttpOnTheTlsPortAndSilenceAreCutOff) {
  start("localhost");
  const testing::RawConnection plain(server_->port());
  plain.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(plain.read_all().find("HTTP/1.1 200"), std::string::npos);
  const testing::RawConnection silent(server_->port());
  EXPECT_EQ(silent.read_all(), "");
}

TEST_F(TlsTest, CertificateIsReplacedWhileRunning) {
  start("other.example");
  make_certificate(folder_, "localhost");
  server_->server->reload_certificate();
  Client client({.base_url = server_->url(), .ca_file = files_.certificate_chain});
  EXPECT_EQ(client.send({.method = Method::post, .target = "/echo"}).status, 200);
  folder_.write("cert.pem", "nonsense");
  EXPECT_THROW(server_->server->reload_certificate(), core::Error);
  EXPECT_EQ(client.send({.method = Method::post, .target = "/echo"}).status, 200);
}

TEST_F(TlsTest, KeyThatEverybodyCanReadIsRefused) {
  ServerOptions options;
  options.tls = make_certificate(folder_, "localhost");
  ::chmod(options.tls->private_key.c_str(), 0644);
  try {
    const Server server(options, std::make_shared<TestRouter>());
    ADD_FAILURE();
  } catch (const core::Error& error) {
    EXPECT_THAT(error.text().en, HasSubstr("chmod o-rwx"));
  }
}

}  // namespace
}  // namespace tusk::http
