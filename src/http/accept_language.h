#pragma once

#include <string_view>

#include "core/text.h"

namespace tusk::http {

// "en-GB,en;q=0.9,sv;q=0.8" -> english. Swedish if neither is asked for.
[[nodiscard]] core::Language parse_accept_language(std::string_view header);

}  // namespace tusk::http
