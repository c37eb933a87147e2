#pragma once

// Where a list goes on, as it is given out and comes back: sealed, for whoever asked, in the
// company that was open, and for the same question. A cursor may hold a name of the last row, and
// travels in an address.

#include <optional>
#include <string>

#include "http/request.h"
#include "online/services.h"

namespace tusk::online {

class PageCursors {
 public:
  // Of the list that the request asks for; its session has a company open.
  PageCursors(Services& services, const http::Request& request);

  // What the request's cursor holds; empty if it has none. Throws Error{invalid} for one that was
  // changed, or belongs to another list.
  [[nodiscard]] std::string given() const;
  // What may be given out; nothing for the last page.
  [[nodiscard]] std::optional<std::string> sealed(const std::string& next) const;

 private:
  Services& services_;
  std::string cursor_;
  std::string purpose_;
};

}  // namespace tusk::online
