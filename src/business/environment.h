#pragma once

// What the office takes from outside: time, randomness, the name of the computer it runs on
// and of the program.

#include <string>

#include "core/clock.h"
#include "core/random.h"

namespace tusk::business {

struct Environment {
  const core::Clock& clock;
  core::Random& random;
  std::string computer_name;
  std::string program = "tusk";  // as people see it in the list of log-ins
};

// A random UUID (version 4), lower case with hyphens.
[[nodiscard]] std::string make_uuid(core::Random& random);

}  // namespace tusk::business
