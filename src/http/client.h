#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "core/error.h"
#include "http/headers.h"
#include "http/request.h"

namespace tusk::http {

// Why no answer came. An answer with an error status is an answer.
enum class TransportReason {
  no_line,          // no network, or the name doesn't exist
  refused,          // the computer answers, but no server does
  timeout,          // nothing came in time
  tls_certificate,  // the server can't prove who it is
  interrupted,      // the line broke in the middle
  too_large,        // the answer is larger than ClientOptions::response_bytes
  cancelled,        // Client::cancel()
  protocol          // something answers that isn't our server
};

[[nodiscard]] const char* name_of(TransportReason reason);

// Always ErrorCode::unavailable; the text says what a person can do about it.
class TransportError : public core::Error {
 public:
  TransportError(TransportReason reason, core::Text text, std::string detail);
  [[nodiscard]] TransportReason reason() const noexcept { return reason_; }

 private:
  TransportReason reason_;
};

struct ClientOptions {
  // "https://online.example.se". http:// only to loopback.
  std::string base_url;
  // PEM file with the authorities to trust instead of the system's; empty: the system's.
  std::string ca_file;
  // "sha256//BASE64;sha256//BASE64": the server's key must moreover be one of these.
  std::string pinned_keys;
  std::string user_agent = "tusk";
  std::chrono::milliseconds connect_time{10'000};
  std::chrono::milliseconds total_time{60'000};
  std::size_t response_bytes = 32 * 1024 * 1024;
};

struct ClientRequest {
  Method method = Method::get;
  std::string target;  // "/path?query", encoded
  Headers headers;     // secrets go here and nowhere else
  std::string body;
  std::optional<std::chrono::milliseconds> total_time;  // instead of the client's
};

struct ClientResponse {
  int status = 0;
  Headers headers;
  std::string body;
};

// A blocking HTTPS client that keeps its connection between requests. Certificate and host name are
// always verified: there is no switch to turn that off. No proxies, no redirects, no cookies,
// nothing from the environment or ~/.netrc.
class Client {
 public:
  // Throws core::Error{invalid} if the address can't be used.
  explicit Client(ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // One at a time; a second thread waits. Throws TransportError.
  ClientResponse send(const ClientRequest& request);

  // From any thread: the running request and all later ones end with TransportReason::cancelled,
  // until resume().
  void cancel();
  void resume();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tusk::http
