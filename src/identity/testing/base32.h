#pragma once

// What an authenticator app reads a secret with (RFC 4648, without padding). For *_test.cpp only.

#include <string>
#include <string_view>

namespace tusk::identity {

inline std::string from_base32(std::string_view text) {
  std::string bytes;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char letter : text) {
    bits = bits << 5U | static_cast<unsigned>(letter >= 'A' ? letter - 'A' : letter - '2' + 26);
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xffU);
    bits &= (1U << count) - 1;
  }
  return bytes;
}

}  // namespace tusk::identity
