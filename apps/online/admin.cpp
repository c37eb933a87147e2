#include "online/admin.h"

#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "core/error.h"
#include "identity/access.h"
#include "identity/companies.h"
#include "identity/directory_schema.h"
#include "identity/log_in.h"
#include "identity/people.h"
#include "identity/second_factor.h"
#include "online/account_letters.h"
#include "online/audit_trail.h"
#include "online/limits.h"
#include "online/master_key.h"
#include "online/tenants.h"
#include "platform/secret_file.h"
#include "platform/system_clock.h"
#include "platform/system_random.h"

namespace tusk::online {

using identity::AuditEvent;
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

identity::Company get_connected_company(Transaction& tx, const std::string& wanted) {
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

namespace {

identity::Sealing open_sealing(const Config& config) {
  storage::ConnectionPool directory([&] { return open_directory(config); }, 1);
  platform::SystemRandom random;
  return online::open_sealing(config, directory, random);
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

identity::Person get_person(Transaction& tx, const std::string& email) {
  if (auto person = identity::find_person_by_email(tx, email)) return *person;
  throw core::invalid_field(
      "--email", email,
      core::say("Adressen {} har inget Tusk ID.", "The address {} has no Tusk ID.", email));
}

// The office's user of that name, as the company's data says.
identity::OfficeRecord get_office_user(const Config& config, const identity::Company& company,
                                       const std::string& user_name) {
  const storage::RecordStore store(core::registry(), core::Side::online);
  const Tenants tenants = config.uses_postgres()
                              ? Tenants(config.database, nullptr, store, 1)
                              : Tenants(config.data_folder / "companies", store, 1, 1);
  if (tenants.has_data(company.place)) {
    const auto database = tenants.open_place(company.place);
    const storage::RecordPage page = storage::read(*database, [&](Transaction& tx) {
      return store.list(
          tx, store.registry().get("user"),
          {.filters = {{.field = "user_name", .value = core::Value(user_name)}}, .limit = 1});
    });
    if (!page.records.empty()) return {"user", page.records.front().id};
  }
  throw core::invalid_field(
      "--office-user", user_name,
      core::say("{} har ingen användare ”{}”. Skriv användarnamnet som det är på kontoret.",
                "{} has no user “{}”. Write the user name as it is in the office.", company.name,
                user_name));
}

// One more, or one less, may be the last super user.
void set_role(Transaction& tx, const identity::Person& person, const identity::Company& company,
              const std::optional<identity::Role>& role, const core::Clock& clock) {
  identity::lock_access(tx, company.id);
  const bool is_unmade =
      identity::find_role(tx, person.id, company.id) == identity::Role::super_user &&
      role != identity::Role::super_user;
  if (is_unmade) identity::require_another_super_user(tx, company.id, person.id);
  if (role) {
    identity::set_membership(tx, person.id, company.id, *role, clock);
  } else {
    identity::remove_membership(tx, person.id, company.id);
  }
  write_audit(tx, clock, company.id, server_administrator(),
              role ? AuditEvent::role_given : AuditEvent::access_withdrawn, person.email,
              role ? role->id : "");
}

}  // namespace

void add_person(const Config& config, const PersonArguments& given) {
  const auto directory = open_directory(config);
  const identity::Role role = identity::parse_role(given.role);
  const auto [company, exists] = storage::read(*directory, [&](Transaction& tx) {
    return std::pair(get_connected_company(tx, given.company),
                     identity::find_person_by_email(tx, given.email).has_value());
  });
  std::optional<identity::OfficeRecord> record;
  if (!given.office_user.empty()) record = get_office_user(config, company, given.office_user);
  std::optional<identity::PreparedPerson> prepared;
  if (!exists) {
    const identity::Sealing sealing = open_sealing(config);
    identity::HashPool hashes(sealing, {}, 1);
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
    set_role(tx, person, company, role, clock);
    if (record) identity::set_office_record(tx, company.id, person.id, *record);
    if (given.email_confirmed) {
      identity::confirm_email(tx, person.id, clock);
    } else if (prepared) {
      send_confirmation(tx, person, {random, clock, config.base_url(config.listen_port)});
    }
  });
}

void remove_person(const Config& config, const PersonArguments& given) {
  const auto directory = open_directory(config);
  storage::write(*directory, [&](Transaction& tx) {
    set_role(tx, get_person(tx, given.email), get_connected_company(tx, given.company),
             std::nullopt, platform::SystemClock());
  });
}

void set_password(const Config& config, const PersonArguments& given) {
  const auto directory = open_directory(config);
  const identity::Person person =
      storage::read(*directory, [&](Transaction& tx) { return get_person(tx, given.email); });
  const identity::Sealing sealing = open_sealing(config);
  identity::HashPool hashes(sealing, {}, 1);
  const identity::PreparedPassword renewed(person, read_password(given.password_file), hashes);
  const platform::SystemClock clock;
  platform::SystemRandom random;
  storage::write(*directory, [&](Transaction& tx) {
    save_new_password(tx, renewed, {random, clock, config.base_url(config.listen_port)});
    write_account_audit(tx, clock, person, server_administrator(), AuditEvent::password_changed);
  });
}

void confirm_email(const Config& config, const PersonArguments& given) {
  const auto directory = open_directory(config);
  const platform::SystemClock clock;
  storage::write(*directory, [&](Transaction& tx) {
    const identity::Person person = get_person(tx, given.email);
    identity::confirm_email(tx, person.id, clock);
    write_account_audit(tx, clock, person, server_administrator(), AuditEvent::email_confirmed);
  });
}

void reset_second_factor(const Config& config, const PersonArguments& given) {
  const auto directory = open_directory(config);
  storage::write(*directory, [&](Transaction& tx) {
    const identity::Person person = get_person(tx, given.email);
    identity::reset_second_factor(tx, person.id);
    write_account_audit(tx, platform::SystemClock(), person, server_administrator(),
                        AuditEvent::second_factor_changed, "reset");
  });
}

void unlock_person(const Config& config, const PersonArguments& given) {
  const auto directory = open_directory(config);
  storage::write(*directory, [&](Transaction& tx) {
    const identity::Person person = get_person(tx, given.email);
    identity::unlock(tx, given.email);
    write_account_audit(tx, platform::SystemClock(), person, server_administrator(),
                        AuditEvent::account_unlocked);
  });
}

void set_online_users(const Config& config, const std::string& company, std::int64_t users) {
  if (users < 1 || users > max_online_users) {
    throw core::invalid_field("--users", std::to_string(users),
                              core::say("Ange ett antal från 1 till {}.",
                                        "Give a number from 1 to {}.", max_online_users));
  }
  const auto directory = open_directory(config);
  storage::write(*directory, [&](Transaction& tx) {
    identity::set_allowed_people(tx, get_connected_company(tx, company).id, users);
  });
}

bool verify_audit(const Config& config, core::Language language) {
  const auto directory = open_directory(config);
  bool whole = true;
  for (const identity::AuditCheck& check :
       storage::read(*directory, [](Transaction& tx) { return identity::verify_audit(tx); })) {
    const std::string list =
        check.list.empty() ? core::Text{"tjänsten", "the service"}.in(language) : check.list;
    if (check.broken_at) {
      whole = false;
      fmt::print("{}\n",
                 core::say("{}: FEL. Rad {} är ändrad eller borttagen.",
                           "{}: WRONG. Entry {} was changed or removed.", list, *check.broken_at)
                     .in(language));
    } else {
      fmt::print("{}\n", core::say("{}: {} rader, hel. Den sista har {}.",
                                   "{}: {} entries, whole. The last has {}.", list, check.entries,
                                   check.last_hash)
                             .in(language));
    }
  }
  return whole;
}

}  // namespace tusk::online
