#pragma once

// Ids of records: 53 bits, so that JavaScript holds them exactly.
//
//   bit 52      side that made the id (0 office, 1 online)
//   bits 42-51  incarnation of that side's database (raised by every restore, so that an id made
//               after the backup was taken is never made again)
//   bits 0-41   counter
//
// The sides therefore never make the same id.

#include <cstdint>

namespace tusk::core {

using RecordId = std::int64_t;

enum class Side { office = 0, online = 1 };

[[nodiscard]] constexpr const char* name_of(Side side) {
  return side == Side::office ? "office" : "online";
}

inline constexpr std::int64_t max_incarnation = (1LL << 10) - 1;
inline constexpr std::int64_t max_counter = (1LL << 42) - 1;
inline constexpr RecordId max_record_id = (1LL << 53) - 1;

// Throws Error{limit} if the incarnation or the counter is used up.
[[nodiscard]] RecordId make_record_id(Side side, std::int64_t incarnation, std::int64_t counter);

[[nodiscard]] constexpr Side side_of(RecordId id) {
  return ((id >> 52) & 1) != 0 ? Side::online : Side::office;
}
[[nodiscard]] constexpr bool is_record_id(std::int64_t id) {
  return id > 0 && id <= max_record_id;
}

}  // namespace tusk::core
