#include "identity/people.h"

#include "core/error.h"
#include "core/sha256.h"
#include "core/validation.h"
#include "identity/email_address.h"
#include "identity/known_browsers.h"
#include "identity/log_in.h"
#include "identity/mailed_tokens.h"
#include "identity/openid/grants.h"
#include "identity/password_rules.h"
#include "identity/second_factor.h"
#include "identity/second_step.h"

namespace tusk::identity {
namespace {

constexpr std::string_view select_by_id =
    "SELECT id, email, name, language, disabled, last_company, email_confirmed_at "
    "FROM directory_identity WHERE id = $1";
constexpr std::string_view select_by_email =
    "SELECT id, email, name, language, disabled, last_company, email_confirmed_at "
    "FROM directory_identity WHERE email = $1";
constexpr std::string_view insert_sql =
    "INSERT INTO directory_identity (id, email, name, language, password_hash, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email) DO NOTHING";
constexpr std::string_view update_confirmed =
    "UPDATE directory_identity SET email_confirmed_at = $1 WHERE id = $2 AND email_confirmed_at IS "
    "NULL";
constexpr std::string_view update_language =
    "UPDATE directory_identity SET language = $1 WHERE id = $2";
constexpr std::string_view update_name = "UPDATE directory_identity SET name = $1 WHERE id = $2";
constexpr std::string_view update_disabled =
    "UPDATE directory_identity SET disabled = TRUE WHERE id = $1";
constexpr std::string_view update_password =
    "UPDATE directory_identity SET password_hash = $1 WHERE id = $2";
constexpr std::string_view delete_sessions =
    "DELETE FROM directory_session WHERE identity = $1 AND id_hash <> $2";

std::optional<core::Problem> find_name_problem(const std::string& name) {
  const std::size_t length = core::is_clean_text(name) ? core::count_characters(name) : 0;
  if (length > 0 && length <= max_person_name_characters) return std::nullopt;
  return core::Problem{
      "person_name", core::shorten(name),
      core::say("Skriv ditt namn, högst {} tecken.", "Enter your name, at most {} characters.",
                max_person_name_characters)};
}

void check_language(std::string_view language) {
  if (language == "sv" || language == "en") return;
  throw core::invalid_field(
      "language", language,
      core::say("Språket ”{}” finns inte. Välj sv eller en.",
                "There is no language “{}”. Choose sv or en.", core::shorten(language)));
}

std::optional<Person> read_person(storage::Transaction& transaction, std::string_view sql,
                                  std::string_view key) {
  const auto row = transaction.prepare(sql);
  row->bind(key);
  if (!row->step()) return std::nullopt;
  return Person{.id = std::string(row->text(0)),
                .email = std::string(row->text(1)),
                .name = std::string(row->text(2)),
                .language = std::string(row->text(3)),
                .disabled = row->boolean(4),
                .last_company = std::string(row->text(5)),
                .email_confirmed = !row->is_null(6)};
}

void end_sessions_but(storage::Transaction& transaction, std::string_view person,
                      std::string_view kept) {
  transaction.prepare(delete_sessions)
      ->bind(person)
      .bind(kept.empty() ? std::string() : core::sha256_hex(kept))
      .run();
}

}  // namespace

PreparedPerson::PreparedPerson(const NewPerson& wanted, HashPool& hashes) {
  std::vector<core::Problem> problems;
  const auto email = normalise_email(wanted.email);
  if (!email) {
    problems.push_back({"email", core::shorten(wanted.email),
                        core::say("”{}” är ingen e-postadress. Skriv den som namn@exempel.se.",
                                  "“{}” is no e-mail address. Enter it as name@example.com.",
                                  core::shorten(wanted.email))});
  }
  person_.name = core::trim(wanted.name);
  if (auto problem = find_name_problem(person_.name)) problems.push_back(std::move(*problem));
  try {
    check_password(wanted.password, email.value_or(""), person_.name);
  } catch (const core::Error& error) {
    problems.insert(problems.end(), error.problems().begin(), error.problems().end());
  }
  if (!problems.empty()) throw core::invalid_fields(std::move(problems));
  check_language(wanted.language);
  person_.email = *email;
  person_.language = wanted.language;
  password_hash_ = hashes.hash(wanted.password);
}

Person PreparedPerson::insert(storage::Transaction& transaction, core::Random& random,
                              const core::Clock& clock) const {
  Person person = person_;
  person.id = "p_" + random.hex(public_id_bytes);
  const auto statement = transaction.prepare(insert_sql);
  statement->bind(person.id).bind(person.email).bind(person.name).bind(person.language);
  statement->bind(password_hash_).bind(clock.now());
  if (statement->run() == 0) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("Adressen {} har redan ett Tusk ID. Logga in med det.",
                  "The address {} already has a Tusk ID. Log in with it.", person.email));
  }
  return person;
}

Person PreparedPerson::take_over(storage::Transaction& transaction,
                                 const Person& unconfirmed) const {
  transaction.prepare(update_name)->bind(person_.name).bind(unconfirmed.id).run();
  set_language(transaction, unconfirmed.id, person_.language);
  PreparedPassword(unconfirmed, PreparedPassword::Hash{password_hash_}).save(transaction);
  // It was that of whoever had taken the address before.
  reset_second_factor(transaction, unconfirmed.id);
  return *find_person(transaction, unconfirmed.id);
}

std::optional<Person> find_person(storage::Transaction& transaction, std::string_view id) {
  return read_person(transaction, select_by_id, id);
}

std::optional<Person> find_person_by_email(storage::Transaction& transaction,
                                           std::string_view email) {
  const auto normal = normalise_email(email);
  return normal ? read_person(transaction, select_by_email, *normal) : std::nullopt;
}

void confirm_email(storage::Transaction& transaction, std::string_view person,
                   const core::Clock& clock) {
  transaction.prepare(update_confirmed)->bind(clock.now()).bind(person).run();
}

void set_language(storage::Transaction& transaction, std::string_view person,
                  std::string_view language) {
  check_language(language);
  transaction.prepare(update_language)->bind(language).bind(person).run();
}

void disable_person(storage::Transaction& transaction, std::string_view person) {
  transaction.prepare(update_disabled)->bind(person).run();
  openid::end_grants_of(transaction, person);
  end_sessions_but(transaction, person, {});
}

PreparedPassword::PreparedPassword(const Person& person, std::string_view password,
                                   HashPool& hashes)
    : person_(person) {
  check_password(password, person.email, person.name);
  password_hash_ = hashes.hash(password);
}

void PreparedPassword::save(storage::Transaction& transaction,
                            std::string_view kept_session) const {
  transaction.prepare(update_password)->bind(password_hash_).bind(person_.id).run();
  forget_browsers_of(transaction, person_.id);
  forget_tickets_of(transaction, person_.id);
  void_mailed_tokens(transaction, TokenPurpose::reset_password, person_.id);
  openid::end_grants_of(transaction, person_.id);
  unlock(transaction, person_.email);
  end_sessions_but(transaction, person_.id, kept_session);
}

}  // namespace tusk::identity
