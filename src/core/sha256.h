#pragma once

// SHA-256 (FIPS 180-4): of texts and secrets, never of passwords.

#include <string>
#include <string_view>

namespace tusk::core {

// 32 bytes.
[[nodiscard]] std::string sha256_bytes(std::string_view text);
// 64 digits, lower case.
[[nodiscard]] std::string sha256_hex(std::string_view text);

}  // namespace tusk::core
