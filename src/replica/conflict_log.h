#pragma once

// The synchronisation history: what collided, both values, both people, and how it was settled.

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/record.h"
#include "storage/record_store.h"
#include "sync/messages.h"

namespace tusk::replica {

struct LoggedConflict {
  sync::Conflict conflict;
  core::Microseconds put_back_at = 0;  // 0: not put back
  std::string put_back_by;
};

// Which of them are wanted. Ids of records are unique within their register only.
struct ConflictFilter {
  int type_number = 0;            // 0: of every register
  core::RecordId record_id = 0;   // 0: of every record
  std::vector<int> hidden_types;  // registers that whoever asks may not read
};

struct ConflictPage {
  std::vector<LoggedConflict> conflicts;  // newest first
  std::string next_cursor;                // empty: the last page
};

// `sequence`: own log position that carries the conflict to the other side; 0 if it came from
// there. Does nothing if the conflict is known. True if it was new.
bool insert_conflict(storage::Transaction&, const core::Registry&, const sync::Conflict&,
                     std::int64_t sequence);
// The same edit has lost twice, for two reasons: the entry becomes this one, so that both sides
// have the same. Does nothing where they are of one kind.
void correct_conflict(storage::Transaction&, const sync::Conflict&);
// Conflicts of this side that the other does not have yet: carried by positions after `after`, up
// to `until`.
[[nodiscard]] std::vector<sync::Conflict> conflicts_after(
    storage::Transaction&, const core::Registry&, std::int64_t after,
    std::int64_t until = std::numeric_limits<std::int64_t>::max());
[[nodiscard]] ConflictPage list_conflicts(storage::Transaction&, const core::Registry&, int limit,
                                          std::string_view cursor, const ConflictFilter& = {});
[[nodiscard]] std::optional<LoggedConflict> find_conflict(storage::Transaction&,
                                                          const core::Registry&,
                                                          std::string_view id);
[[nodiscard]] std::int64_t count_conflicts(storage::Transaction&);
// Of those that conflicts_after() gives.
[[nodiscard]] std::int64_t count_conflicts(storage::Transaction&, std::int64_t after,
                                           std::int64_t until);

// Notes that it was put back.
void mark_put_back(storage::Transaction&, std::string_view id, const core::Stamp& by);

// Puts back what lost, as a new, ordinary edit by `by`: the value, the whole record (over the one
// that is there, else as a new record), or the deletion (update_delete). Returns the record as it
// is afterwards, or was. Throws Error{not_found} for an unknown id, Error{conflict} that says why
// it can't be (put back already; the record or what it belongs to is gone; the value is taken; only
// the office may write it), Error{invalid}.
core::Record put_back(storage::Transaction&, const storage::RecordStore&, std::string_view id,
                      const core::Stamp& by);

}  // namespace tusk::replica
