#include "identity/openid/consents.h"

#include "identity/openid/scopes.h"

namespace tusk::identity::openid {
namespace {

constexpr std::string_view select_one =
    "SELECT scopes FROM directory_openid_consent WHERE identity = $1 AND client = $2";
constexpr std::string_view select_all =
    "SELECT c.client, p.name, c.scopes, c.given_at FROM directory_openid_consent c "
    "JOIN directory_openid_client p ON p.id = c.client WHERE c.identity = $1 "
    "ORDER BY p.name, c.client";
constexpr std::string_view upsert =
    "INSERT INTO directory_openid_consent (identity, client, scopes, given_at) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (identity, client) DO UPDATE SET "
    "scopes = excluded.scopes, given_at = excluded.given_at";
constexpr std::string_view delete_one =
    "DELETE FROM directory_openid_consent WHERE identity = $1 AND client = $2";
constexpr std::string_view delete_grants =
    "DELETE FROM directory_openid_grant WHERE identity = $1 AND client = $2";

}  // namespace

std::string find_consent(storage::Transaction& tx, std::string_view person,
                         std::string_view client) {
  const auto row = tx.prepare(select_one);
  row->bind(person).bind(client);
  return row->step() ? std::string(row->text(0)) : std::string();
}

void give_consent(storage::Transaction& tx, const core::Clock& clock, std::string_view person,
                  const Consent& consent) {
  const std::string scopes =
      keep_known_scopes(find_consent(tx, person, consent.client) + " " + consent.scopes);
  tx.prepare(upsert)->bind(person).bind(consent.client).bind(scopes).bind(clock.now()).run();
}

std::vector<Consent> list_consents(storage::Transaction& tx, std::string_view person) {
  const auto rows = tx.prepare(select_all);
  rows->bind(person);
  std::vector<Consent> consents;
  while (rows->step()) {
    consents.push_back({.client = std::string(rows->text(0)),
                        .client_name = std::string(rows->text(1)),
                        .scopes = std::string(rows->text(2)),
                        .given_at = rows->integer(3)});
  }
  return consents;
}

bool withdraw_consent(storage::Transaction& tx, std::string_view person, std::string_view client) {
  tx.prepare(delete_grants)->bind(person).bind(client).run();
  return tx.prepare(delete_one)->bind(person).bind(client).run() != 0;
}

}  // namespace tusk::identity::openid
