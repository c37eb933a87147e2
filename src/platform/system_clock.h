#pragma once

#include "core/clock.h"

namespace tusk::platform {

// The machine's clocks. Made once per program and passed in everywhere.
class SystemClock final : public core::Clock {
 public:
  [[nodiscard]] core::Microseconds now() const override;
  [[nodiscard]] core::Microseconds steady() const override;
};

}  // namespace tusk::platform
