#pragma once

// What both sides do alike when they send: the part of the log that fits into one message.

#include "replica/round_log.h"
#include "replica/storage_local.h"
#include "sync/limits.h"

namespace tusk::replica {

struct Outgoing {
  sync::Position to;
  std::vector<sync::RecordChange> changes;
  std::vector<sync::Conflict> conflicts;
  std::vector<Problem> new_problems;  // records that no message can carry
  bool more = false;
};

// Entries after `after` as changes, with the values that the records have now.
// Positions must have been assigned.
[[nodiscard]] Outgoing collect_outgoing(storage::Transaction&, const storage::RecordStore&,
                                        std::int64_t after, const sync::ExchangeLimits&,
                                        core::Microseconds now);

// A row of the log for each record that does not get across since this round, so that it is seen
// there; `row` is the round's own.
void log_problems(storage::Transaction&, const storage::RecordStore&, const std::vector<Problem>&,
                  RoundRow row);

// Writes this side's own conflicts with a log position that carries them to the other side.
void save_own_conflicts(storage::Transaction&, const storage::RecordStore&,
                        const std::vector<sync::Conflict>&, const core::Stamp&);
// Writes the other side's; those that were new.
[[nodiscard]] std::vector<sync::Conflict> save_peer_conflicts(storage::Transaction&,
                                                              const storage::RecordStore&,
                                                              const std::vector<sync::Conflict>&);

// Who is named for entries that the merge itself makes.
[[nodiscard]] inline core::Stamp sync_stamp(core::Microseconds now) {
  return {"Tusk Sync", now};
}

// Appends an entry to the log that changes nothing, about no record unless one is named: a position
// that carries something else. Its salted position is one that was never before.
[[nodiscard]] sync::Position append_marker(storage::Transaction&, const core::Stamp&,
                                           int type_number = 0, core::RecordId record_id = 0);

}  // namespace tusk::replica
