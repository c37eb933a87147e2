#include "business/companies.h"

#include <filesystem>

#include "business/company_setup.h"
#include "business/import/words.h"
#include "business/installation.h"
#include "business/limits.h"
#include "business/online_licence.h"
#include "business/session_rows.h"
#include "business/system_schema.h"
#include "business/users.h"
#include "core/validation.h"
#include "storage/schema.h"

namespace tusk::business {
namespace {

constexpr const char* select_companies =
    "SELECT number, name, location, sample, created_at FROM system_company ORDER BY number";
constexpr const char* insert_company =
    "INSERT INTO system_company (number, name, location, sample, created_at, online_licence) "
    "VALUES ($1, $2, $3, $4, $5, $6)";
constexpr const char* update_name = "UPDATE system_company SET name = $1 WHERE number = $2";
constexpr const char* select_last = "SELECT coalesce(max(number), 0) FROM system_company";

const core::RecordType& company_type() {
  return core::registry().get("company");
}

core::Change checked_details(const NewCompany& company) {
  core::Change change = company.details;
  const core::RecordType& type = company_type();
  change.set(type, type.get_field("name"), core::Value(company.name));
  core::Record record = core::make_record(type, 1);
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    if (change.has(type.fields[i])) record.values[i] = change.values[i];
  }
  core::check_new(type, record);
  return change;
}

// Whether the database already holds a company: one that a crash kept from being registered, or
// somebody else's. It is left alone.
bool is_taken(const CompanyDatabase& company) {
  return storage::read(company.database(), [&](storage::Transaction& transaction) {
    storage::RecordQuery query;
    query.limit = 1;
    return !company.store().list(transaction, company_type(), query).records.empty();
  });
}

CompanyDatabase open_migrated(Installation& installation, const Company& company) {
  auto database = storage::open_database(address_of(installation, company));
  storage::migrate_company(*database, core::registry(), core::Side::office);
  return CompanyDatabase(company, std::move(database), installation.environment());
}

// The record in the company database is what people edit; the system database follows.
void equalise_name(Installation& installation, CompanyDatabase& company) {
  const std::string name =
      storage::read(company.database(), [&](storage::Transaction& transaction) {
        storage::RecordQuery query;
        query.limit = 1;
        const auto page = company.store().list(transaction, company_type(), query);
        return page.records.empty() ? company.company().name
                                    : core::title_of(company_type(), page.records.front());
      });
  if (name == company.company().name) return;
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    transaction.prepare(update_name)->bind(name).bind(company.company().number).run();
  });
  company.rename(name);
}

void require_file(const Installation& installation, const Company& company) {
  const storage::DatabaseAddress address = address_of(installation, company);
  if (address.engine() != storage::Engine::sqlite || std::filesystem::exists(address.location)) {
    return;
  }
  throw core::Error(core::ErrorCode::not_found,
                    core::say("Filen {} med företaget {} saknas. Lägg tillbaka den från en "
                              "säkerhetskopia.",
                              "The file {} with the company {} is missing. Put it back from a "
                              "backup.",
                              address.location, company.name));
}

}  // namespace

NewCompany::NewCompany(std::string company_name)
    : name(std::move(company_name)), details(company_type()) {}

storage::DatabaseAddress address_of(const Installation& installation, const Company& company) {
  if (!installation.server().empty()) return {installation.server(), company.number};
  return {(installation.folder() / company.location).string(), company.number};
}

std::vector<Company> list_companies(Installation& installation) {
  return storage::read(installation.system(), [](storage::Transaction& transaction) {
    std::vector<Company> companies;
    auto rows = transaction.prepare(select_companies);
    while (rows->step()) {
      companies.push_back({rows->integer(0), std::string(rows->text(1)), std::string(rows->text(2)),
                           rows->boolean(3), rows->integer(4)});
    }
    return companies;
  });
}

Company get_company(Installation& installation, std::string_view number_or_name) {
  std::vector<Company> found;
  std::string known;
  for (const Company& company : list_companies(installation)) {
    if (std::to_string(company.number) == number_or_name) return company;
    if (ascii_lower(company.name) == ascii_lower(number_or_name)) found.push_back(company);
    known += fmt::format("{}{} {}", known.empty() ? "" : ", ", company.number, company.name);
  }
  if (found.size() == 1) return found.front();
  const std::string given(number_or_name);
  if (!found.empty()) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("Flera företag heter {}. Ange numret i stället: {}.",
                  "Several companies are called {}. Give the number instead: {}.", given, known));
  }
  throw core::Error(core::ErrorCode::not_found,
                    core::say("Det finns inget företag {}. Företagen är: {}.",
                              "There is no company {}. The companies are: {}.", given,
                              known.empty() ? "–" : known));
}

Company add_company(Installation& installation, const Actor& actor, const NewCompany& wanted) {
  require_super_user(actor);
  const core::Change details = checked_details(wanted);
  const Environment& environment = installation.environment();
  // The system transaction stays open while the company database is made, so that two programs do
  // not choose one number; it commits last, so that what is registered is whole.
  return storage::write(installation.system(), [&](storage::Transaction& transaction) {
    lock_system(transaction);
    auto last = transaction.prepare(select_last);
    last->step();
    Company company{last->integer(0), wanted.name, {}, wanted.sample, environment.clock.now()};
    last.reset();
    for (;;) {
      if (++company.number > limits::companies) {
        throw core::Error(
            core::ErrorCode::limit,
            core::say("En installation rymmer högst {} företag.",
                      "An installation holds at most {} companies.", limits::companies));
      }
      company.location = installation.server().empty()
                             ? fmt::format("companies/{}.db", company.number)
                             : std::string();
      CompanyDatabase database = open_migrated(installation, company);
      if (is_taken(database)) continue;
      set_up_company(database, list_users(transaction), details, actor);
      break;
    }
    transaction.prepare(insert_company)
        ->bind(company.number)
        .bind(company.name)
        .bind(company.location)
        .bind(company.sample)
        .bind(company.created_at)
        .bind(is_online_included(transaction, company.sample))
        .run();
    return company;
  });
}

CompanyDatabase open_company(Installation& installation, const Company& company) {
  if (const auto holder = find_hold(installation, company.number)) {
    throw_held(company.name, *holder);
  }
  require_file(installation, company);
  CompanyDatabase database = open_migrated(installation, company);
  equalise_name(installation, database);
  equalise_users(installation, database);
  return database;
}

CompanyDatabase look_at_company(Installation& installation, const Company& company) {
  if (!find_hold(installation, company.number)) return open_company(installation, company);
  require_file(installation, company);
  return {company, storage::open_database(address_of(installation, company)),
          installation.environment()};
}

}  // namespace tusk::business
