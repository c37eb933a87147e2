#include "core/random.h"

#include <cstring>

namespace tusk::core {

std::uint64_t Random::next() {
  std::array<std::byte, sizeof(std::uint64_t)> bytes{};
  fill(bytes);
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

std::uint64_t Random::below(std::uint64_t bound) {
  // Numbers under the threshold would make the first remainders more likely than the others.
  const std::uint64_t threshold = (0 - bound) % bound;
  for (;;) {
    const std::uint64_t value = next();
    if (value >= threshold) return value % bound;
  }
}

std::string Random::hex(std::size_t byte_count) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string bytes(byte_count, '\0');
  fill(std::as_writable_bytes(std::span(bytes)));
  std::string result;
  result.reserve(byte_count * 2);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    result += digits[value >> 4U];
    result += digits[value & 15U];
  }
  return result;
}

void SeededRandom::fill(std::span<std::byte> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    z ^= z >> 31U;
    const std::size_t count = std::min(sizeof z, bytes.size() - done);
    std::memcpy(bytes.data() + done, &z, count);
    done += count;
  }
}

}  // namespace tusk::core
