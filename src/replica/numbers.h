#pragma once

// Number series. The office owns each series; it grants the online side blocks of it, so that a
// record made there has its number at once. A grant is a block that is used up as far as the office
// is concerned, and travels with the log position that it was made at.

#include <optional>
#include <string>
#include <vector>

#include "core/registry.h"
#include "storage/record_store.h"
#include "sync/messages.h"

namespace tusk::replica {

// How many numbers this side has left, for each series that both sides use.
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> numbers_left(storage::Transaction&,
                                                                             const core::Registry&);
// Office: cuts a block of `count` off the series, to be sent with the log position `sequence`.
void grant_numbers(storage::Transaction&, const std::string& series, std::int64_t count,
                   std::int64_t sequence);
// Office: blocks granted at positions after `after`.
[[nodiscard]] std::vector<sync::NumberBlock> grants_after(storage::Transaction&,
                                                          std::int64_t after);
// Office: a new connection starts without grants.
void forget_grants(storage::Transaction&);
// Online: adds a block. Does nothing if it is there.
void add_block(storage::Transaction&, const sync::NumberBlock&);

}  // namespace tusk::replica
