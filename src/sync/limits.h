#pragma once

// Limits of one exchange. A round that has more goes on at once with the next.

#include <cstdint>

namespace tusk::sync {

// Log entries that one message covers. 20,000 records of 20 filled fields are some 8 MiB of JSON,
// and well under 1 MiB compressed.
inline constexpr std::int64_t max_entries_per_exchange = 20'000;

// Numbers that the office grants at a time, and when it grants more.
inline constexpr std::int64_t numbers_per_block = 50;
inline constexpr std::int64_t grant_when_fewer_than = 10;

}  // namespace tusk::sync
