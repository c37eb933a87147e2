#pragma once

// One round against one database. The rules are in sync (pure); here is what surrounds them: read
// within a transaction, execute the effects, store the positions with the data, commit.

#include <cstdint>
#include <string>
#include <vector>

#include "core/clock.h"
#include "replica/lease.h"
#include "replica/link.h"
#include "storage/record_store.h"
#include "sync/limits.h"
#include "sync/messages.h"

namespace tusk::replica {

// ---- online ----

struct OnlineRoundResult {
  sync::RoundResponse response;
  // What changed here, for live updates of browsers.
  std::vector<sync::RecordChange> applied;
  std::vector<sync::Conflict> conflicts;
};

// Executes an office's request in one transaction. Throws core::Error{unavailable} if the database
// is busy or full: nothing was written then, and the office tries again.
[[nodiscard]] OnlineRoundResult run_online_round(storage::Database&, const storage::RecordStore&,
                                                 const sync::RoundRequest&, const core::Clock&,
                                                 const sync::ExchangeLimits& = {});

// ---- office ----

enum class RoundOutcome {
  done,
  not_holder,  // another computer has the lease: nothing was exchanged
  not_connected,
  needs_resync,  // one side was put back: stopped until it is connected anew
  stale,         // the answer came too late and was dropped; a new round follows
  refused        // the online side can't take it now (busy, older schema): tried again later
};

struct OfficeRoundResult {
  RoundOutcome outcome = RoundOutcome::done;
  std::int64_t up = 0;               // records sent
  std::int64_t down = 0;             // records received
  std::int64_t conflicts = 0;        // new ones, found on either side
  std::int64_t online_sequence = 0;  // position to wait from
  bool more = false;                 // something is left on either side: go on at once
  core::Text message;                // what to tell, when not done
};

struct OfficeRoundOptions {
  std::string computer;  // its name, for the log
  sync::ExchangeLimits limits;
};

// Builds a request, exchanges it over the link, applies the answer (office_round.h has these steps
// one by one). Throws LinkError; what the other side has then committed is found out by the next
// round. Writes the round's row to the log (also for errors) unless this computer is not the
// holder.
[[nodiscard]] OfficeRoundResult run_office_round(storage::Database&, const storage::RecordStore&,
                                                 Link&, LeaseKeeper&, const core::Clock&,
                                                 const OfficeRoundOptions&);

// True if the office has something that the online side has not acknowledged.
[[nodiscard]] bool has_pending(storage::Transaction&);

}  // namespace tusk::replica
