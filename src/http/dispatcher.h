#pragma once

#include <cstddef>
#include <string>

#include "http/request.h"
#include "http/response.h"

namespace tusk::http {

// What the server asks of whoever answers requests. Router is the one of the programs.
class Dispatcher {
 public:
  virtual ~Dispatcher() = default;
  // How large a body is worth receiving for this head; asked before the body is read, on an I/O
  // thread.
  [[nodiscard]] virtual std::size_t body_limit(const Request& head) const = 0;
  // Who has this request answered: those who wait for a worker take turns by it (fair_queue.h).
  // Asked on an I/O thread, so it must not block.
  [[nodiscard]] virtual std::string owner_of(const Request& /*request*/) const { return {}; }
  // On a worker; may block. Exceptions become error responses.
  [[nodiscard]] virtual Response handle(Request& request) = 0;
};

}  // namespace tusk::http
