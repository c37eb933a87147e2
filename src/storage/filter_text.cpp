#include "storage/filter_text.h"

#include <array>
#include <utility>

namespace tusk::storage {
namespace {

constexpr std::array<std::pair<std::string_view, Comparison>, 6> comparisons = {
    {{"eq", Comparison::equal},
     {"ne", Comparison::not_equal},
     {"lt", Comparison::less},
     {"le", Comparison::less_equal},
     {"gt", Comparison::greater},
     {"ge", Comparison::greater_equal}}};

}  // namespace

std::optional<FilterWords> split_filter(std::string_view text) {
  const auto first = text.find(':');
  const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return FilterWords{text.substr(0, first), text.substr(first + 1, second - first - 1),
                     text.substr(second + 1)};
}

std::optional<Comparison> parse_comparison(std::string_view word) {
  for (const auto& [spelling, comparison] : comparisons) {
    if (spelling == word) return comparison;
  }
  return std::nullopt;
}

}  // namespace tusk::storage
