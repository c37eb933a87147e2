#pragma once

// Limits of what the programs that serve the REST interface have in common.

#include <cstddef>

namespace tusk::rest {

// Requests per second in the long run, and how many may come at once.
struct Budget {
  double per_second;
  double burst;
};

// Callers whose budgets are remembered; beyond that the ones with full budgets are forgotten.
inline constexpr std::size_t max_budgets = 100'000;

}  // namespace tusk::rest
