#include "identity/log_in.h"

#include <algorithm>

#include "core/error.h"
#include "identity/email_address.h"
#include "identity/limits.h"
#include "identity/secrets.h"

namespace tusk::identity {
namespace {

// Makes the counter if there is none, and locks it either way.
constexpr std::string_view lock_counter =
    "INSERT INTO directory_login_counter (account, failures, not_before, changed_at) "
    "VALUES ($1, 0, 0, $2) ON CONFLICT (account) DO UPDATE SET account = excluded.account "
    "RETURNING failures, not_before";
constexpr std::string_view charge =
    "UPDATE directory_login_counter SET failures = $1, not_before = $2, changed_at = $3 "
    "WHERE account = $4";
constexpr std::string_view uncharge =
    "UPDATE directory_login_counter SET failures = failures - 1, not_before = 0 "
    "WHERE account = $1 AND failures > 0";
constexpr std::string_view delete_counter =
    "DELETE FROM directory_login_counter WHERE account = $1";
constexpr std::string_view delete_old_counters =
    "DELETE FROM directory_login_counter WHERE changed_at < $1 AND failures < $2";
constexpr std::string_view select_password =
    "SELECT id, password_hash FROM directory_identity WHERE email = $1 AND NOT disabled";
constexpr std::string_view update_password =
    "UPDATE directory_identity SET password_hash = $1 WHERE id = $2 AND password_hash = $3";

// The key of the counter. What is no address at all is counted too, in its own words.
std::string account_of(std::string_view email) {
  return sha256_hex(normalise_email(email).value_or(core::shorten(email, max_email_bytes)));
}

// How long the try after the `failures`th failure must wait: 1, 2, 4 … 60 s from the fourth on.
core::Microseconds delay_after(std::int64_t failures) {
  if (failures < failures_before_delay) return 0;
  const std::int64_t doublings = std::min<std::int64_t>(failures - failures_before_delay, 6);
  return std::min(core::seconds(std::int64_t{1} << doublings), max_login_delay);
}

}  // namespace

core::Error log_in_refused() {
  return {
      core::ErrorCode::unauthenticated,
      core::say("E-postadressen och lösenordet hör inte ihop, eller kontot är låst efter för "
                "många försök. Försök igen om en stund eller be om hjälp med ett nytt lösenord.",
                "The e-mail address and the password don't belong together, or the account is "
                "locked after too many tries. Try again in a while, or ask for help with a new "
                "password.")};
}

LogIn::Attempt LogIn::begin(std::string_view email) {
  return directory_.write([&](storage::Transaction& transaction) {
    Attempt attempt{.account = account_of(email)};
    const core::Microseconds now = clock_.now();
    std::int64_t failures = 0;
    {
      const auto counter = transaction.prepare(lock_counter);
      counter->bind(attempt.account).bind(now);
      counter->step();
      failures = counter->integer(0);
      attempt.allowed = failures < failures_before_lock && counter->integer(1) <= now;
    }
    if (!attempt.allowed) return attempt;
    transaction.prepare(charge)
        ->bind(failures + 1)
        .bind(now + delay_after(failures + 1))
        .bind(now)
        .bind(attempt.account)
        .run();
    const auto row = transaction.prepare(select_password);
    row->bind(normalise_email(email).value_or(""));
    if (row->step()) {
      attempt.person = row->text(0);
      attempt.password_hash = row->text(1);
    }
    return attempt;
  });
}

void LogIn::take_back(const Attempt& attempt) {
  directory_.write([&](storage::Transaction& transaction) {
    transaction.prepare(uncharge)->bind(attempt.account).run();
  });
}

std::optional<Person> LogIn::succeed(const Attempt& attempt, std::string_view password) {
  const std::string renewed =
      hashes_.is_outdated(attempt.password_hash) ? hashes_.hash(password) : std::string();
  return directory_.write([&](storage::Transaction& transaction) {
    transaction.prepare(delete_counter)->bind(attempt.account).run();
    if (!renewed.empty()) {
      transaction.prepare(update_password)
          ->bind(renewed)
          .bind(attempt.person)
          .bind(attempt.password_hash)
          .run();
    }
    auto person = find_person(transaction, attempt.person);
    return person && !person->disabled ? person : std::nullopt;
  });
}

std::optional<Person> LogIn::check(std::string_view email, std::string_view password) {
  const Attempt attempt = begin(email);
  bool right = false;
  try {
    if (attempt.allowed && !attempt.person.empty()) {
      right = hashes_.verify(attempt.password_hash, password);
    } else {
      hashes_.verify_nothing(password);
    }
  } catch (const core::Error&) {
    if (attempt.allowed) take_back(attempt);
    throw;
  }
  return right ? succeed(attempt, password) : std::nullopt;
}

void unlock(storage::Transaction& transaction, std::string_view email) {
  transaction.prepare(delete_counter)->bind(account_of(email)).run();
}

void forget_old_log_in_counters(storage::Transaction& transaction, const core::Clock& clock) {
  transaction.prepare(delete_old_counters)
      ->bind(clock.now() - login_counter_life)
      .bind(failures_before_lock)
      .run();
}

}  // namespace tusk::identity
