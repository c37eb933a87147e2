#pragma once

// Number series: the numbers that people see (contact 1001), given without gaps in ordinary use.
//
// A series is the blocks that this side may use up, in table number_block. The office's own block
// reaches to the end of all numbers; the online side has the blocks that the office granted it.
// What a block grants to the other side is cut off it by replica.

#include <cstdint>
#include <optional>
#include <string>

#include "core/registry.h"
#include "storage/database.h"

namespace tusk::storage {

struct NumberBlock {
  std::int64_t first = 0;
  std::int64_t next = 0;
};

// "contact.number": the name of the series of a type that has one.
[[nodiscard]] std::string series_of(const core::RecordType&);
// The block that the next number comes from; nothing if all are used up.
[[nodiscard]] std::optional<NumberBlock> find_block(Transaction&, const std::string& series);
void move_block(Transaction&, const std::string& series, const NumberBlock&, std::int64_t next);
// The next number that no record has. Nothing if this side has none left.
[[nodiscard]] std::optional<std::int64_t> take_number(Transaction&, const core::RecordType&);
// The office's own blocks of a new company database.
void make_own_blocks(Transaction&, const core::Registry&);

}  // namespace tusk::storage
