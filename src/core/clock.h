#pragma once

// Time is passed in. The real clock is in platform; tests and the simulator bring their own.

#include <cstdint>

namespace tusk::core {

using Microseconds = std::int64_t;

class Clock {
 public:
  virtual ~Clock() = default;
  // Wall time, microseconds since 1970-01-01 UTC. For people to read; never for order or leases.
  [[nodiscard]] virtual Microseconds now() const = 0;
  // Monotonic time, microseconds since an arbitrary start. For leases, time-outs, measurements.
  [[nodiscard]] virtual Microseconds steady() const = 0;
};

inline constexpr Microseconds seconds(std::int64_t count) {
  return count * 1'000'000;
}

}  // namespace tusk::core
