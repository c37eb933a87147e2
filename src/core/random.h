#pragma once

// Randomness is passed in. The real source (getrandom) is in platform; SeededRandom replays.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace tusk::core {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> bytes) = 0;

  [[nodiscard]] std::uint64_t next();
  // Uniform in [0, bound); bound > 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound);
  // `byte_count` random bytes as lower-case hexadecimal.
  [[nodiscard]] std::string hex(std::size_t byte_count);
};

// splitmix64 (Steele, Lea, Flood 2014): the same numbers for the same seed, on every machine.
// Not for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::byte> bytes) override;

 private:
  std::uint64_t state_;
};

}  // namespace tusk::core
