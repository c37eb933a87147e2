#pragma once

// Limits of one exchange. A round that has more goes on at once with the next.

#include <cstddef>
#include <cstdint>

namespace tusk::sync {

// Log entries that one message covers, and bytes of JSON that its changes may take (estimated; one
// record may be larger, and then goes alone).
inline constexpr std::int64_t max_entries_per_exchange = 20'000;
inline constexpr std::size_t max_bytes_per_exchange = 8 * 1024 * 1024;

// How far beyond the message the log is looked at for fields that are edited again there.
inline constexpr std::int64_t max_entries_looked_at = 200'000;

// Numbers that the office grants at a time, and when it grants more.
inline constexpr std::int64_t numbers_per_block = 50;
inline constexpr std::int64_t grant_when_fewer_than = 10;

}  // namespace tusk::sync
