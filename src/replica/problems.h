#pragma once

// Records that do not get across, so that they hold up no others: shown to people on both sides
// until the cause is gone.

#include <optional>
#include <string>
#include <vector>

#include "storage/record_store.h"
#include "sync/messages.h"

namespace tusk::replica {

enum class ProblemPlace {
  here = 0,        // a record of the other side, not taken by this one's database
  there = 1,       // a record of this side, not taken by the other's
  unsendable = 2,  // a record of this side with values that no message can carry
  held_back = 3    // such a record of the other side
};

struct Problem {
  int type_number = 0;
  core::RecordId record_id = 0;
  ProblemPlace place = ProblemPlace::here;
  std::string record_name;     // as far as it is known
  core::FieldMask fields = 0;  // that are not taken
  core::Text reason;
  core::Microseconds since = 0;
};

// Oldest first.
[[nodiscard]] std::vector<Problem> list_problems(storage::Transaction&, int limit);
[[nodiscard]] std::int64_t count_problems(storage::Transaction&);
// Which of them the sides take care of by themselves, and what a person can do.
[[nodiscard]] core::Text remedy_of(const Problem&, core::Side side);

// Sends the record again, or asks for it, with the next round. Throws Error{not_found} if the
// record has no problem.
void try_again(storage::Transaction&, const storage::RecordStore&, const core::RecordType&,
               core::RecordId, const core::Stamp& by);
// The same with all of them; how many there are.
std::int64_t try_all_again(storage::Transaction&, const storage::RecordStore&, const core::Stamp&);

// ---- for the rounds ----

// Adds or renews; `since` stays. True if it is new.
bool save_problem(storage::Transaction&, const Problem&);
void remove_problem(storage::Transaction&, int type_number, core::RecordId, ProblemPlace);
// What the other side is told: records of its that are not taken here (ProblemPlace::here), records
// that can't be sent to it (unsendable).
[[nodiscard]] std::vector<sync::Refusal> load_refusals(storage::Transaction&, const core::Registry&,
                                                       ProblemPlace);
// What the other side tells takes the place of what it told before. Those that are new.
std::vector<Problem> take_refusals(storage::Transaction&, const storage::RecordStore&,
                                   const std::vector<sync::Refusal>&);
// Why no message can carry what the change holds; nothing if one can.
[[nodiscard]] std::optional<core::Text> why_unsendable(const core::RecordType&,
                                                       const sync::RecordChange&);
[[nodiscard]] Problem make_unsendable(const core::RecordType&, const sync::RecordChange&,
                                      core::Text reason, core::Microseconds since);
// In the words of the synchronisation log.
[[nodiscard]] core::Text describe(const core::Registry&, const Problem&, core::Side side);

}  // namespace tusk::replica
