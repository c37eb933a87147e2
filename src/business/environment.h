#pragma once

// What the office takes from outside: time, randomness and the name of the computer it runs on.

#include <string>

#include "core/clock.h"
#include "core/random.h"

namespace tusk::business {

struct Environment {
  const core::Clock& clock;
  core::Random& random;
  std::string computer_name;
};

// A random UUID (version 4), lower case with hyphens.
[[nodiscard]] std::string make_uuid(core::Random& random);

}  // namespace tusk::business
