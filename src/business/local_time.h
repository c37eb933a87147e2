#pragma once

#include <string>

#include "core/clock.h"

namespace tusk::business {

// "2026-05-04 09:14:02" in the computer's time zone, for people to read; "–" for 0, which is never.
[[nodiscard]] std::string format_local_time(core::Microseconds at);

}  // namespace tusk::business
