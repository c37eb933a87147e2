#pragma once

// Base64 as RFC 4648 has it.

#include <optional>
#include <string>
#include <string_view>

namespace tusk::core {

// The spelling for addresses (section 5) without padding, as JSON Web Tokens have it.
[[nodiscard]] std::string encode_base64url(std::string_view bytes);
// Nothing if it is no such text: every text has one spelling.
[[nodiscard]] std::optional<std::string> decode_base64url(std::string_view text);
// The ordinary spelling (section 4) with padding: Authorization: Basic.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace tusk::core
