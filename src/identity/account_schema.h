#pragma once

// A migration of the directory (directory_schema.cpp): the second factor, and what people see and
// choose of their own account.

namespace tusk::identity {

inline constexpr const char* account_schema = R"(CREATE TABLE directory_totp (
  identity TEXT NOT NULL PRIMARY KEY REFERENCES directory_identity (id) ON DELETE CASCADE,
  secret TEXT,
  last_step BIGINT NOT NULL,
  confirmed_at BIGINT NOT NULL,
  pending TEXT,
  pending_since BIGINT NOT NULL
);

CREATE TABLE directory_recovery_code (
  identity TEXT NOT NULL REFERENCES directory_identity (id) ON DELETE CASCADE,
  code_hash TEXT NOT NULL,
  PRIMARY KEY (identity, code_hash)
);

CREATE TABLE directory_passkey (
  id TEXT NOT NULL PRIMARY KEY,
  identity TEXT NOT NULL REFERENCES directory_identity (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  algorithm BIGINT NOT NULL,
  public_key TEXT NOT NULL,
  sign_count BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL
);
CREATE INDEX directory_passkey_identity ON directory_passkey (identity);

CREATE TABLE directory_passkey_challenge (
  owner TEXT NOT NULL PRIMARY KEY,
  challenge_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE directory_second_step (
  ticket_hash TEXT NOT NULL PRIMARY KEY,
  identity TEXT NOT NULL REFERENCES directory_identity (id) ON DELETE CASCADE,
  browser_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX directory_second_step_identity ON directory_second_step (identity);

ALTER TABLE directory_session ADD COLUMN factor TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_session ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE directory_session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_session ADD COLUMN system TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_known_browser ADD COLUMN browser TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_known_browser ADD COLUMN system TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_known_browser ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE directory_identity ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'Europe/Stockholm';
ALTER TABLE directory_identity ADD COLUMN default_company TEXT;
ALTER TABLE directory_company ADD COLUMN second_factor TEXT NOT NULL DEFAULT 'optional';
ALTER TABLE directory_openid_grant ADD COLUMN factor TEXT NOT NULL DEFAULT '';
)";

}  // namespace tusk::identity
