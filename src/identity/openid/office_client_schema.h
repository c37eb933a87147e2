#pragma once

// A migration of the directory (directory_schema.cpp): the built-in client of the office's programs
// (office_client.h), and what a log-in for it is good for.

namespace tusk::identity::openid {

inline constexpr const char* office_client_schema =
    R"(INSERT INTO directory_openid_client
  (id, name, company, secret_hash, algorithm, logout_uri, created_at)
  VALUES ('tusk_office', 'Tusk Business', NULL, NULL, 'ES256', '', 0);
INSERT INTO directory_openid_client_uri (client, kind, uri)
  VALUES ('tusk_office', 'redirect', 'http://127.0.0.1/tusk-log-in');
INSERT INTO directory_openid_client_uri (client, kind, uri)
  VALUES ('tusk_office', 'redirect', 'http://[::1]/tusk-log-in');

ALTER TABLE directory_openid_grant ADD COLUMN office_deed TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_openid_grant ADD COLUMN office_company_uuid TEXT NOT NULL DEFAULT '';
)";

}  // namespace tusk::identity::openid
