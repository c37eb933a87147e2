#pragma once

// Numbers in the query and the path of a request.

#include <cstdint>
#include <string_view>

#include "http/request.h"

namespace tusk::rest {

// "limit" of the query: 1 to api::max_page. Throws Error{invalid}.
[[nodiscard]] int limit_of(const http::Request& request);
// A whole number of the query, or `otherwise`. Throws Error{invalid}.
[[nodiscard]] std::int64_t integer_of(const http::Request& request, std::string_view name,
                                      std::int64_t otherwise);
// `text` as a whole number; `name` is what it is called. Throws Error{invalid}.
[[nodiscard]] std::int64_t integer_in(std::string_view text, std::string_view name);

}  // namespace tusk::rest
