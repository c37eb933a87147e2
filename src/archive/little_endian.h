#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace tusk::archive {

template <typename Integer>
void append_little_endian(std::string& bytes, Integer value) {
  static_assert(std::is_unsigned_v<Integer>);
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    bytes += static_cast<char>((value >> (8 * i)) & 0xff);
  }
}

// `bytes` has at least `at + sizeof(Integer)`.
template <typename Integer>
[[nodiscard]] Integer read_little_endian(std::string_view bytes, std::size_t at) {
  static_assert(std::is_unsigned_v<Integer>);
  Integer value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    value |= static_cast<Integer>(static_cast<Integer>(static_cast<unsigned char>(bytes[at + i]))
                                  << (8 * i));
  }
  return value;
}

}  // namespace tusk::archive
