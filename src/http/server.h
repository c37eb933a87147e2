#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "http/dispatcher.h"
#include "http/limits.h"
#include "http/security_headers.h"

namespace tusk::http {

// PEM files. The key must not be readable by everybody.
struct TlsFiles {
  std::string certificate_chain;
  std::string private_key;
};

// One answered request. No query (search words are people's data), no bodies.
struct AccessEntry {
  std::string request_id;
  std::string peer_address;
  std::string method;
  std::string path;
  int status = 0;
  std::size_t response_bytes = 0;  // of the body
  std::chrono::microseconds time{0};
};

struct ServerOptions {
  // A numeric address or "localhost". Without `tls` only loopback is served.
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
  std::optional<TlsFiles> tls;
  // Serve plain HTTP on any address: for a server that only sends browsers on to HTTPS.
  bool plain_on_any_address = false;
  // Allowed names in the Host header, without port; others are answered 421. Empty is allowed on
  // loopback only, and means localhost, 127.0.0.1 and [::1].
  std::vector<std::string> hosts;
  // Addresses whose X-Forwarded-For (last entry) and X-Forwarded-Proto are believed.
  std::vector<std::string> trusted_proxies;

  int io_threads = 1;
  int worker_threads = 8;  // they wait for databases more than they compute
  std::string content_security_policy = kContentSecurityPolicy;
  Limits limits;

  // Called from any thread of the server; must not throw. Both may be empty.
  std::function<void(const AccessEntry&)> access_log;
  std::function<void(const std::string& request_id, const std::string& message)> error_log;
};

// An HTTP/1.1 server. Handlers run on a bounded pool of workers and may block; connections, long
// polls and streams are served by the I/O threads. In this order a request passes: limits of size
// and time; framing (duplicate Content-Length and the like: 400, close); Host (421); body; the
// dispatcher; exceptions to JSON; security headers; access log.
class Server {
 public:
  // Binds, but doesn't answer yet. Throws core::Error that says what to mend: address in use, plain
  // HTTP on an address that others reach, a certificate that can't be read.
  Server(ServerOptions options, std::shared_ptr<Dispatcher> dispatcher);
  // As stop(0s).
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Answers from now on, on threads of its own; returns at once.
  void start();
  [[nodiscard]] std::uint16_t port() const;

  // Accepts nothing more, ends streams and long polls, lets running requests finish for `grace`,
  // then cuts the lines; returns when all threads have ended. Waits for handlers that still run.
  // From any thread but the server's own; a second call does nothing.
  void stop(std::chrono::milliseconds grace = std::chrono::seconds(10));

  // Reads the files of `tls` anew, for new connections. Throws core::Error and keeps the old ones
  // if they can't be used.
  void reload_certificate();

  // When the certificate that new connections get expires. Only with `tls`.
  [[nodiscard]] core::Microseconds certificate_expires() const;

  // How many connections are open, for metrics and tests.
  [[nodiscard]] std::size_t connection_count() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tusk::http
