#include "online/admin.h"

#include <filesystem>
#include <fstream>
#include <iostream>

#include "core/error.h"
#include "identity/companies.h"
#include "identity/directory_schema.h"
#include "identity/log_in.h"
#include "identity/people.h"
#include "platform/secret_file.h"
#include "platform/system_clock.h"
#include "platform/system_random.h"

namespace tusk::online {
namespace {

using storage::Transaction;

std::unique_ptr<storage::Database> open_directory(const Config& config) {
  const std::string location = config.directory_location();
  if (!config.uses_postgres() && !std::filesystem::exists(location)) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Det finns ingen katalog i {}. Starta servern först.",
                                "There is no directory in {}. Start the server first.",
                                config.data_folder.string()));
  }
  auto database = storage::open_database({.location = location});
  identity::migrate_directory(*database);
  return database;
}

std::string read_password(const std::string& file) {
  if (file.empty()) {
    throw core::invalid_field("--password-file", "",
                              core::say("Ange en fil med lösenordet, eller - för standard in.",
                                        "Name a file with the password, or - for standard input."));
  }
  std::string text;
  if (file == "-") {
    std::getline(std::cin, text);
  } else {
    text = platform::read_secret_file(file);
    text.resize(std::min(text.find('\n'), text.size()));
  }
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

identity::Company get_company(Transaction& tx, const std::string& wanted) {
  std::string names;
  std::vector<identity::Company> found;
  for (const identity::Company& company : identity::list_connected_companies(tx)) {
    if (company.id == wanted || company.name == wanted) found.push_back(company);
    names += (names.empty() ? "" : ", ") + company.name;
  }
  if (found.size() == 1) return found.front();
  throw core::invalid_field(
      "--company", wanted,
      found.empty() ? core::say("Företaget ”{}” är inte anslutet. De som är det: {}.",
                                "The company “{}” is not connected. These are: {}.", wanted, names)
                    : core::say("Flera företag heter ”{}”. Ange id i stället.",
                                "Several companies are called “{}”. Give the id instead.", wanted));
}

identity::Person get_person(Transaction& tx, const std::string& email) {
  if (auto person = identity::find_person_by_email(tx, email)) return *person;
  throw core::invalid_field(
      "--email", email,
      core::say("Adressen {} har inget Tusk ID.", "The address {} has no Tusk ID.", email));
}

}  // namespace

void add_person(const Config& config, const PersonArguments& given) {
  const auto directory = open_directory(config);
  const identity::Role role = identity::parse_role(given.role);
  const bool exists = storage::read(*directory, [&](Transaction& tx) {
    (void)get_company(tx, given.company);
    return identity::find_person_by_email(tx, given.email).has_value();
  });
  std::optional<identity::PreparedPerson> prepared;
  if (!exists) {
    identity::HashPool hashes({}, 1);
    prepared.emplace(identity::NewPerson{.email = given.email,
                                         .name = given.name,
                                         .language = given.language,
                                         .password = read_password(given.password_file)},
                     hashes);
  }
  const platform::SystemClock clock;
  platform::SystemRandom random;
  storage::write(*directory, [&](Transaction& tx) {
    const identity::Person person =
        prepared ? prepared->insert(tx, random, clock) : get_person(tx, given.email);
    identity::set_membership(tx, person.id, get_company(tx, given.company).id, role, clock);
  });
}

void remove_person(const Config& config, const PersonArguments& given) {
  const auto directory = open_directory(config);
  storage::write(*directory, [&](Transaction& tx) {
    identity::remove_membership(tx, get_person(tx, given.email).id,
                                get_company(tx, given.company).id);
  });
}

void set_password(const Config& config, const PersonArguments& given) {
  const auto directory = open_directory(config);
  const identity::Person person =
      storage::read(*directory, [&](Transaction& tx) { return get_person(tx, given.email); });
  identity::HashPool hashes({}, 1);
  const identity::PreparedPassword renewed(person, read_password(given.password_file), hashes);
  storage::write(*directory, [&](Transaction& tx) { renewed.save(tx); });
}

void unlock_person(const Config& config, const PersonArguments& given) {
  const auto directory = open_directory(config);
  storage::write(*directory, [&](Transaction& tx) {
    (void)get_person(tx, given.email);
    identity::unlock(tx, given.email);
  });
}

}  // namespace tusk::online
