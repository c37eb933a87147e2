#include "business/system_schema.h"

#include <array>

#include "storage/database_role.h"

namespace tusk::business {
namespace {

// Step n brings version n to n + 1. Steps that have been released are never edited.
constexpr std::array migrations{
    R"(
CREATE TABLE system_company (
  number BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  location TEXT NOT NULL,
  sample BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE system_login (
  user_name TEXT PRIMARY KEY,
  full_name TEXT NOT NULL,
  password_hash TEXT,
  super_user BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE TABLE system_licence (
  id BIGINT PRIMARY KEY,
  holder TEXT,
  contact_person TEXT,
  phone TEXT,
  email TEXT,
  number TEXT,
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL
);
CREATE TABLE system_computer (
  uuid TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  first_seen_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL
);
)",
    R"(
CREATE TABLE system_session (
  id BIGINT PRIMARY KEY,
  presence BIGINT NOT NULL,
  kind TEXT NOT NULL,
  user_name TEXT NOT NULL,
  full_name TEXT NOT NULL,
  computer_uuid TEXT NOT NULL,
  computer_name TEXT NOT NULL,
  program TEXT NOT NULL,
  process_id BIGINT NOT NULL,
  company BIGINT NOT NULL,
  since BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  hold_sv TEXT,
  hold_en TEXT,
  ended_by TEXT
);
CREATE TABLE system_session_number (id BIGINT PRIMARY KEY, last BIGINT NOT NULL);
INSERT INTO system_session_number (id, last) VALUES (1, 0);
ALTER TABLE system_login ADD COLUMN last_login_at BIGINT;
)",
    R"(
ALTER TABLE system_computer ADD COLUMN service_seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE system_computer ADD COLUMN service_version TEXT NOT NULL DEFAULT '';
ALTER TABLE system_computer ADD COLUMN service_stopped BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE system_computer ADD COLUMN holds_database BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE system_computer ADD COLUMN public_key TEXT NOT NULL DEFAULT '';
CREATE TABLE system_key_request (
  company BIGINT NOT NULL,
  computer_uuid TEXT NOT NULL,
  connection TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  sealed TEXT NOT NULL,
  PRIMARY KEY (company, computer_uuid)
);
)",
    R"(
CREATE TABLE system_api_user (
  uuid TEXT PRIMARY KEY,
  company BIGINT NOT NULL,
  name TEXT NOT NULL,
  access_profile BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE TABLE system_api_key (
  name TEXT PRIMARY KEY,
  api_user TEXT NOT NULL,
  label TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  last_used_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL,
  revoked_by TEXT NOT NULL
);
)",
    // Who could connect before can connect still.
    R"(
ALTER TABLE system_company ADD COLUMN online_licence BOOLEAN NOT NULL DEFAULT TRUE;
UPDATE system_company SET online_licence = FALSE WHERE sample;
)"};

constexpr const char* create_version =
    "CREATE TABLE IF NOT EXISTS system_version (id BIGINT PRIMARY KEY, version BIGINT NOT NULL);"
    "INSERT INTO system_version (id, version) VALUES (1, 0) ON CONFLICT (id) DO NOTHING;";
// Writing before reading locks the row, so that two programs that start together take turns.
constexpr const char* lock_version =
    "UPDATE system_version SET version = version WHERE id = 1 RETURNING version";
constexpr const char* set_version = "UPDATE system_version SET version = $1 WHERE id = 1";
constexpr const char* select_version = "SELECT version FROM system_version WHERE id = 1";
std::size_t locked_version(storage::Transaction& transaction) {
  auto statement = transaction.prepare(lock_version);
  statement->step();
  return static_cast<std::size_t>(statement->integer(0));
}

// Mostly there is nothing to do, and then nobody need wait for a write lock.
bool is_up_to_date(storage::Database& system) {
  return has_system_schema(system) && storage::read(system, [](storage::Transaction& transaction) {
           const auto row = transaction.prepare(select_version);
           return row->step() && row->integer(0) == static_cast<std::int64_t>(migrations.size());
         });
}

// True while there may be more to do.
bool migrate_one_step(storage::Transaction& transaction) {
  const std::size_t version = locked_version(transaction);
  if (version > migrations.size()) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Systemdatabasen har version {} och är gjord av ett nyare program. "
                                "Uppdatera Tusk på den här datorn (den kan version {}).",
                                "The system database has version {} and was made by a newer "
                                "program. Update Tusk on this computer (it knows version {}).",
                                version, migrations.size()));
  }
  if (version == migrations.size()) return false;
  transaction.execute(migrations[version]);
  transaction.prepare(set_version)->bind(static_cast<std::int64_t>(version) + 1).run();
  return true;
}

}  // namespace

bool has_system_schema(storage::Database& system) {
  return storage::read(system, [](storage::Transaction& transaction) {
    return storage::has_table(transaction, "system_company");
  });
}

void lock_system(storage::Transaction& transaction) {
  static_cast<void>(locked_version(transaction));
}

void migrate_system(storage::Database& system) {
  if (is_up_to_date(system)) return;
  storage::write(system,
                 [](storage::Transaction& transaction) { transaction.execute(create_version); });
  while (storage::write(system, migrate_one_step)) {
  }
}

}  // namespace tusk::business
