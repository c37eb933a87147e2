#include "identity/passkeys/passkeys.h"

#include <span>

#include "core/base64.h"
#include "core/error.h"
#include "core/sha256.h"
#include "core/validation.h"
#include "identity/limits.h"
#include "identity/passkeys/limits.h"
#include "identity/second_factor.h"
#include "identity/secrets.h"

namespace tusk::identity {
namespace {

constexpr std::string_view select_of =
    "SELECT id, name, created_at, used_at FROM directory_passkey WHERE identity = $1 "
    "ORDER BY created_at, id";
constexpr std::string_view insert_sql =
    "INSERT INTO directory_passkey (id, identity, name, algorithm, public_key, sign_count, "
    "created_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT (id) DO NOTHING";
constexpr std::string_view select_key =
    "SELECT algorithm, public_key FROM directory_passkey WHERE id = $1 AND identity = $2";
// Authenticators that do not count say 0 always.
constexpr std::string_view note_use =
    "UPDATE directory_passkey SET sign_count = $1, used_at = $2 WHERE id = $3 AND identity = $4 "
    "AND "
    "(sign_count < $1 OR (sign_count = 0 AND $1 = 0))";
constexpr std::string_view update_name =
    "UPDATE directory_passkey SET name = $1 WHERE id = $2 AND identity = $3";
constexpr std::string_view delete_one =
    "DELETE FROM directory_passkey WHERE id = $1 AND identity = $2";
constexpr std::string_view upsert_challenge =
    "INSERT INTO directory_passkey_challenge (owner, challenge_hash, created_at) "
    "VALUES ($1, $2, $3) ON CONFLICT (owner) DO UPDATE SET "
    "challenge_hash = excluded.challenge_hash, created_at = excluded.created_at";
// Only one of two at the same moment gets it.
constexpr std::string_view take_sql =
    "DELETE FROM directory_passkey_challenge WHERE owner = $1 RETURNING challenge_hash, created_at";
constexpr std::string_view delete_old =
    "DELETE FROM directory_passkey_challenge WHERE created_at <= $1";

std::string checked_name(std::string_view given) {
  std::string name(core::trim(given));
  const std::size_t length = core::is_clean_text(name) ? core::count_characters(name) : 0;
  if (length > 0 && length <= max_passkey_name_characters) return name;
  throw core::invalid_field(
      "name", core::shorten(given),
      core::say("Ge passnyckeln ett namn, högst {} tecken.",
                "Give the passkey a name, at most {} characters.", max_passkey_name_characters));
}

std::string get_id(storage::Transaction& transaction, std::string_view person,
                   std::string_view key) {
  for (Passkey& one : list_passkeys(transaction, person)) {
    if (one.key == key) return std::move(one.id);
  }
  throw core::Error(core::ErrorCode::not_found,
                    core::say("Passnyckeln finns inte längre.", "The passkey is gone already."));
}

}  // namespace

std::vector<Passkey> list_passkeys(storage::Transaction& transaction, std::string_view person) {
  const auto rows = transaction.prepare(select_of);
  rows->bind(person);
  std::vector<Passkey> passkeys;
  while (rows->step()) {
    passkeys.push_back({.id = std::string(rows->text(0)),
                        .key = make_list_key(rows->text(0)),
                        .name = std::string(rows->text(1)),
                        .created_at = rows->integer(2),
                        .used_at = rows->integer(3)});
  }
  return passkeys;
}

std::string challenge_owner_of_session(std::string_view session_id) {
  return "session " + core::sha256_hex(session_id);
}

std::string challenge_owner_of_ticket(std::string_view ticket) {
  return "ticket " + core::sha256_hex(ticket);
}

std::string Passkeys::make_challenge(storage::Transaction& transaction,
                                     std::string_view owner) const {
  const core::Microseconds now = clock_.now();
  transaction.prepare(delete_old)->bind(now - second_step_time).run();
  std::string challenge(passkey_challenge_bytes, '\0');
  random_.fill(std::as_writable_bytes(std::span(challenge)));
  transaction.prepare(upsert_challenge)
      ->bind(owner)
      .bind(core::sha256_hex(challenge))
      .bind(now)
      .run();
  return core::encode_base64url(challenge);
}

std::optional<std::string> Passkeys::take_challenge(storage::Transaction& transaction,
                                                    std::string_view owner) const {
  const auto row = transaction.prepare(take_sql);
  row->bind(owner);
  if (!row->step() || row->integer(1) <= clock_.now() - second_step_time) return std::nullopt;
  return std::string(row->text(0));
}

bool Passkeys::add(storage::Transaction& transaction, const Asked& asked,
                   const PasskeyRegistration& given) const {
  const std::string name = checked_name(given.name);
  const auto challenge = take_challenge(transaction, asked.owner);
  const auto client_data = core::decode_base64url(given.client_data);
  const auto data = core::decode_base64url(given.authenticator_data);
  if (!challenge || !client_data || !data) return false;
  const auto made = read_registration({asked.party, *challenge}, *client_data, *data);
  if (!made) return false;
  if (load_second_factor(transaction, asked.person).passkeys >= max_passkeys) {
    throw core::Error(
        core::ErrorCode::limit,
        core::say("Du har {} passnycklar, fler går inte att ha. Ta bort en först.",
                  "You have {} passkeys, and can have no more. Remove one first.", max_passkeys));
  }
  const auto statement = transaction.prepare(insert_sql);
  statement->bind(core::encode_base64url(made->id)).bind(asked.person).bind(name);
  statement->bind(std::int64_t{made->key.algorithm});
  statement->bind(core::encode_base64url(made->key.bytes));
  statement->bind(std::int64_t{made->sign_count}).bind(clock_.now());
  if (statement->run() == 1) return true;
  throw core::Error(core::ErrorCode::conflict, core::say("Passnyckeln är redan tillagd.",
                                                         "The passkey has been added already."));
}

bool Passkeys::use(storage::Transaction& transaction, const Asked& asked,
                   const PasskeyAnswer& given) const {
  const auto challenge = take_challenge(transaction, asked.owner);
  if (!core::decode_base64url(given.id)) return false;
  PublicKey key;
  {
    const auto row = transaction.prepare(select_key);
    row->bind(given.id).bind(asked.person);
    if (!row->step()) return false;
    key = {static_cast<int>(row->integer(0)),
           core::decode_base64url(row->text(1)).value_or(std::string())};
  }
  const bool is_theirs =
      given.user_handle.empty() || core::decode_base64url(given.user_handle) == asked.person;
  const auto client_data = core::decode_base64url(given.client_data);
  const auto data = core::decode_base64url(given.authenticator_data);
  const auto signature = core::decode_base64url(given.signature);
  if (!is_theirs || !challenge || !client_data || !data || !signature) return false;
  const auto count =
      verify_assertion({asked.party, *challenge}, key, {*client_data, *data, *signature});
  return count && transaction.prepare(note_use)
                          ->bind(std::int64_t{*count})
                          .bind(clock_.now())
                          .bind(given.id)
                          .bind(asked.person)
                          .run() == 1;
}

void rename_passkey(storage::Transaction& transaction, std::string_view person,
                    std::string_view key, std::string_view name) {
  const std::string wanted = checked_name(name);
  transaction.prepare(update_name)
      ->bind(wanted)
      .bind(get_id(transaction, person, key))
      .bind(person)
      .run();
}

void remove_passkey(storage::Transaction& transaction, std::string_view person,
                    std::string_view key) {
  transaction.prepare(delete_one)->bind(get_id(transaction, person, key)).bind(person).run();
  settle_removed_factor(transaction, person);
}

}  // namespace tusk::identity
