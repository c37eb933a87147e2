#include "identity/directory_schema.h"

#include <array>

#include "identity/account_schema.h"
#include "identity/openid/office_client_schema.h"
#include "identity/openid/schema.h"
#include "storage/database_role.h"

namespace tusk::identity {
namespace {

// Migrations in order; the number of those that have been run is the version. Never edit one that
// has been released: add another.
constexpr auto migrations = std::to_array<const char*>({
    R"(CREATE TABLE directory_identity (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  disabled BOOLEAN NOT NULL DEFAULT FALSE,
  last_company TEXT
);

CREATE TABLE directory_company (
  id TEXT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  storage_key TEXT NOT NULL UNIQUE,
  office_uuid TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  connected_by TEXT NOT NULL REFERENCES directory_identity (id),
  created_at BIGINT NOT NULL
);

CREATE TABLE directory_membership (
  identity TEXT NOT NULL REFERENCES directory_identity (id) ON DELETE CASCADE,
  company TEXT NOT NULL REFERENCES directory_company (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (identity, company)
);
CREATE INDEX directory_membership_company ON directory_membership (company);

CREATE TABLE directory_session (
  id_hash TEXT NOT NULL PRIMARY KEY,
  identity TEXT NOT NULL REFERENCES directory_identity (id) ON DELETE CASCADE,
  company TEXT REFERENCES directory_company (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL,
  last_activity BIGINT NOT NULL
);
CREATE INDEX directory_session_last_activity ON directory_session (last_activity);
CREATE INDEX directory_session_identity ON directory_session (identity);
CREATE INDEX directory_session_company ON directory_session (company);

CREATE TABLE directory_device (
  id TEXT NOT NULL PRIMARY KEY,
  company TEXT NOT NULL REFERENCES directory_company (id) ON DELETE CASCADE,
  computer_name TEXT NOT NULL,
  computer_uuid TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT,
  revoked BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX directory_device_company ON directory_device (company);

CREATE TABLE directory_login_counter (
  account TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  not_before BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX directory_login_counter_changed_at ON directory_login_counter (changed_at);
)",
    // A first synchronisation is received beside what the company has, and takes its place.
    R"(ALTER TABLE directory_company ADD COLUMN incoming_key TEXT;
ALTER TABLE directory_company ADD COLUMN incoming_number BIGINT;

CREATE TABLE directory_left_place (
  storage_key TEXT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL
);

CREATE TABLE directory_counter (
  name TEXT NOT NULL PRIMARY KEY,
  next BIGINT NOT NULL
);
INSERT INTO directory_counter (name, next)
  SELECT 'number', coalesce(max(number), 0) + 1 FROM directory_company;
)",
    // Browsers that count failed log-ins for themselves.
    R"(CREATE TABLE directory_known_browser (
  token_hash TEXT NOT NULL,
  identity TEXT NOT NULL REFERENCES directory_identity (id) ON DELETE CASCADE,
  used_at BIGINT NOT NULL,
  PRIMARY KEY (token_hash, identity)
);
CREATE INDEX directory_known_browser_identity ON directory_known_browser (identity);
CREATE INDEX directory_known_browser_used_at ON directory_known_browser (used_at);
)",
    // Letters that wait to be sent, and for a while those that were.
    R"(CREATE TABLE directory_mail (
  id TEXT NOT NULL PRIMARY KEY,
  recipient TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  useful_until BIGINT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX directory_mail_due ON directory_mail (state, due_at);
)",
    // Whether an address is known to be its owner's.
    R"(ALTER TABLE directory_identity ADD COLUMN email_confirmed_at BIGINT;
)",
    openid::schema,
    // Forgotten passwords, locked accounts, and what is sent to people's addresses.
    R"(CREATE TABLE directory_mailed_token (
  identity TEXT NOT NULL REFERENCES directory_identity (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (identity, purpose)
);

CREATE TABLE directory_reset_request (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL
);

CREATE TABLE directory_lock_notice (
  account TEXT NOT NULL PRIMARY KEY,
  identity TEXT NOT NULL
);

CREATE TABLE directory_allowance (
  what TEXT NOT NULL PRIMARY KEY,
  used BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);

ALTER TABLE directory_login_counter ADD COLUMN in_browsers BIGINT NOT NULL DEFAULT 0;
)",
    // Roles that companies make themselves.
    R"(CREATE TABLE directory_role (
  id TEXT NOT NULL PRIMARY KEY,
  company TEXT NOT NULL REFERENCES directory_company (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  UNIQUE (company, name)
);

CREATE TABLE directory_role_right (
  role TEXT NOT NULL REFERENCES directory_role (id) ON DELETE CASCADE,
  record_type TEXT NOT NULL,
  level TEXT NOT NULL,
  PRIMARY KEY (role, record_type)
);
)",
    // Invitations, and who in the office each person with access is.
    R"(ALTER TABLE directory_membership ADD COLUMN record_type TEXT;
ALTER TABLE directory_membership ADD COLUMN record_id BIGINT;
ALTER TABLE directory_membership ADD COLUMN entered_at BIGINT;
CREATE UNIQUE INDEX directory_membership_record
  ON directory_membership (company, record_type, record_id);

ALTER TABLE directory_company ADD COLUMN online_users BIGINT;
ALTER TABLE directory_company ADD COLUMN people_changes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE directory_company ADD COLUMN people_looked_at BIGINT NOT NULL DEFAULT 0;

CREATE TABLE directory_invitation (
  id TEXT NOT NULL PRIMARY KEY,
  company TEXT NOT NULL REFERENCES directory_company (id) ON DELETE CASCADE,
  record_type TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  message TEXT NOT NULL,
  invited_by TEXT NOT NULL REFERENCES directory_identity (id),
  token_hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  ended_at BIGINT,
  accepted_by TEXT REFERENCES directory_identity (id)
);
CREATE UNIQUE INDEX directory_invitation_open_record
  ON directory_invitation (company, record_type, record_id) WHERE state = 'open';
CREATE UNIQUE INDEX directory_invitation_open_email
  ON directory_invitation (company, email) WHERE state = 'open';

CREATE TABLE directory_invitation_letter (
  company TEXT NOT NULL REFERENCES directory_company (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  sent_at BIGINT NOT NULL
);
CREATE INDEX directory_invitation_letter_company
  ON directory_invitation_letter (company, sent_at);
CREATE INDEX directory_invitation_letter_sent_at ON directory_invitation_letter (sent_at);
)",
    // What was done with access, in lists that show when they were changed.
    R"(CREATE TABLE directory_audit (
  list TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  at BIGINT NOT NULL,
  event TEXT NOT NULL,
  actor TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  address TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (list, sequence)
);

CREATE TABLE directory_audit_head (
  list TEXT NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL,
  hash TEXT NOT NULL
);
)",
    account_schema,
    openid::office_client_schema,
    // Roles that are limited to one's own records.
    "ALTER TABLE directory_role_right ADD COLUMN own_only BOOLEAN NOT NULL DEFAULT FALSE;",
});

constexpr const char* create_version_table =
    "CREATE TABLE IF NOT EXISTS directory_version (one BIGINT NOT NULL PRIMARY KEY, "
    "version BIGINT NOT NULL);";
constexpr const char* insert_version =
    "INSERT INTO directory_version (one, version) VALUES (1, 0) ON CONFLICT (one) DO UPDATE "
    "SET one = excluded.one RETURNING version";
constexpr const char* select_version = "SELECT version FROM directory_version WHERE one = 1";
constexpr const char* update_version = "UPDATE directory_version SET version = $1 WHERE one = 1";

bool is_up_to_date(storage::Transaction& transaction) {
  if (!storage::has_table(transaction, "directory_version")) return false;
  const auto row = transaction.prepare(select_version);
  return row->step() && row->integer(0) == static_cast<std::int64_t>(migrations.size());
}

}  // namespace

std::string make_directory_schema() {
  std::string schema = create_version_table;
  schema += '\n';
  for (const char* migration : migrations) {
    schema += '\n';
    schema += migration;
  }
  return schema;
}

void migrate_directory(storage::Database& database) {
  // Mostly there is nothing to do; and then the program's role need not be the tables' owner.
  if (storage::read(database, is_up_to_date)) return;
  storage::write(database, [](storage::Transaction& transaction) {
    storage::require_owner(transaction, "directory_version");
    transaction.execute(create_version_table);
    std::int64_t version = 0;
    {
      // Locks the row on PostgreSQL, so that two servers that start at once migrate once.
      auto statement = transaction.prepare(insert_version);
      statement->step();
      version = statement->integer(0);
    }
    if (version > static_cast<std::int64_t>(migrations.size())) {
      throw core::Error(
          core::ErrorCode::conflict,
          core::say("Katalogdatabasen har version {}, programmet kan {}. Uppdatera programmet.",
                    "The directory database has version {}, the program knows {}. Update the "
                    "program.",
                    version, migrations.size()));
    }
    for (auto next = static_cast<std::size_t>(version); next < migrations.size(); ++next) {
      transaction.execute(migrations[next]);
    }
    transaction.prepare(update_version)->bind(static_cast<std::int64_t>(migrations.size())).run();
  });
}

}  // namespace tusk::identity
