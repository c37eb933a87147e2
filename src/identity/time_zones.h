#pragma once

#include <string_view>

namespace tusk::identity {

// Whether the system's time zone database (tzdata) has it: "Europe/Stockholm".
[[nodiscard]] bool is_time_zone(std::string_view name);

}  // namespace tusk::identity
