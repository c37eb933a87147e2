#include "identity/known_browsers.h"

#include "core/sha256.h"
#include "identity/limits.h"

namespace tusk::identity {
namespace {

constexpr std::string_view select_known =
    "SELECT 1 FROM directory_known_browser WHERE token_hash = $1 AND identity = $2 "
    "AND used_at > $3";
constexpr std::string_view select_any =
    "SELECT 1 FROM directory_known_browser WHERE token_hash = $1 AND used_at > $2";
constexpr std::string_view upsert =
    "INSERT INTO directory_known_browser (token_hash, identity, used_at) VALUES ($1, $2, $3) "
    "ON CONFLICT (token_hash, identity) DO UPDATE SET used_at = excluded.used_at";
constexpr std::string_view delete_surplus =
    "DELETE FROM directory_known_browser WHERE identity = $1 AND token_hash NOT IN (SELECT "
    "token_hash FROM directory_known_browser WHERE identity = $1 ORDER BY used_at DESC, token_hash "
    "LIMIT $2)";
constexpr std::string_view delete_of = "DELETE FROM directory_known_browser WHERE identity = $1";
constexpr std::string_view delete_old = "DELETE FROM directory_known_browser WHERE used_at <= $1";

constexpr std::string_view update_description =
    "UPDATE directory_known_browser SET browser = $1, system = $2 WHERE token_hash = $3 AND "
    "identity = $4";
constexpr std::string_view select_of =
    "SELECT token_hash, browser, system, used_at FROM directory_known_browser "
    "WHERE identity = $1 AND used_at > $2 ORDER BY used_at DESC, token_hash";
constexpr std::string_view delete_one =
    "DELETE FROM directory_known_browser WHERE identity = $1 AND substr(token_hash, 1, $2) = $3";

// A token that somebody has put into a browser to learn it afterwards is none that was given out.
bool was_given_out(storage::Transaction& transaction, std::string_view token,
                   core::Microseconds since) {
  if (token.size() != 2 * browser_token_bytes) return false;
  const auto row = transaction.prepare(select_any);
  row->bind(core::sha256_hex(token)).bind(since);
  return row->step();
}

}  // namespace

bool is_known_browser(storage::Transaction& transaction, std::string_view token,
                      std::string_view person, const core::Clock& clock) {
  if (token.size() != 2 * browser_token_bytes) return false;
  const auto row = transaction.prepare(select_known);
  row->bind(core::sha256_hex(token)).bind(person).bind(clock.now() - known_browser_life);
  return row->step();
}

std::string remember_browser(storage::Transaction& transaction, std::string_view token,
                             std::string_view person, core::Random& random,
                             const core::Clock& clock) {
  const core::Microseconds now = clock.now();
  std::string kept(token);
  if (!was_given_out(transaction, token, now - known_browser_life))
    kept = random.hex(browser_token_bytes);
  transaction.prepare(upsert)->bind(core::sha256_hex(kept)).bind(person).bind(now).run();
  transaction.prepare(delete_surplus)->bind(person).bind(max_known_browsers).run();
  return kept;
}

void describe_browser(storage::Transaction& transaction, std::string_view token,
                      std::string_view person, std::string_view browser, std::string_view system) {
  transaction.prepare(update_description)
      ->bind(browser)
      .bind(system)
      .bind(core::sha256_hex(token))
      .bind(person)
      .run();
}

std::vector<BrowserEntry> list_browsers_of(storage::Transaction& transaction,
                                           std::string_view person, const core::Clock& clock) {
  const auto rows = transaction.prepare(select_of);
  rows->bind(person).bind(clock.now() - known_browser_life);
  std::vector<BrowserEntry> entries;
  while (rows->step()) {
    entries.push_back({.key = std::string(rows->text(0).substr(0, list_key_digits)),
                       .browser = std::string(rows->text(1)),
                       .system = std::string(rows->text(2)),
                       .used_at = rows->integer(3)});
  }
  return entries;
}

bool forget_browser(storage::Transaction& transaction, std::string_view person,
                    std::string_view key) {
  return transaction.prepare(delete_one)
             ->bind(person)
             .bind(std::int64_t{list_key_digits})
             .bind(key)
             .run() > 0;
}

void forget_browsers_of(storage::Transaction& transaction, std::string_view person) {
  transaction.prepare(delete_of)->bind(person).run();
}

void forget_old_browsers(storage::Transaction& transaction, const core::Clock& clock) {
  transaction.prepare(delete_old)->bind(clock.now() - known_browser_life).run();
}

}  // namespace tusk::identity
