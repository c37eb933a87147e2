#include "identity/log_in.h"

#include <algorithm>

#include "core/error.h"
#include "core/sha256.h"
#include "identity/email_address.h"
#include "identity/known_browsers.h"
#include "identity/limits.h"
#include "identity/lock_notices.h"
#include "identity/second_step.h"

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
// Kept with the account too, beside its own failures: how many there were altogether.
constexpr std::string_view charge_browsers =
    "INSERT INTO directory_login_counter (account, failures, not_before, changed_at, in_browsers) "
    "VALUES ($1, 0, 0, $2, 1) ON CONFLICT (account) DO UPDATE SET "
    "in_browsers = directory_login_counter.in_browsers + 1 RETURNING failures + in_browsers";
constexpr std::string_view uncharge_browser =
    "UPDATE directory_login_counter SET in_browsers = in_browsers - 1 "
    "WHERE account = $1 AND in_browsers > 0";
constexpr std::string_view uncharge_browsers =
    "UPDATE directory_login_counter SET in_browsers = 0 WHERE account = $1";
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
  return core::sha256_hex(normalise_email(email).value_or(core::shorten(email, max_email_bytes)));
}

// The key of the counter that a known browser has for an account.
std::string counter_of(const std::string& account, std::string_view browser) {
  return core::sha256_hex(account + core::sha256_hex(browser));
}

struct Counter {
  std::int64_t failures = 0;
  core::Microseconds not_before = 0;
};

Counter locked_counter(storage::Transaction& transaction, const std::string& key,
                       core::Microseconds now) {
  const auto row = transaction.prepare(lock_counter);
  row->bind(key).bind(now);
  row->step();
  return {row->integer(0), row->integer(1)};
}

// How long the try after the `failures`th failure must wait: 1, 2, 4 … 60 s from the fourth on.
core::Microseconds delay_after(std::int64_t failures) {
  if (failures < failures_before_delay) return 0;
  const std::int64_t doublings = std::min<std::int64_t>(failures - failures_before_delay, 6);
  return std::min(core::seconds(std::int64_t{1} << doublings), max_login_delay);
}

}  // namespace

core::Error log_in_refused() {
  return {core::ErrorCode::unauthenticated,
          core::say(
              "E-postadressen och lösenordet hör inte ihop, eller kontot är låst efter för "
              "många försök. Försök igen om en stund, eller välj Glömt lösenordet.",
              "The e-mail address and the password don't belong together, or the account is "
              "locked after too many tries. Try again in a while, or choose Forgotten password.")};
}

core::Error second_step_refused() {
  return {core::ErrorCode::unauthenticated,
          core::say("Koden stämmer inte eller är redan använd, eller så är kontot låst efter för "
                    "många försök. Vänta på nästa kod och försök igen, eller använd en "
                    "återställningskod.",
                    "The code isn't right or has been used, or the account is locked after too "
                    "many tries. Wait for the next code and try again, or use a recovery code.")};
}

core::Error second_step_over() {
  return {core::ErrorCode::unauthenticated,
          core::say("Det tog för lång tid. Börja om med lösenordet.",
                    "That took too long. Begin again with the password."),
          {{"ticket", "",
            core::say("Logga in med lösenordet igen.", "Log in with the password again.")}}};
}

core::Error code_needed() {
  return {
      core::ErrorCode::unauthenticated,
      core::say("Det här Tusk ID:t har tvåstegsinloggning. Ange också en kod ur appen, eller en "
                "återställningskod.",
                "This Tusk ID has two-step log-in. Give a code of the app, too, or a recovery "
                "code."),
      {{"code", "", core::say("Ange en kod.", "Give a code.")}}};
}

LogIn::Attempt LogIn::begin(std::string_view email, std::string_view browser) {
  return directory_.write([&](storage::Transaction& transaction) {
    return charge_attempt(transaction, email, browser);
  });
}

LogIn::Attempt LogIn::charge_attempt(storage::Transaction& transaction, std::string_view email,
                                     std::string_view browser) {
  Attempt attempt{.account = account_of(email)};
  const core::Microseconds now = clock_.now();
  {
    const auto row = transaction.prepare(select_password);
    row->bind(normalise_email(email).value_or(""));
    if (row->step()) {
      attempt.person = row->text(0);
      attempt.password_hash = row->text(1);
    }
  }
  Counter counter;
  if (is_known_browser(transaction, browser, attempt.person, clock_)) {
    attempt.browsers_counter = counter_of(attempt.account, browser);
    counter = locked_counter(transaction, attempt.browsers_counter, now);
  }
  if (attempt.browsers_counter.empty() || counter.failures >= failures_before_lock) {
    attempt.counter = attempt.account;
    counter = locked_counter(transaction, attempt.account, now);
  } else {
    attempt.counter = attempt.browsers_counter;
  }
  attempt.allowed = counter.failures < failures_before_lock && counter.not_before <= now;
  if (!attempt.allowed) return attempt;
  transaction.prepare(charge)
      ->bind(counter.failures + 1)
      .bind(now + delay_after(counter.failures + 1))
      .bind(now)
      .bind(attempt.counter)
      .run();
  const bool is_strangers = attempt.counter == attempt.account;
  attempt.is_last = is_strangers && counter.failures + 1 == failures_before_lock;
  if (!is_strangers) charge_in_browser(transaction, attempt, now);
  return attempt;
}

void LogIn::charge_in_browser(storage::Transaction& transaction, const Attempt& attempt,
                              core::Microseconds now) {
  const auto row = transaction.prepare(charge_browsers);
  row->bind(attempt.account).bind(now);
  row->step();
  if (row->integer(0) >= failures_before_strange) forget_browsers_of(transaction, attempt.person);
}

void LogIn::take_back(storage::Transaction& transaction, const Attempt& attempt) {
  transaction.prepare(uncharge)->bind(attempt.counter).run();
  if (attempt.counter != attempt.account)
    transaction.prepare(uncharge_browser)->bind(attempt.account).run();
}

std::string LogIn::renewed_hash(const Attempt& attempt, std::string_view password) {
  return hashes_.is_outdated(attempt.password_hash) ? hashes_.hash(password) : std::string();
}

std::optional<Person> LogIn::succeed(storage::Transaction& transaction, const Attempt& attempt,
                                     const std::string& renewed_hash) {
  for (const std::string& counter : {attempt.counter, attempt.browsers_counter})
    transaction.prepare(delete_counter)->bind(counter).run();
  transaction.prepare(uncharge_browsers)->bind(attempt.account).run();
  return renewed(transaction, attempt, renewed_hash);
}

// The person, whose hash is from now on the one made with today's parameters, if there is one.
std::optional<Person> LogIn::renewed(storage::Transaction& transaction, const Attempt& attempt,
                                     const std::string& renewed_hash) {
  if (!renewed_hash.empty()) {
    transaction.prepare(update_password)
        ->bind(renewed_hash)
        .bind(attempt.person)
        .bind(attempt.password_hash)
        .run();
  }
  auto person = find_person(transaction, attempt.person);
  return person && !person->disabled ? person : std::nullopt;
}

std::optional<LogIn::Attempt> LogIn::attempt(std::string_view email, std::string_view password,
                                             std::string_view browser) {
  Attempt attempt = begin(email, browser);
  bool right = false;
  try {
    if (attempt.allowed && !attempt.person.empty()) {
      right = hashes_.verify(attempt.password_hash, password);
    } else {
      hashes_.verify_nothing(password);
    }
  } catch (const core::Error&) {
    if (attempt.allowed) {
      directory_.write([&](storage::Transaction& tx) { take_back(tx, attempt); });
    }
    throw;
  }
  if (right) return attempt;
  if (attempt.is_last) {
    directory_.write([&](storage::Transaction& transaction) { fail(transaction, attempt); });
  }
  return std::nullopt;
}

// What was charged stays so.
void LogIn::fail(storage::Transaction& transaction, const Attempt& attempt) {
  if (attempt.is_last) note_lock(transaction, attempt.account, attempt.person);
}

std::optional<Person> LogIn::check(std::string_view email, std::string_view password,
                                   std::string_view code) {
  const auto right = attempt(email, password, {});
  if (!right) return std::nullopt;
  const std::string new_hash = renewed_hash(*right, password);
  bool needs_code = false;
  auto person = directory_.write([&](storage::Transaction& transaction) -> std::optional<Person> {
    const bool has_factor = load_second_factor(transaction, right->person).exists();
    needs_code = has_factor && code.empty();
    if (needs_code) {
      take_back(transaction, *right);
      return std::nullopt;
    }
    if (has_factor && factors_.use_code(transaction, right->person, code) == Factor::none) {
      fail(transaction, *right);
      return std::nullopt;
    }
    return succeed(transaction, *right, new_hash);
  });
  if (needs_code) throw code_needed();
  return person;
}

std::optional<Person> LogIn::check_first_step(std::string_view email, std::string_view password) {
  const auto right = attempt(email, password, {});
  if (!right) return std::nullopt;
  return directory_.write([&](storage::Transaction& transaction) -> std::optional<Person> {
    if (!load_second_factor(transaction, right->person).exists())
      return succeed(transaction, *right, {});
    take_back(transaction, *right);
    return renewed(transaction, *right, {});
  });
}

PasswordAnswer LogIn::check_in_browser(std::string_view email, std::string_view password,
                                       std::string_view browser) {
  const auto right = attempt(email, password, browser);
  if (!right) return {};
  const std::string new_hash = renewed_hash(*right, password);
  return directory_.write([&](storage::Transaction& transaction) -> PasswordAnswer {
    const SecondFactor factor = load_second_factor(transaction, right->person);
    if (!factor.exists()) {
      auto person = succeed(transaction, *right, new_hash);
      if (!person) return {};
      return remembered(transaction, *std::move(person), browser);
    }
    auto person = renewed(transaction, *right, new_hash);
    if (!person) return {};
    take_back(transaction, *right);
    std::string ticket = create_ticket(transaction, random_, clock_, person->id, browser);
    return SecondStepNeeded{*std::move(person), factor, std::move(ticket)};
  });
}

BrowserLogIn LogIn::remembered(storage::Transaction& transaction, Person person,
                               std::string_view browser) {
  std::string token = remember_browser(transaction, browser, person.id, random_, clock_);
  return {.person = std::move(person), .browser = std::move(token)};
}

std::optional<BrowserLogIn> LogIn::check_code(std::string_view ticket, std::string_view browser,
                                              std::string_view code) {
  return check_proof(ticket, browser, [&](storage::Transaction& transaction, const Person& person) {
    return factors_.use_code(transaction, person.id, code);
  });
}

std::optional<BrowserLogIn> LogIn::check_proof(std::string_view ticket, std::string_view browser,
                                               const Proof& proof) {
  bool is_over = false;
  auto result =
      directory_.write([&](storage::Transaction& transaction) -> std::optional<BrowserLogIn> {
        const auto id = find_ticket(transaction, clock_, ticket, browser);
        const auto person = id ? find_person(transaction, *id) : std::nullopt;
        is_over = !person || person->disabled;
        if (is_over) return std::nullopt;
        const Attempt attempt = charge_attempt(transaction, person->email, browser);
        if (!attempt.allowed) return std::nullopt;
        const Factor factor = proof(transaction, *person);
        if (factor == Factor::none) {
          fail(transaction, attempt);
          return std::nullopt;
        }
        is_over = !use_ticket(transaction, ticket);
        if (is_over) return std::nullopt;
        auto known = succeed(transaction, attempt, {});
        if (!known) return std::nullopt;
        BrowserLogIn logged_in = remembered(transaction, *std::move(known), browser);
        logged_in.factor = factor;
        return logged_in;
      });
  if (is_over) throw second_step_over();
  return result;
}

bool LogIn::check_again(const Person& person, std::string_view password, std::string_view browser) {
  const auto right = attempt(person.email, password, browser);
  if (!right) return false;
  return directory_.write([&](storage::Transaction& transaction) {
    return succeed(transaction, *right, {}).has_value();
  });
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
