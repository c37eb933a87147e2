#include "identity/second_factor.h"

#include <span>

#include "identity/limits.h"
#include "identity/recovery_codes.h"
#include "identity/second_factor_policy.h"
#include "identity/totp.h"

namespace tusk::identity {
namespace {

constexpr std::string_view select_factor =
    "SELECT (SELECT coalesce(max(confirmed_at), 0) FROM directory_totp WHERE identity = $1), "
    "(SELECT count(*) FROM directory_passkey WHERE identity = $1), "
    "(SELECT count(*) FROM directory_recovery_code WHERE identity = $1)";
constexpr std::string_view upsert_pending =
    "INSERT INTO directory_totp (identity, last_step, confirmed_at, pending, pending_since) "
    "VALUES ($1, 0, 0, $2, $3) ON CONFLICT (identity) DO UPDATE SET pending = excluded.pending, "
    "pending_since = excluded.pending_since";
constexpr std::string_view select_pending =
    "SELECT pending FROM directory_totp WHERE identity = $1 AND pending IS NOT NULL AND "
    "pending_since > $2";
// Only one of two at the same moment finds it.
constexpr std::string_view confirm =
    "UPDATE directory_totp SET secret = pending, last_step = $1, confirmed_at = $2, pending = NULL "
    "WHERE identity = $3 AND pending = $4";
constexpr std::string_view select_secret =
    "SELECT secret, last_step FROM directory_totp WHERE identity = $1 AND secret IS NOT NULL";
constexpr std::string_view use_step =
    "UPDATE directory_totp SET last_step = $1 WHERE identity = $2 AND last_step < $1";
constexpr std::string_view delete_totp = "DELETE FROM directory_totp WHERE identity = $1";
constexpr std::string_view delete_passkeys = "DELETE FROM directory_passkey WHERE identity = $1";

std::string place_of(std::string_view person) {
  return "totp " + std::string(person);
}

// Apps show a code in two groups, and people type it so.
std::string digits_of(std::string_view code) {
  std::string digits;
  for (const char letter : code) {
    if (letter != ' ' && letter != '-') digits += letter;
  }
  return digits;
}

}  // namespace

SecondFactor load_second_factor(storage::Transaction& transaction, std::string_view person) {
  const auto row = transaction.prepare(select_factor);
  row->bind(person);
  row->step();
  return {row->integer(0), row->integer(1), row->integer(2)};
}

const char* name_of(Factor factor) {
  switch (factor) {
    case Factor::none:
      return "";
    case Factor::app:
      return "app";
    case Factor::recovery_code:
      return "recovery_code";
    case Factor::passkey:
      return "passkey";
  }
  return "";
}

Factor parse_factor(std::string_view name) {
  for (const Factor factor : {Factor::app, Factor::recovery_code, Factor::passkey}) {
    if (name == name_of(factor)) return factor;
  }
  return Factor::none;
}

std::string SecondFactors::begin_totp(storage::Transaction& transaction,
                                      std::string_view person) const {
  std::string secret(totp_secret_bytes, '\0');
  random_.fill(std::as_writable_bytes(std::span(secret)));
  transaction.prepare(upsert_pending)
      ->bind(person)
      .bind(sealing_.seal(random_, secret, place_of(person)))
      .bind(clock_.now())
      .run();
  return to_base32(secret);
}

bool SecondFactors::confirm_totp(storage::Transaction& transaction, std::string_view person,
                                 std::string_view code) const {
  std::string sealed;
  {
    const auto row = transaction.prepare(select_pending);
    row->bind(person).bind(clock_.now() - totp_set_up_time);
    if (!row->step()) return false;
    sealed = row->text(0);
  }
  const std::string secret = sealing_.open(sealed, place_of(person));
  const auto step = find_totp_step(secret, digits_of(code), clock_.now(), 0);
  if (!step) return false;
  return transaction.prepare(confirm)
             ->bind(*step)
             .bind(clock_.now())
             .bind(person)
             .bind(sealed)
             .run() == 1;
}

Factor SecondFactors::use_code(storage::Transaction& transaction, std::string_view person,
                               std::string_view code) const {
  const std::string digits = digits_of(code);
  std::string sealed;
  std::int64_t last_step = 0;
  {
    const auto row = transaction.prepare(select_secret);
    row->bind(person);
    if (row->step()) {
      sealed = row->text(0);
      last_step = row->integer(1);
    }
  }
  if (!sealed.empty()) {
    const std::string secret = sealing_.open(sealed, place_of(person));
    const auto step = find_totp_step(secret, digits, clock_.now(), last_step);
    if (step) {
      const bool is_first = transaction.prepare(use_step)->bind(*step).bind(person).run() == 1;
      return is_first ? Factor::app : Factor::none;
    }
  }
  return use_recovery_code(transaction, person, code) ? Factor::recovery_code : Factor::none;
}

void remove_totp(storage::Transaction& transaction, std::string_view person) {
  transaction.prepare(delete_totp)->bind(person).run();
  settle_removed_factor(transaction, person);
}

void settle_removed_factor(storage::Transaction& transaction, std::string_view person) {
  if (load_second_factor(transaction, person).exists()) return;
  require_factor_not_required(transaction, person);
  forget_recovery_codes(transaction, person);
}

void reset_second_factor(storage::Transaction& transaction, std::string_view person) {
  transaction.prepare(delete_totp)->bind(person).run();
  transaction.prepare(delete_passkeys)->bind(person).run();
  forget_recovery_codes(transaction, person);
}

}  // namespace tusk::identity
