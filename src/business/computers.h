#pragma once

// The computers that Tusk is installed on. One of them synchronises.

#include <string>
#include <vector>

#include "core/clock.h"

namespace tusk::business {

class Installation;

struct Computer {
  std::string uuid;
  std::string name;
  core::Microseconds first_seen_at = 0;
  core::Microseconds last_seen_at = 0;
};

// Notes that this computer is there, under the name it has now. Writes at most once in an hour.
void register_computer(Installation& installation);
[[nodiscard]] std::vector<Computer> list_computers(Installation& installation);

}  // namespace tusk::business
