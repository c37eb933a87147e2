#pragma once

// Where a browser comes back to after a log-in (RFC 8252, 7.3): a port of this computer's loopback
// address, for one answer.
//
// Whatever else comes to the port is answered and changes nothing: a browser asks for an icon,
// opens connections ahead, or is reloaded, and any program of this computer may knock. Only what
// knows the `state` of this log-in and comes from its server (`iss`, RFC 9207) is the answer.

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/random.h"
#include "core/text.h"
#include "http/server.h"

namespace tusk::connection {

// The answer. One of both is empty.
struct LogInAnswer {
  std::string code;
  std::string error;  // of OAuth: "access_denied" …
};

struct ExpectedLogIn {
  std::string state;
  std::string issuer;
  core::Language language;  // of the page that the browser is shown at the end
};

class LogInReceiver {
 public:
  // Listens at 127.0.0.1, else at [::1], at a port that the system chooses. Throws
  // Error{unavailable} if neither can be had. `random` outlives it.
  LogInReceiver(ExpectedLogIn expected, core::Random& random);
  // Listens no more.
  ~LogInReceiver();
  LogInReceiver(const LogInReceiver&) = delete;
  LogInReceiver& operator=(const LogInReceiver&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  // Where the browser is to come back to: "http://127.0.0.1:40123/tusk-log-in".
  [[nodiscard]] std::string redirect_uri() const;

  // The answer, after which it listens no more. Nothing: none came in that time, or it was stopped.
  [[nodiscard]] std::optional<LogInAnswer> wait(std::chrono::milliseconds patience,
                                                const std::stop_token& stop = {});

 private:
  class Pages;
  std::shared_ptr<Pages> pages_;
  std::unique_ptr<http::Server> server_;
  std::string host_;
};

}  // namespace tusk::connection
