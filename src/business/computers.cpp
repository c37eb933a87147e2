#include "business/computers.h"

#include <set>

#include "business/installation.h"
#include "business/sessions.h"
#include "core/error.h"
#include "core/unicode.h"

namespace tusk::business {
namespace {

constexpr const char* find_recent =
    "SELECT 1 FROM system_computer WHERE uuid = $1 AND name = $2 AND last_seen_at > $3";
constexpr const char* upsert =
    "INSERT INTO system_computer (uuid, name, first_seen_at, last_seen_at) "
    "VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (uuid) DO UPDATE SET name = excluded.name, last_seen_at = excluded.last_seen_at";
constexpr const char* select_all =
    "SELECT uuid, name, first_seen_at, last_seen_at, service_seen_at, service_version, "
    "service_stopped, holds_database, public_key FROM system_computer ORDER BY name, uuid";
constexpr const char* service_sign =
    "UPDATE system_computer SET name = $1, last_seen_at = $2, service_seen_at = $3, "
    "service_version = $4, service_stopped = FALSE, holds_database = $5, public_key = $6 "
    "WHERE uuid = $7";
constexpr const char* service_stopped =
    "UPDATE system_computer SET service_stopped = TRUE, service_seen_at = $1 WHERE uuid = $2";

// PostgreSQL only: its own time, and whether it runs on the computer that asks. A socket has no
// address; on one computer both ends of a connection have the same.
constexpr const char* time_of_server =
    "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";
constexpr const char* is_server_here =
    "SELECT inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr()";

constexpr core::Microseconds write_again_after = core::seconds(60 * 60);

core::Microseconds time_of(storage::Transaction& transaction, const core::Clock& clock) {
  if (transaction.engine() == storage::Engine::sqlite) return clock.now();
  const auto row = transaction.prepare(time_of_server);
  row->step();
  return row->integer(0);
}

bool is_database_here(storage::Transaction& transaction) {
  if (transaction.engine() == storage::Engine::sqlite) return true;
  const auto row = transaction.prepare(is_server_here);
  return row->step() && row->boolean(0);
}

// Uuids of those where Tusk Sync is logged in: a log-in ends with its program.
std::set<std::string> computers_with_service(Installation& installation) {
  std::set<std::string> uuids;
  for (const SessionInfo& session : list_sessions(installation)) {
    if (session.kind == SessionKind::service) uuids.insert(session.computer_uuid);
  }
  return uuids;
}

}  // namespace

void register_computer(Installation& installation) {
  const Environment& environment = installation.environment();
  const core::Microseconds now = environment.clock.now();
  const bool recent = storage::read(installation.system(), [&](storage::Transaction& transaction) {
    return transaction.prepare(find_recent)
        ->bind(installation.computer_uuid())
        .bind(environment.computer_name)
        .bind(now - write_again_after)
        .step();
  });
  if (recent) return;
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    transaction.prepare(upsert)
        ->bind(installation.computer_uuid())
        .bind(environment.computer_name)
        .bind(now)
        .bind(now)
        .run();
  });
}

std::vector<Computer> list_computers(Installation& installation) {
  const std::set<std::string> logged_in = computers_with_service(installation);
  return storage::read(installation.system(), [&](storage::Transaction& transaction) {
    const core::Microseconds now = time_of(transaction, installation.environment().clock);
    std::vector<Computer> computers;
    auto rows = transaction.prepare(select_all);
    while (rows->step()) {
      Computer computer{.uuid = std::string(rows->text(0)),
                        .name = std::string(rows->text(1)),
                        .first_seen_at = rows->integer(2),
                        .last_seen_at = rows->integer(3),
                        .service_seen_at = rows->integer(4),
                        .service_version = std::string(rows->text(5)),
                        .holds_database = rows->boolean(7),
                        .public_key = std::string(rows->text(8))};
      computer.was_stopped = rows->boolean(6) && computer.service_seen_at > 0;
      computer.is_running = !rows->boolean(6) && logged_in.contains(computer.uuid) &&
                            now - computer.service_seen_at < service_silent_after;
      computers.push_back(std::move(computer));
    }
    return computers;
  });
}

Computer get_computer(Installation& installation, std::string_view name_or_uuid) {
  const std::vector<Computer> all = list_computers(installation);
  std::vector<const Computer*> found;
  std::string names;
  for (const Computer& computer : all) {
    if (computer.uuid == name_or_uuid) return computer;
    if (core::fold_case(computer.name) == core::fold_case(name_or_uuid)) found.push_back(&computer);
    names += (names.empty() ? "" : ", ") + computer.name;
  }
  if (found.size() == 1) return *found.front();
  if (found.empty()) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Det finns ingen dator {}. De som finns: {}.",
                                "There is no computer {}. Those that there are: {}.",
                                core::shorten(name_or_uuid), names));
  }
  std::string uuids;
  for (const Computer* computer : found) uuids += (uuids.empty() ? "" : ", ") + computer->uuid;
  throw core::Error(core::ErrorCode::conflict,
                    core::say("Flera datorer heter {}. Skriv datorns id i stället: {}.",
                              "Several computers are called {}. Write the computer's id "
                              "instead: {}.",
                              found.front()->name, uuids));
}

void note_service(Installation& installation, const ServiceSign& sign) {
  const Environment& environment = installation.environment();
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    const auto statement = transaction.prepare(service_sign);
    statement->bind(environment.computer_name).bind(environment.clock.now());
    statement->bind(time_of(transaction, environment.clock)).bind(sign.version);
    statement->bind(is_database_here(transaction)).bind(sign.public_key);
    statement->bind(installation.computer_uuid()).run();
  });
}

void note_service_stopped(Installation& installation) {
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    transaction.prepare(service_stopped)
        ->bind(time_of(transaction, installation.environment().clock))
        .bind(installation.computer_uuid())
        .run();
  });
}

}  // namespace tusk::business
