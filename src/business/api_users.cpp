#include "business/api_users.h"

#include <algorithm>

#include "business/import/words.h"
#include "business/installation.h"
#include "business/limits.h"
#include "business/system_schema.h"
#include "business/users.h"
#include "core/validation.h"

namespace tusk::business {
namespace {

constexpr const char* select_names = "SELECT name FROM system_api_user ORDER BY name";
constexpr const char* select_users =
    "SELECT uuid, company, name, access_profile, active, created_at FROM system_api_user "
    "WHERE company = $1 ORDER BY name, uuid";
constexpr const char* insert_user =
    "INSERT INTO system_api_user (uuid, company, name, access_profile, active, created_at, "
    "changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
constexpr const char* update_user =
    "UPDATE system_api_user SET name = $1, access_profile = $2, active = $3, changed_at = $4 "
    "WHERE uuid = $5";
constexpr const char* delete_keys = "DELETE FROM system_api_key WHERE api_user = $1";
constexpr const char* delete_user = "DELETE FROM system_api_user WHERE uuid = $1";

std::vector<ApiUser> list_in(storage::Transaction& system, std::int64_t company) {
  std::vector<ApiUser> users;
  const auto rows = system.prepare(select_users);
  rows->bind(company);
  while (rows->step()) users.push_back(read_api_user(*rows, 0));
  return users;
}

// By the rules for people's names: it stands where theirs do.
std::string checked_name(std::string_view given) {
  const core::Field& field = core::registry().get("user").get_field("full_name");
  const core::Value value = core::normalise(field, core::Value(std::string(given)));
  if (const auto problem = core::find_problem(field, value)) {
    throw core::Error(core::ErrorCode::invalid, problem->text,
                      {{"name", problem->value, problem->text}});
  }
  return value.text();
}

bool has_name(const User& person, std::string_view name) {
  return ascii_lower(person.full_name) == ascii_lower(name) ||
         person.user_name == ascii_lower(name);
}

void require_own_name(storage::Transaction& system, const ApiUser& user) {
  const std::string name = ascii_lower(user.name);
  for (const ApiUser& other : list_in(system, user.company)) {
    if (other.uuid == user.uuid || ascii_lower(other.name) != name) continue;
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("Det finns redan en API-användare {}. Välj ett annat namn.",
                  "There is an API user {} already. Choose another name.", other.name));
  }
  for (const User& person : list_users(system)) {
    if (!has_name(person, user.name)) continue;
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("{} är en av kontorets användare, och historiken skulle inte skilja "
                  "dem åt. Välj ett annat namn.",
                  "{} is one of the office's users, and the history would not tell "
                  "them apart. Choose another name.",
                  person.full_name));
  }
}

void require_profile(const CompanyDatabase& company, core::RecordId profile) {
  if (profile == 0) return;
  const core::RecordType& type = core::registry().get("access_profile");
  storage::read(company.database(), [&](storage::Transaction& transaction) {
    static_cast<void>(company.store().get(transaction, type, profile));
  });
}

}  // namespace

void require_no_api_user(storage::Transaction& system, const User& person) {
  const auto row = system.prepare(select_names);
  while (row->step()) {
    if (!has_name(person, row->text(0))) continue;
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("{} är en API-användare, och historiken skulle inte skilja dem åt. Välj ett "
                  "annat namn.",
                  "{} is an API user, and the history would not tell them apart. Choose another "
                  "name.",
                  row->text(0)));
  }
}

ApiUser read_api_user(const storage::Statement& row, int column) {
  return {std::string(row.text(column)), row.integer(column + 1), std::string(row.text(column + 2)),
          row.integer(column + 3),       row.boolean(column + 4), row.integer(column + 5)};
}

Actor actor_of(const ApiUser& user) {
  Actor actor{"", user.name, false};
  actor.api_profile = user.access_profile;
  return actor;
}

std::vector<ApiUser> list_api_users(Installation& installation, std::int64_t company) {
  return storage::read(installation.system(), [&](storage::Transaction& transaction) {
    return list_in(transaction, company);
  });
}

ApiUser get_api_user(Installation& installation, std::int64_t company, std::string_view name) {
  std::string known;
  for (ApiUser& user : list_api_users(installation, company)) {
    if (ascii_lower(user.name) == ascii_lower(name)) return std::move(user);
    known += (known.empty() ? "" : ", ") + user.name;
  }
  throw core::Error(core::ErrorCode::not_found,
                    core::say("Det finns ingen API-användare {}. API-användarna är: {}.",
                              "There is no API user {}. The API users are: {}.",
                              core::shorten(name), known.empty() ? "–" : known));
}

ApiUser add_api_user(Installation& installation, const CompanyDatabase& company, const Actor& actor,
                     std::string_view name, core::RecordId access_profile) {
  require_super_user(actor);
  require_profile(company, access_profile);
  const Environment& environment = installation.environment();
  const ApiUser user{make_uuid(environment.random),
                     company.company().number,
                     checked_name(name),
                     access_profile,
                     true,
                     environment.clock.now()};
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    lock_system(transaction);
    require_own_name(transaction, user);
    if (list_in(transaction, user.company).size() >= limits::api_users) {
      throw core::Error(
          core::ErrorCode::limit,
          core::say("Ett företag har högst {} API-användare. Ta bort någon som inte "
                    "används.",
                    "A company has at most {} API users. Remove one that is not used.",
                    limits::api_users));
    }
    transaction.prepare(insert_user)
        ->bind(user.uuid)
        .bind(user.company)
        .bind(user.name)
        .bind(user.access_profile)
        .bind(user.active)
        .bind(user.created_at)
        .bind(user.created_at)
        .run();
  });
  return user;
}

ApiUser change_api_user(Installation& installation, const CompanyDatabase& company,
                        const Actor& actor, const ApiUser& user, const ApiUserChange& change) {
  require_super_user(actor);
  if (change.access_profile) require_profile(company, *change.access_profile);
  return storage::write(installation.system(), [&](storage::Transaction& transaction) {
    lock_system(transaction);
    const auto users = list_in(transaction, user.company);
    const auto found = std::find_if(users.begin(), users.end(),
                                    [&](const ApiUser& one) { return one.uuid == user.uuid; });
    if (found == users.end()) {
      throw core::Error(core::ErrorCode::not_found,
                        core::say("API-användaren {} är borttagen.",
                                  "The API user {} has been removed.", user.name));
    }
    ApiUser changed = *found;
    if (change.name) changed.name = checked_name(*change.name);
    changed.access_profile = change.access_profile.value_or(changed.access_profile);
    changed.active = change.active.value_or(changed.active);
    if (change.name) require_own_name(transaction, changed);
    transaction.prepare(update_user)
        ->bind(changed.name)
        .bind(changed.access_profile)
        .bind(changed.active)
        .bind(installation.environment().clock.now())
        .bind(changed.uuid)
        .run();
    return changed;
  });
}

void remove_api_user(Installation& installation, const Actor& actor, const ApiUser& user) {
  require_super_user(actor);
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    lock_system(transaction);
    transaction.prepare(delete_keys)->bind(user.uuid).run();
    transaction.prepare(delete_user)->bind(user.uuid).run();
  });
}

}  // namespace tusk::business
