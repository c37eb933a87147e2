#pragma once

#include <string>

namespace tusk::platform {

// The computer's name, as people on the network know it.
[[nodiscard]] std::string computer_name();

}  // namespace tusk::platform
