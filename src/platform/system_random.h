#pragma once

#include "core/random.h"

namespace tusk::platform {

// The kernel's generator (getrandom): fit for secrets, safe to use from several threads.
class SystemRandom final : public core::Random {
 public:
  // Throws Error{internal} if the kernel refuses, which it does not once it has started.
  void fill(std::span<std::byte> bytes) override;
};

}  // namespace tusk::platform
