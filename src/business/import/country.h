#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tusk::business {

// "Sverige", "sweden", "SE", "SWE" -> "SE". Names in English, Swedish and the country's own
// language, of Europe and the larger countries elsewhere. Nothing if the name is unknown.
[[nodiscard]] std::optional<std::string> find_country_code(std::string_view name);

}  // namespace tusk::business
