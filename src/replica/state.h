#pragma once

// The one row of sync_state: who this database is, and how far the two sides have got.

#include <cstdint>
#include <string>

#include "core/clock.h"
#include "core/id.h"
#include "storage/change_log.h"
#include "storage/database.h"
#include "sync/messages.h"

namespace tusk::replica {

enum class Mode {
  unconnected,  // never connected
  first_sync,   // connected; the first synchronisation is under way (first_sync.h)
  connected,
  needs_resync,  // one side was put back to an earlier state; nothing is synchronised until
                 // reconnected
  disconnected
};

struct State {
  core::Side side = core::Side::office;
  std::string database_uuid;
  std::int64_t incarnation = 0;
  int schema_version = 0;
  Mode mode = Mode::unconnected;
  sync::Position own_acked;     // office: the online side has this side's log up to here
  sync::Position peer;          // this side has the other's log up to here (online: "applied")
  std::int64_t peer_token = 0;  // online: highest lease token seen
  std::int64_t last_round = 0;
  std::string online_url;
  std::string online_company_id;
  std::string device_id;
  std::string connected_by;
  std::string connected_by_email;
  core::Microseconds connected_at = 0;
  int interval_seconds = 15;
  std::string message;  // why mode is needs_resync, in the user's words
};

[[nodiscard]] State load_state(storage::Transaction&);
[[nodiscard]] Mode load_mode(storage::Transaction&);
// Loads and, on PostgreSQL, locks the row: rounds of one company come one after the other.
[[nodiscard]] State load_state_locked(storage::Transaction&);
void save_state(storage::Transaction&, const State&);

[[nodiscard]] const char* name_of(Mode mode);
// Throws Error{internal}.
[[nodiscard]] Mode parse_mode(std::string_view name);

}  // namespace tusk::replica
