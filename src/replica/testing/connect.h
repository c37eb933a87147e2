#pragma once

// For tests of rounds: both sides connected without a first synchronisation, which is tested by
// itself. The office's log says "here is the whole record" for everything, so that rounds carry it.

#include <string>

#include "replica/connection.h"
#include "replica/state.h"
#include "storage/change_log.h"
#include "storage/record_store.h"

namespace tusk::replica {

inline void begin_connection(storage::Transaction& transaction, const storage::RecordStore& store,
                             const Connection& connection, const core::Clock& clock) {
  State state = load_state_locked(transaction);
  transaction.prepare_company("DELETE FROM sync_log WHERE {company}")->run();
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
  save_state(transaction, state);
  for (const core::RecordType& type : store.registry().types()) {
    if (type.is_synchronised())
      storage::append_all(transaction, type, core::synchronised_mask(type));
  }
}

// An empty company database online accepts its office's rounds from nothing.
inline void begin_online(storage::Transaction& transaction, const std::string& company_id,
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
