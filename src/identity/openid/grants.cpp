#include "identity/openid/grants.h"

#include "core/sha256.h"
#include "identity/limits.h"
#include "identity/openid/limits.h"
#include "identity/openid/refusal.h"
#include "identity/openid/scopes.h"
#include "identity/openid/visits.h"
#include "identity/people.h"

namespace tusk::identity::openid {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO directory_openid_grant (id, code_hash, client, identity, sid, scopes, "
    "redirect_uri, challenge, nonce, auth_time, created_at, factor, office_deed, "
    "office_company_uuid) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
constexpr std::string_view select_by_code =
    "SELECT id, client, identity, sid, scopes, nonce, auth_time, created_at, factor, "
    "office_deed, office_company_uuid, redirect_uri, challenge FROM directory_openid_grant WHERE "
    "code_hash = $1";
constexpr std::string_view select_by_id =
    "SELECT id, client, identity, sid, scopes, nonce, auth_time, created_at, factor, "
    "office_deed, office_company_uuid FROM directory_openid_grant WHERE id = $1";
constexpr std::string_view use_code =
    "UPDATE directory_openid_grant SET code_used = TRUE WHERE id = $1 AND NOT code_used";
constexpr std::string_view delete_sql =
    "DELETE FROM directory_openid_grant WHERE id = $1 AND client = $2";
constexpr std::string_view delete_one = "DELETE FROM directory_openid_grant WHERE id = $1";
constexpr std::string_view delete_of_person =
    "DELETE FROM directory_openid_grant WHERE identity = $1";
constexpr std::string_view insert_refresh =
    "INSERT INTO directory_openid_refresh (token_hash, grant_id, created_at) VALUES ($1, $2, $3)";
constexpr std::string_view select_refresh =
    "SELECT grant_id, created_at FROM directory_openid_refresh WHERE token_hash = $1";
constexpr std::string_view use_refresh =
    "UPDATE directory_openid_refresh SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL";
// The successor of a token that was used lately, if the successor was not.
constexpr std::string_view select_repeated =
    "SELECT 1 FROM directory_openid_refresh a JOIN directory_openid_refresh b "
    "ON b.grant_id = a.grant_id AND b.used_at IS NULL "
    "WHERE a.token_hash = $1 AND a.used_at >= $2 AND b.token_hash = $3";
// Codes that were not redeemed; grants whose access tokens have expired and that have no refresh
// token which could still be used.
constexpr std::string_view delete_old =
    "DELETE FROM directory_openid_grant WHERE created_at < $1 OR (created_at < $2 AND NOT EXISTS "
    "(SELECT 1 FROM directory_openid_refresh r WHERE r.grant_id = directory_openid_grant.id AND "
    "r.created_at >= $3))";

Grant read_grant(const storage::Statement& row) {
  return {.id = std::string(row.text(0)),
          .client = std::string(row.text(1)),
          .person = std::string(row.text(2)),
          .sid = std::string(row.text(3)),
          .scopes = std::string(row.text(4)),
          .nonce = std::string(row.text(5)),
          .auth_time = row.integer(6),
          .created_at = row.integer(7),
          .factor = parse_factor(row.text(8)),
          .office_deed = std::string(row.text(9)),
          .office_company_uuid = std::string(row.text(10))};
}

std::optional<Grant> find_grant(storage::Transaction& tx, std::string_view id) {
  const auto row = tx.prepare(select_by_id);
  row->bind(id);
  if (!row->step()) return std::nullopt;
  return read_grant(*row);
}

}  // namespace

std::string Grants::issue_code(storage::Transaction& tx, const Session& session,
                               const Origin& origin, const AuthorizationRequest& request) {
  std::string code = random_.hex(code_bytes);
  const std::string sid = note_visit(tx, random_, session, origin.client.id);
  const auto row = tx.prepare(insert_sql);
  row->bind(random_.hex(public_id_bytes)).bind(core::sha256_hex(code)).bind(origin.client.id);
  row->bind(session.person.id).bind(sid).bind(request.scopes).bind(origin.redirect_uri);
  row->bind(request.challenge).bind(request.nonce).bind(session.created_at).bind(clock_.now());
  const OfficeTask office = request.office.value_or(OfficeTask());
  row->bind(name_of(session.factor)).bind(office.deed).bind(office.company_uuid).run();
  return code;
}

bool Grants::is_usable(storage::Transaction& tx, const Client& client, const Grant& grant) const {
  const auto person = find_person(tx, grant.person);
  return person && !person->disabled && may_use(tx, client, grant.person);
}

std::optional<GrantWithToken> Grants::redeem(storage::Transaction& tx, const Client& client,
                                             const Redemption& given) {
  Grant grant;
  {
    const auto row = tx.prepare(select_by_code);
    row->bind(core::sha256_hex(given.code));
    if (!row->step()) return std::nullopt;
    grant = read_grant(*row);
    const bool is_its_own = grant.client == client.id && row->text(11) == given.redirect_uri &&
                            answers_challenge(given.verifier, row->text(12));
    if (!is_its_own) return std::nullopt;
  }
  if (tx.prepare(use_code)->bind(grant.id).run() == 0) {
    revoke(tx, client, grant.id);
    return std::nullopt;
  }
  if (clock_.now() >= grant.created_at + code_life ||
      !is_session_alive(tx, clock_, idle_time_, grant.sid) || !is_usable(tx, client, grant)) {
    return std::nullopt;
  }
  std::string refresh_token;
  if (has_scope(grant.scopes, "offline_access"))
    refresh_token = add_refresh_token(tx, grant, random_.hex(refresh_token_bytes));
  return GrantWithToken{std::move(grant), std::move(refresh_token)};
}

std::string Grants::add_refresh_token(storage::Transaction& tx, const Grant& grant,
                                      std::string token) const {
  tx.prepare(insert_refresh)->bind(core::sha256_hex(token)).bind(grant.id).bind(clock_.now()).run();
  return token;
}

std::optional<std::string> Grants::find_repeated(storage::Transaction& tx, const Client& client,
                                                 std::string_view token) const {
  // Whoever stole a public client's token would get the next one as well.
  if (client.registered.is_public) return std::nullopt;
  std::string successor = sealing_.derive(token, "refresh token");
  const auto row = tx.prepare(select_repeated);
  row->bind(core::sha256_hex(token))
      .bind(clock_.now() - refresh_retry_time)
      .bind(core::sha256_hex(successor));
  return row->step() ? std::optional(std::move(successor)) : std::nullopt;
}

std::optional<GrantWithToken> Grants::refresh(storage::Transaction& tx, const Client& client,
                                              std::string_view token,
                                              std::string_view wanted_scopes) {
  std::string grant_id;
  core::Microseconds issued_at = 0;
  {
    const auto row = tx.prepare(select_refresh);
    row->bind(core::sha256_hex(token));
    if (!row->step()) return std::nullopt;
    grant_id = std::string(row->text(0));
    issued_at = row->integer(1);
  }
  auto grant = find_grant(tx, grant_id);
  if (!grant || grant->client != client.id) return std::nullopt;
  if (!covers(grant->scopes, keep_known_scopes(wanted_scopes)))
    throw Refusal("invalid_scope", "scope is more than was granted");
  const core::Microseconds now = clock_.now();
  const bool is_over = now >= grant->created_at + refresh_absolute_life ||
                       now >= issued_at + refresh_idle_life || !is_usable(tx, client, *grant);
  std::optional<std::string> next;
  if (!is_over && tx.prepare(use_refresh)->bind(now).bind(core::sha256_hex(token)).run() == 1) {
    next = add_refresh_token(tx, *grant, sealing_.derive(token, "refresh token"));
  } else if (!is_over) {
    next = find_repeated(tx, client, token);
  }
  if (!next) {
    revoke(tx, client, grant->id);
    return std::nullopt;
  }
  if (!wanted_scopes.empty()) grant->scopes = keep_known_scopes(wanted_scopes);
  return GrantWithToken{*std::move(grant), *std::move(next)};
}

std::optional<Grant> Grants::find_living(storage::Transaction& tx, std::string_view id) const {
  auto grant = find_grant(tx, id);
  if (!grant) return std::nullopt;
  const auto client = find_client(tx, grant->client);
  const bool goes_on = has_scope(grant->scopes, "offline_access") ||
                       is_session_alive(tx, clock_, idle_time_, grant->sid);
  if (!client || !goes_on || !is_usable(tx, *client, *grant)) return std::nullopt;
  return grant;
}

bool Grants::use_up(storage::Transaction& tx, std::string_view id) {
  return tx.prepare(delete_one)->bind(id).run() != 0;
}

void Grants::revoke_token(storage::Transaction& tx, const Client& client,
                          std::string_view token) const {
  std::string id;
  {
    const auto row = tx.prepare(select_refresh);
    row->bind(core::sha256_hex(token));
    if (!row->step()) return;
    id = std::string(row->text(0));
  }
  revoke(tx, client, id);
}

void Grants::revoke(storage::Transaction& tx, const Client& client, std::string_view id) {
  tx.prepare(delete_sql)->bind(id).bind(client.id).run();
}

void Grants::forget_old(storage::Transaction& tx) const {
  const core::Microseconds now = clock_.now();
  tx.prepare(delete_old)
      ->bind(now - refresh_absolute_life)
      .bind(now - code_life - token_life)
      .bind(now - refresh_idle_life)
      .run();
}

void end_grants_of(storage::Transaction& tx, std::string_view person) {
  tx.prepare(delete_of_person)->bind(person).run();
}

}  // namespace tusk::identity::openid
