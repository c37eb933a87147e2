#pragma once

// FNV-1a, 64 bit (Fowler, Noll, Vo): tells contents apart. Not for secrets.

#include <cstdint>
#include <string_view>

namespace tusk::core {

inline constexpr std::uint64_t fnv1a_start = 0xCBF29CE484222325ULL;

// Of what was hashed to `hash`, followed by these bytes.
[[nodiscard]] constexpr std::uint64_t fnv1a(std::string_view bytes,
                                            std::uint64_t hash = fnv1a_start) {
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  }
  return hash;
}

}  // namespace tusk::core
