#pragma once

// The office's half of a round: what it does with the answer. (Its request is coalesce() over its
// log and positions; see replica/round.cpp.)

#include "sync/local.h"

namespace tusk::sync {

struct OfficeState {
  Position own_acked;           // the online side has this side's log up to here
  Position peer;                // this side has the online log up to here
  std::int64_t last_round = 0;  // number of the last request that was made
};

// True if the answer, of whatever status, belongs to the last request that was made and to the
// state as it is now. A late or repeated answer does not, and is dropped. Requests are numbered
// (RoundRequest::round) in the transaction that makes them.
[[nodiscard]] bool is_answer_to(const OfficeState&, const RoundRequest&, const RoundResponse&);

// What an answer with status `position` means: go on from `applied`, or the history was rewound.
// `salt_at_applied`: of this side's log entry at response.applied, if it is there.
[[nodiscard]] bool can_go_on_from(const OfficeState&, const RoundResponse&,
                                  std::optional<std::int64_t> salt_at_applied);

// Merges the changes of an answer into this side; Local::pending says what was edited here after
// the request was made. Returns those that changed something here.
std::vector<RecordChange> apply_response(const RoundContext&, const RoundResponse&, Local&);

}  // namespace tusk::sync
