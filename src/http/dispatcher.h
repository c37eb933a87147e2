#pragma once

#include <cstddef>

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
  // On a worker; may block. Exceptions become error responses.
  [[nodiscard]] virtual Response handle(Request& request) = 0;
};

}  // namespace tusk::http
