#pragma once

// The words that People puts together, by origin.

#include <span>
#include <string_view>

#include "business/sample/people.h"

namespace tusk::business::sample {

using Words = std::span<const std::string_view>;

struct Town {
  std::string_view name;
  std::string_view postal_code;
};

// What is particular to a country's names and addresses.
struct Country {
  std::string_view code;      // ISO 3166
  std::string_view language;  // ISO 639
  std::string_view currency;
  Words given;
  Words family;
  Words streets;
  std::span<const Town> towns;
  Words firms;     // "Byggservice"
  Words suffixes;  // "AB"
  Words titles;
  Words phones;  // prefixes; digits follow
  Words mobiles;
};

[[nodiscard]] const Country& country_of(Origin origin);
[[nodiscard]] Words notes();

}  // namespace tusk::business::sample
