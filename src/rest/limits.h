#pragma once

// Limits of what the programs that serve the REST interface have in common.

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/clock.h"

namespace tusk::rest {

// Requests per second in the long run, and how many may come at once.
struct Budget {
  double per_second;
  double burst;
};

// Callers whose budgets are remembered; beyond that the ones with full budgets are forgotten.
inline constexpr std::size_t max_budgets = 100'000;

// The log says so when a certificate has only so many days left; ascending.
inline constexpr std::array<std::int64_t, 4> days_before_expiry{0, 1, 7, 21};
// TR-1: how long a key of session tickets is used.
inline constexpr core::Microseconds ticket_keys_live = core::seconds(12 * 60 * 60);

}  // namespace tusk::rest
