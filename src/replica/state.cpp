#include "replica/state.h"

#include "core/error.h"

namespace tusk::replica {
namespace {

constexpr std::string_view select_state =
    "SELECT side, database_uuid, incarnation, schema_version, mode, own_acked_sequence, "
    "own_acked_salt, "
    "peer_sequence, peer_salt, peer_token, last_round, online_url, online_company_id, device_id, "
    "connected_by, connected_by_email, connected_at, interval_seconds, message "
    "FROM sync_state WHERE {company}";

constexpr std::string_view update_state =
    "UPDATE sync_state SET incarnation = $1, mode = $2, own_acked_sequence = $3, own_acked_salt = "
    "$4, "
    "peer_sequence = $5, peer_salt = $6, peer_token = $7, last_round = $8, online_url = $9, "
    "online_company_id = $10, device_id = $11, connected_by = $12, connected_by_email = $13, "
    "connected_at = $14, interval_seconds = $15, message = $16 WHERE {company}";

constexpr std::string_view select_mode = "SELECT mode FROM sync_state WHERE {company}";

void step_to_row(storage::Statement& statement) {
  if (statement.step()) return;
  throw core::Error(
      core::ErrorCode::internal,
      core::say("Databasen är inte färdig att användas.", "The database was never set up."), {},
      "sync_state is empty");
}

State load(storage::Transaction& transaction, std::string_view sql) {
  const auto statement = transaction.prepare_company(sql);
  step_to_row(*statement);
  State state;
  state.side = statement->text(0) == "online" ? core::Side::online : core::Side::office;
  state.database_uuid = statement->text(1);
  state.incarnation = statement->integer(2);
  state.schema_version = static_cast<int>(statement->integer(3));
  state.mode = parse_mode(statement->text(4));
  state.own_acked = {statement->integer(5), statement->integer(6)};
  state.peer = {statement->integer(7), statement->integer(8)};
  state.peer_token = statement->integer(9);
  state.last_round = statement->integer(10);
  state.online_url = statement->text(11);
  state.online_company_id = statement->text(12);
  state.device_id = statement->text(13);
  state.connected_by = statement->text(14);
  state.connected_by_email = statement->text(15);
  state.connected_at = statement->integer(16);
  state.interval_seconds = static_cast<int>(statement->integer(17));
  state.message = statement->text(18);
  return state;
}

}  // namespace

const char* name_of(Mode mode) {
  switch (mode) {
    case Mode::unconnected:
      return "unconnected";
    case Mode::first_sync:
      return "first_sync";
    case Mode::connected:
      return "connected";
    case Mode::needs_resync:
      return "needs_resync";
    case Mode::disconnected:
      return "disconnected";
  }
  return "unconnected";
}

Mode parse_mode(std::string_view name) {
  for (const Mode mode : {Mode::unconnected, Mode::first_sync, Mode::connected, Mode::needs_resync,
                          Mode::disconnected}) {
    if (name == name_of(mode)) return mode;
  }
  throw core::Error(core::ErrorCode::internal,
                    core::say("Databasen är skadad.", "The database is damaged."), {},
                    "sync_state.mode = " + std::string(name));
}

State load_state(storage::Transaction& transaction) {
  return load(transaction, select_state);
}

Mode load_mode(storage::Transaction& transaction) {
  const auto statement = transaction.prepare_company(select_mode);
  step_to_row(*statement);
  return parse_mode(statement->text(0));
}

State load_state_locked(storage::Transaction& transaction) {
  // SQLite's write transactions exclude each other already.
  if (transaction.engine() == storage::Engine::sqlite) return load(transaction, select_state);
  return load(transaction, std::string(select_state) + " FOR UPDATE");
}

void save_state(storage::Transaction& transaction, const State& state) {
  const auto statement = transaction.prepare_company(update_state);
  statement->bind(state.incarnation)
      .bind(name_of(state.mode))
      .bind(state.own_acked.sequence)
      .bind(state.own_acked.salt)
      .bind(state.peer.sequence)
      .bind(state.peer.salt)
      .bind(state.peer_token)
      .bind(state.last_round)
      .bind(state.online_url)
      .bind(state.online_company_id)
      .bind(state.device_id)
      .bind(state.connected_by)
      .bind(state.connected_by_email)
      .bind(state.connected_at)
      .bind(state.interval_seconds)
      .bind(state.message);
  statement->run();
}

}  // namespace tusk::replica
