#pragma once

// The one URL parser: percent-encoding, queries and paths.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tusk::http {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// Everything but A-Z a-z 0-9 - . _ ~ becomes %XX: right for path segments and query values alike.
[[nodiscard]] std::string percent_encode(std::string_view text);
// Nothing if an escape is broken, or the result holds control characters or isn't UTF-8.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

// "q=anna+berg&limit=10" in its order; a name may repeat. Throws core::Error{invalid}.
[[nodiscard]] Parameters parse_query(std::string_view query);
[[nodiscard]] std::string format_query(const Parameters& parameters);

// Decoded segments of "/api/v1/x" (three); "/" has none. "%2F" stays inside its segment. Nothing
// if the path doesn't start with '/', an escape is broken, or a segment is "." or "..".
[[nodiscard]] std::optional<std::vector<std::string>> split_path(std::string_view path);

[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace tusk::http
