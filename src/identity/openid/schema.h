#pragma once

// The tables of the OpenID Connect provider: one migration of the directory (directory_schema.cpp).

namespace tusk::identity::openid {

inline constexpr const char* schema = R"(CREATE TABLE directory_openid_key (
  kid TEXT NOT NULL PRIMARY KEY,
  algorithm TEXT NOT NULL,
  public_key TEXT NOT NULL,
  sealed TEXT NOT NULL,
  use_from BIGINT NOT NULL
);

CREATE TABLE directory_openid_client (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  company TEXT REFERENCES directory_company (id) ON DELETE CASCADE,
  secret_hash TEXT,
  algorithm TEXT NOT NULL,
  logout_uri TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX directory_openid_client_company ON directory_openid_client (company);

CREATE TABLE directory_openid_client_uri (
  client TEXT NOT NULL REFERENCES directory_openid_client (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  uri TEXT NOT NULL,
  PRIMARY KEY (client, kind, uri)
);

CREATE TABLE directory_openid_consent (
  identity TEXT NOT NULL REFERENCES directory_identity (id) ON DELETE CASCADE,
  client TEXT NOT NULL REFERENCES directory_openid_client (id) ON DELETE CASCADE,
  scopes TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  PRIMARY KEY (identity, client)
);
CREATE INDEX directory_openid_consent_client ON directory_openid_consent (client);

CREATE TABLE directory_openid_session (
  sid TEXT NOT NULL PRIMARY KEY,
  session_hash TEXT NOT NULL UNIQUE,
  identity TEXT NOT NULL REFERENCES directory_identity (id) ON DELETE CASCADE
);
CREATE INDEX directory_openid_session_identity ON directory_openid_session (identity);

CREATE TABLE directory_openid_visit (
  sid TEXT NOT NULL REFERENCES directory_openid_session (sid) ON DELETE CASCADE,
  client TEXT NOT NULL REFERENCES directory_openid_client (id) ON DELETE CASCADE,
  PRIMARY KEY (sid, client)
);
CREATE INDEX directory_openid_visit_client ON directory_openid_visit (client);

CREATE TABLE directory_openid_grant (
  id TEXT NOT NULL PRIMARY KEY,
  code_hash TEXT NOT NULL UNIQUE,
  code_used BOOLEAN NOT NULL DEFAULT FALSE,
  client TEXT NOT NULL REFERENCES directory_openid_client (id) ON DELETE CASCADE,
  identity TEXT NOT NULL REFERENCES directory_identity (id) ON DELETE CASCADE,
  sid TEXT NOT NULL,
  scopes TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  challenge TEXT NOT NULL,
  nonce TEXT NOT NULL,
  auth_time BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX directory_openid_grant_client ON directory_openid_grant (client);
CREATE INDEX directory_openid_grant_identity ON directory_openid_grant (identity, client);
CREATE INDEX directory_openid_grant_sid ON directory_openid_grant (sid);
CREATE INDEX directory_openid_grant_created_at ON directory_openid_grant (created_at);

CREATE TABLE directory_openid_refresh (
  token_hash TEXT NOT NULL PRIMARY KEY,
  grant_id TEXT NOT NULL REFERENCES directory_openid_grant (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX directory_openid_refresh_grant_id ON directory_openid_refresh (grant_id);

CREATE TABLE directory_openid_interaction (
  id_hash TEXT NOT NULL PRIMARY KEY,
  browser_hash TEXT NOT NULL,
  request TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX directory_openid_interaction_browser ON directory_openid_interaction (browser_hash);
CREATE INDEX directory_openid_interaction_created_at ON directory_openid_interaction (created_at);

CREATE TABLE directory_openid_logout (
  id TEXT NOT NULL PRIMARY KEY,
  client TEXT NOT NULL REFERENCES directory_openid_client (id) ON DELETE CASCADE,
  identity TEXT NOT NULL,
  sid TEXT NOT NULL,
  tries BIGINT NOT NULL,
  due_at BIGINT NOT NULL
);
CREATE INDEX directory_openid_logout_client ON directory_openid_logout (client);
CREATE INDEX directory_openid_logout_due_at ON directory_openid_logout (due_at);
)";

}  // namespace tusk::identity::openid
