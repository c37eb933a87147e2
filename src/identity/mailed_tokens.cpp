#include "identity/mailed_tokens.h"

#include "core/sha256.h"
#include "identity/limits.h"

namespace tusk::identity {
namespace {

constexpr std::string_view upsert =
    "INSERT INTO directory_mailed_token (identity, purpose, token_hash, expires_at) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (identity, purpose) DO UPDATE SET "
    "token_hash = excluded.token_hash, expires_at = excluded.expires_at";
constexpr std::string_view select_sql =
    "SELECT identity FROM directory_mailed_token "
    "WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3";
constexpr std::string_view take_sql =
    "DELETE FROM directory_mailed_token "
    "WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 RETURNING identity";
constexpr std::string_view delete_sql =
    "DELETE FROM directory_mailed_token WHERE identity = $1 AND purpose = $2";
constexpr std::string_view delete_old = "DELETE FROM directory_mailed_token WHERE expires_at <= $1";

const char* name_of(TokenPurpose purpose) {
  switch (purpose) {
    case TokenPurpose::reset_password:
      return "reset_password";
    case TokenPurpose::confirm_email:
      return "confirm_email";
  }
  return "";
}

core::Microseconds life_of(TokenPurpose purpose) {
  switch (purpose) {
    case TokenPurpose::reset_password:
      return reset_token_life;
    case TokenPurpose::confirm_email:
      return confirmation_token_life;
  }
  return 0;
}

std::optional<std::string> person_of(storage::Transaction& transaction, std::string_view sql,
                                     TokenPurpose purpose, std::string_view token,
                                     const core::Clock& clock) {
  if (token.size() != 2 * mailed_token_bytes) return std::nullopt;
  const auto row = transaction.prepare(sql);
  row->bind(core::sha256_hex(token)).bind(name_of(purpose)).bind(clock.now());
  return row->step() ? std::optional(std::string(row->text(0))) : std::nullopt;
}

}  // namespace

std::string make_mailed_token(storage::Transaction& transaction, TokenPurpose purpose,
                              std::string_view person, core::Random& random,
                              const core::Clock& clock) {
  std::string token = random.hex(mailed_token_bytes);
  transaction.prepare(upsert)
      ->bind(person)
      .bind(name_of(purpose))
      .bind(core::sha256_hex(token))
      .bind(clock.now() + life_of(purpose))
      .run();
  return token;
}

std::optional<std::string> find_mailed_token(storage::Transaction& transaction,
                                             TokenPurpose purpose, std::string_view token,
                                             const core::Clock& clock) {
  return person_of(transaction, select_sql, purpose, token, clock);
}

std::optional<std::string> use_mailed_token(storage::Transaction& transaction, TokenPurpose purpose,
                                            std::string_view token, const core::Clock& clock) {
  return person_of(transaction, take_sql, purpose, token, clock);
}

void void_mailed_tokens(storage::Transaction& transaction, TokenPurpose purpose,
                        std::string_view person) {
  transaction.prepare(delete_sql)->bind(person).bind(name_of(purpose)).run();
}

core::Error token_refused() {
  return core::invalid_field(
      "token", "",
      core::say("Länken gäller inte längre: den är använd, för gammal, eller så har ett nyare brev "
                "skickats. Begär ett nytt brev.",
                "The link is no longer valid: it was used, is too old, or a newer letter has been "
                "sent. Ask for a new letter."));
}

void forget_old_mailed_tokens(storage::Transaction& transaction, const core::Clock& clock) {
  transaction.prepare(delete_old)->bind(clock.now()).run();
}

}  // namespace tusk::identity
