#pragma once

// RFC 4648 section 5 without padding, as JSON Web Tokens have it.

#include <optional>
#include <string>
#include <string_view>

namespace tusk::identity::openid {

[[nodiscard]] std::string encode_base64url(std::string_view bytes);
// Nothing if it is no such text: every text has one spelling.
[[nodiscard]] std::optional<std::string> decode_base64url(std::string_view text);
// The ordinary spelling with padding: Authorization: Basic.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);
// SHA-256 of the text: challenges, thumbprints, at_hash.
[[nodiscard]] std::string sha256_bytes(std::string_view text);

}  // namespace tusk::identity::openid
