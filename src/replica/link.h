#pragma once

// The way to the other side. replica knows no HTTP: apps bring a Link over TLS, tests one in
// memory.

#include "core/error.h"
#include "sync/messages.h"

namespace tusk::replica {

// Why nothing came back. Each has a cure that a person can be told.
enum class LinkProblem {
  no_line,        // no name service or no route: the computer has no Internet
  server_down,    // refused, reset, time-out, 5xx
  certificate,    // the server's certificate is not valid for its name
  login_refused,  // the device key is not (or no longer) known there
  too_old,        // the server speaks an older or newer protocol
  cancelled,      // this program is stopping
  other
};

class LinkError : public core::Error {
 public:
  LinkError(LinkProblem problem, core::Text text, std::string detail)
      : core::Error(core::ErrorCode::unavailable, std::move(text), {}, std::move(detail)),
        problem_(problem) {}
  [[nodiscard]] LinkProblem problem() const { return problem_; }

 private:
  LinkProblem problem_;
};

class Link {
 public:
  virtual ~Link() = default;
  // One exchange. Throws LinkError; then it is unknown whether the request arrived.
  [[nodiscard]] virtual sync::RoundResponse exchange(const sync::RoundRequest& request) = 0;
};

}  // namespace tusk::replica
