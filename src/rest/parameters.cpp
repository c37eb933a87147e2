#include "rest/parameters.h"

#include <charconv>

#include "api/limits.h"
#include "core/error.h"

namespace tusk::rest {

std::int64_t integer_in(std::string_view text, std::string_view name) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) {
    throw core::invalid_field(
        std::string(name), text,
        core::say("{} ska vara ett heltal.", "{} must be a whole number.", name));
  }
  return value;
}

std::int64_t integer_of(const http::Request& request, std::string_view name,
                        std::int64_t otherwise) {
  const auto text = request.query_parameter(name);
  return text ? integer_in(*text, name) : otherwise;
}

int limit_of(const http::Request& request) {
  const std::int64_t limit = integer_of(request, "limit", api::default_page);
  if (limit < 1 || limit > api::max_page) {
    throw core::invalid_field(
        "limit", std::to_string(limit),
        core::say("limit ska vara 1 till {}.", "limit must be 1 to {}.", api::max_page));
  }
  return static_cast<int>(limit);
}

}  // namespace tusk::rest
