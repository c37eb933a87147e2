#include "platform/system_clock.h"

#include <chrono>

namespace tusk::platform {
namespace {

template <typename Clock>
core::Microseconds microseconds_of() {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch())
      .count();
}

}  // namespace

core::Microseconds SystemClock::now() const {
  return microseconds_of<std::chrono::system_clock>();
}

core::Microseconds SystemClock::steady() const {
  return microseconds_of<std::chrono::steady_clock>();
}

}  // namespace tusk::platform
