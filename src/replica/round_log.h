#pragma once

// The synchronisation log: one row per round, OK or Error with the message that people read.

#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/text.h"
#include "storage/database.h"

namespace tusk::replica {

// How long the history is kept, at least.
inline constexpr core::Microseconds history_kept = core::seconds(400LL * 24 * 60 * 60);

// Why a round failed, where that tells what to do about it.
enum class RoundCause {
  none,  // it did not fail, or it is not known
  no_line,
  server_down,
  certificate,
  login_refused,
  version  // one side is older than the other
};

[[nodiscard]] const char* name_of(RoundCause cause);

struct RoundRow {
  std::int64_t number = 0;
  core::Microseconds started_at = 0;
  core::Microseconds ended_at = 0;
  std::string computer;
  std::int64_t token = 0;
  std::int64_t up = 0;    // records sent from the office
  std::int64_t down = 0;  // records received from the online side
  std::int64_t conflicts = 0;
  bool ok = true;
  core::Text message;  // empty when ok
  RoundCause cause = RoundCause::none;
};

// Writes the row. Rounds that moved nothing are thinned: a quiet row directly after a quiet row (or
// the same error after itself) takes the place of that row, so that the newest time is always
// there and the log does not grow while nothing happens.
//
// The first row of a day also takes away rounds, conflicts and audits that were older than
// history_kept at the row before it (so that a clock that jumps for one row takes nothing).
void write_round(storage::Transaction&, const RoundRow&);
// Of the newest row, if that is an error. A repeated error keeps its cause.
void note_cause(storage::Transaction&, RoundCause cause);
// True if the row before is of an earlier day (UTC).
[[nodiscard]] bool is_first_of_day(storage::Transaction&, core::Microseconds now);
// Newest first.
[[nodiscard]] std::vector<RoundRow> list_rounds(storage::Transaction&, int limit);
[[nodiscard]] std::optional<RoundRow> last_round(storage::Transaction&);

}  // namespace tusk::replica
