#pragma once

// Conditions as people and programs write them: "city:eq:Umeå". What the value means is for whoever
// reads it, since a command line takes "ja" where JSON has true.

#include <optional>
#include <string_view>

#include "storage/record_store.h"

namespace tusk::storage {

struct FilterWords {
  std::string_view field;
  std::string_view comparison;
  std::string_view value;  // all that follows the second colon
};

// Nothing if there are not two colons.
[[nodiscard]] std::optional<FilterWords> split_filter(std::string_view text);
// eq, ne, lt, le, gt, ge; nothing for any other word.
[[nodiscard]] std::optional<Comparison> parse_comparison(std::string_view word);

}  // namespace tusk::storage
