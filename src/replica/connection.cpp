#include "replica/connection.h"

#include "replica/numbers.h"
#include "replica/state.h"
#include "storage/change_log.h"

namespace tusk::replica {
namespace {

// A baseline says "here is the whole record" for everything, parents before children.
constexpr std::string_view clear_log = "DELETE FROM sync_log WHERE {company}";

void log_baseline(storage::Transaction& transaction, const storage::RecordStore& store) {
  for (const core::RecordType& type : store.registry().types()) {
    if (!type.is_synchronised()) continue;
    storage::append_all(transaction, type, core::synchronised_mask(type));
  }
}

}  // namespace

void begin_connection(storage::Transaction& transaction, const storage::RecordStore& store,
                      const Connection& connection, const core::Clock& clock) {
  State state = load_state_locked(transaction);
  if (state.mode == Mode::connected) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("Företagsdatabasen är redan ansluten till {} av {}. Koppla ifrån den först.",
                  "The company database is already connected to {} by {}. Disconnect it first.",
                  state.online_url, state.connected_by));
  }
  // The history before the connection is nobody's business online: the baseline says it all.
  transaction.prepare_company(clear_log)->run();
  forget_grants(transaction);
  state.mode = Mode::connected;
  state.own_acked = {};
  state.peer = {};
  state.online_url = connection.online_url;
  state.online_company_id = connection.company_id;
  state.device_id = connection.device_id;
  state.connected_by = connection.connected_by;
  state.connected_by_email = connection.connected_by_email;
  state.connected_at = clock.now();
  state.interval_seconds = connection.interval_seconds;
  state.message.clear();
  save_state(transaction, state);
  log_baseline(transaction, store);
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

void begin_online(storage::Transaction& transaction, const std::string& company_id,
                  const core::Clock& clock) {
  State state = load_state_locked(transaction);
  state.mode = Mode::connected;
  state.own_acked = {};
  state.peer = {};
  state.online_company_id = company_id;
  state.connected_at = clock.now();
  save_state(transaction, state);
}

}  // namespace tusk::replica
