#include "replica/connection.h"

#include <fmt/format.h>

#include "core/error.h"
#include "replica/state.h"

namespace tusk::replica {
namespace {

// Name of the advisory lock (with the company's number) that writers share and stop_for_resync()
// takes alone. In SQLite write transactions exclude each other already.
constexpr int writers_lock = 74531;

void lock_writers(storage::Transaction& transaction, const char* how) {
  if (transaction.engine() == storage::Engine::sqlite) return;
  transaction.execute(
      fmt::format("SELECT {}({}, CAST({} AS INTEGER))", how, writers_lock, transaction.company()));
}

}  // namespace

void require_writable(storage::Transaction& transaction) {
  lock_writers(transaction, "pg_advisory_xact_lock_shared");
  if (load_mode(transaction) != Mode::needs_resync) return;
  throw core::Error(
      core::ErrorCode::conflict,
      core::say("Ingenting kan ändras här just nu: kontorets eller webbens databas har återställts "
                "till ett tidigare läge. En superanvändare behöver uppdatera anslutningen på "
                "kontoret.",
                "Nothing can be changed here at the moment: the office's or the web's database was "
                "put back to an earlier state. A super user must update the connection in the "
                "office."));
}

void stop_for_resync(storage::Transaction& transaction) {
  lock_writers(transaction, "pg_advisory_xact_lock");
  State state = load_state_locked(transaction);
  state.mode = Mode::needs_resync;
  save_state(transaction, state);
}

core::Text rewound_text() {
  return core::say(
      "En av databaserna har återställts till ett tidigare läge. Ingenting synkroniseras och "
      "ingenting går förlorat. Uppdatera anslutningen: tusk online update.",
      "One of the databases was put back to an earlier state. Nothing is synchronised and nothing "
      "is lost. Update the connection: tusk online update.");
}

void end_connection(storage::Transaction& transaction) {
  State state = load_state_locked(transaction);
  state.mode = Mode::disconnected;
  state.own_acked = {};
  state.peer = {};
  state.device_id.clear();
  state.message.clear();
  save_state(transaction, state);
}

}  // namespace tusk::replica
