#include "online/page_cursors.h"

#include <fmt/format.h>

#include "core/error.h"
#include "online/caller.h"
#include "storage/record_query.h"

namespace tusk::online {
namespace {

// The question but for its page. Lengths are told, so that no two questions are the same text.
std::string purpose_of(const http::Request& request) {
  std::string purpose = "cursor";
  const auto add = [&](std::string_view part) {
    purpose += fmt::format(" {}:{}", part.size(), part);
  };
  add(company_of(request).id);
  add(session_of(request).person.id);
  add(request.path);
  for (const auto& [name, value] : request.query) {
    if (name == "cursor" || name == "limit") continue;
    add(name);
    add(value);
  }
  return purpose;
}

}  // namespace

PageCursors::PageCursors(Services& services, const http::Request& request)
    : services_(services),
      cursor_(request.query_parameter("cursor").value_or("")),
      purpose_(purpose_of(request)) {}

std::string PageCursors::given() const {
  if (cursor_.empty()) return {};
  try {
    return services_.sealing.open(cursor_, purpose_);
  } catch (const core::Error&) {
    throw storage::wrong_cursor(cursor_);
  }
}

std::optional<std::string> PageCursors::sealed(const std::string& next) const {
  if (next.empty()) return std::nullopt;
  return services_.sealing.seal(services_.random, next, purpose_);
}

}  // namespace tusk::online
