#pragma once

// When a received database takes the place of another: nothing that a person entered there is lost.

#include "core/clock.h"
#include "storage/database.h"
#include "storage/record_store.h"

namespace tusk::replica {

// Writes into the history of `fresh` what `old` has otherwise, field by field and record by record
// (ConflictKind::rewound), and brings the history and the rounds of `old` over. `fresh` is complete
// and its state is saved; both belong to the same company and change no more. What is new in the
// history goes to the office with the next rounds. Returns how many entries were made.
std::int64_t keep_what_was_there(storage::Transaction& fresh, storage::Transaction& old,
                                 const storage::RecordStore& store, core::Microseconds now);

}  // namespace tusk::replica
