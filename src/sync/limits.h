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

// Entries of the history that one log position carries when many are made at once, and the most
// that go with one message.
inline constexpr int conflicts_per_position = 200;
inline constexpr std::int64_t max_conflicts_per_exchange = 2'000;

// Numbers that the office grants at a time, and when it grants more.
inline constexpr std::int64_t numbers_per_block = 50;
inline constexpr std::int64_t grant_when_fewer_than = 10;

// Records that do not get across: how many are told and shown, and how large the texts of one
// record may be to be sent.
inline constexpr int max_problems = 500;
inline constexpr std::size_t max_record_bytes = 4 * 1024 * 1024;

// An audit: records that may be about to change while it is made (else it waits), buckets and
// records that one exchange asks about, and how often a round may come in between.
inline constexpr std::size_t max_excluded_records = 20'000;
inline constexpr std::size_t audit_buckets_per_exchange = 64;
inline constexpr std::size_t audit_records_per_exchange = 200;
inline constexpr int max_audit_interruptions = 100;
// The same as one value, for those who run rounds: the simulator makes messages of two entries.
struct ExchangeLimits {
  std::int64_t entries = max_entries_per_exchange;
  std::size_t bytes = max_bytes_per_exchange;
  std::int64_t numbers_per_block = sync::numbers_per_block;
  std::int64_t grant_when_fewer_than = sync::grant_when_fewer_than;
};

}  // namespace tusk::sync
