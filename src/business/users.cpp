#include "business/users.h"

#include <algorithm>

#include "business/api_users.h"
#include "business/companies.h"
#include "business/import/words.h"
#include "business/installation.h"
#include "business/limits.h"
#include "business/password.h"
#include "business/sessions.h"
#include "business/system_schema.h"
#include "core/validation.h"

namespace tusk::business {
namespace {

constexpr const char* select_users =
    "SELECT user_name, full_name, super_user, active, password_hash IS NOT NULL, last_login_at "
    "FROM system_login ORDER BY user_name";
constexpr const char* insert_user =
    "INSERT INTO system_login "
    "(user_name, full_name, password_hash, super_user, active, created_at, changed_at) "
    "VALUES ($1, $2, NULL, $3, $4, $5, $6)";
constexpr const char* update_user =
    "UPDATE system_login SET full_name = $1, super_user = $2, active = $3, changed_at = $4 "
    "WHERE user_name = $5";
constexpr const char* update_password =
    "UPDATE system_login SET password_hash = $1, changed_at = $2 WHERE user_name = $3";
constexpr const char* select_password =
    "SELECT password_hash FROM system_login WHERE user_name = $1";

std::string checked_user_name(std::string_view given) {
  const std::string name = ascii_lower(given);
  const bool fits =
      !name.empty() && name.size() <= limits::user_name_characters &&
      std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
      });
  if (!fits || name.front() == '-' || name.front() == '.') {
    throw core::invalid_field(
        "user_name", given,
        core::say("Användarnamnet ska vara 1–{} tecken: bokstäverna a–z, siffror, punkt, "
                  "understreck och bindestreck.",
                  "The user name must be 1–{} characters: the letters a–z, digits, full stop, "
                  "underscore and hyphen.",
                  limits::user_name_characters));
  }
  return name;
}

// The rules of the registry's field hold for the account too.
std::string checked_full_name(std::string_view given) {
  const core::Field& field = core::registry().get("user").get_field("full_name");
  const core::Value value = core::normalise(field, core::Value(std::string(given)));
  if (auto problem = core::find_problem(field, value)) {
    throw core::Error(core::ErrorCode::invalid, problem->text, {*problem});
  }
  return value.text();
}

User find_in(const std::vector<User>& users, std::string_view user_name) {
  std::string known;
  for (const User& user : users) {
    if (user.user_name == ascii_lower(user_name)) return user;
    known += (known.empty() ? "" : ", ") + user.user_name;
  }
  throw core::Error(core::ErrorCode::not_found,
                    core::say("Det finns ingen användare {}. Användarna är: {}.",
                              "There is no user {}. The users are: {}.", std::string(user_name),
                              known.empty() ? "–" : known));
}

void insert(storage::Transaction& transaction, const User& user, core::Microseconds now) {
  const auto users = list_users(transaction);
  if (std::any_of(users.begin(), users.end(),
                  [&](const User& other) { return other.user_name == user.user_name; })) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Användarnamnet {} är upptaget. Välj ett annat.",
                                "The user name {} is taken. Choose another.", user.user_name));
  }
  require_no_api_user(transaction, user);
  transaction.prepare(insert_user)
      ->bind(user.user_name)
      .bind(user.full_name)
      .bind(user.super_user)
      .bind(user.active)
      .bind(now)
      .bind(now)
      .run();
}

void require_a_super_user(const std::vector<User>& users, const User& changed) {
  const bool left = (changed.super_user && changed.active) ||
                    std::any_of(users.begin(), users.end(), [&](const User& user) {
                      return user.user_name != changed.user_name && user.super_user && user.active;
                    });
  if (left) return;
  throw core::Error(core::ErrorCode::conflict,
                    core::say("{} är den sista aktiva superanvändaren. Gör någon annan till "
                              "superanvändare först.",
                              "{} is the last active super user. Make somebody else a super user "
                              "first.",
                              changed.full_name));
}

void equalise_all(Installation& installation) {
  for (const Company& company : list_companies(installation)) {
    // One that is held is made equal when it is opened the next time.
    if (find_hold(installation, company.number)) continue;
    static_cast<void>(open_company(installation, company));
  }
}

Actor actor_of(const User& user) {
  return {user.user_name, user.full_name, user.super_user};
}

}  // namespace

std::vector<User> list_users(storage::Transaction& system) {
  std::vector<User> users;
  auto rows = system.prepare(select_users);
  while (rows->step()) {
    users.push_back({std::string(rows->text(0)), std::string(rows->text(1)), rows->boolean(2),
                     rows->boolean(3), rows->boolean(4), rows->integer(5)});
  }
  return users;
}

std::vector<User> list_users(Installation& installation) {
  return storage::read(installation.system(),
                       [](storage::Transaction& transaction) { return list_users(transaction); });
}

User get_user(Installation& installation, std::string_view user_name) {
  return find_in(list_users(installation), user_name);
}

Actor default_actor(Installation& installation) {
  std::vector<User> candidates;
  std::string known;
  for (const User& user : list_users(installation)) {
    if (!user.active) continue;
    known += (known.empty() ? "" : ", ") + user.user_name;
    if (user.super_user) candidates.push_back(user);
  }
  if (candidates.size() == 1) return actor_of(candidates.front());
  throw core::invalid_field(
      "user", "",
      core::say(
          "Det finns {} superanvändare. Säg vem som gör detta med --user NAMN; användarna är: "
          "{}.",
          "There are {} super users. Say who does this with --user NAME; the users are: {}.",
          candidates.size(), known));
}

Actor get_actor(Installation& installation, std::string_view user_name) {
  const User user = get_user(installation, user_name);
  if (!user.active) {
    throw core::Error(
        core::ErrorCode::forbidden,
        core::say("{} är avstängd. En superanvändare kan aktivera användaren igen.",
                  "{} is deactivated. A super user can activate the user again.", user.full_name));
  }
  return actor_of(user);
}

User add_first_user(Installation& installation, std::string_view user_name,
                    std::string_view full_name) {
  const User user{checked_user_name(user_name), checked_full_name(full_name), true, true, false};
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    lock_system(transaction);
    if (!list_users(transaction).empty()) {
      throw core::Error(core::ErrorCode::conflict,
                        core::say("Installationen har redan användare. En superanvändare lägger "
                                  "upp fler.",
                                  "The installation already has users. A super user adds more."));
    }
    insert(transaction, user, installation.environment().clock.now());
  });
  return user;
}

User add_user(Installation& installation, const Actor& actor, const User& wanted) {
  require_super_user(actor);
  const User user{checked_user_name(wanted.user_name), checked_full_name(wanted.full_name),
                  wanted.super_user, wanted.active, false};
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    lock_system(transaction);
    insert(transaction, user, installation.environment().clock.now());
  });
  equalise_all(installation);
  return user;
}

User change_user(Installation& installation, const Actor& actor, std::string_view user_name,
                 const UserChange& change) {
  require_super_user(actor);
  const User changed =
      storage::write(installation.system(), [&](storage::Transaction& transaction) {
        lock_system(transaction);
        const auto users = list_users(transaction);
        User user = find_in(users, user_name);
        if (change.full_name && *change.full_name != user.full_name) {
          user.full_name = checked_full_name(*change.full_name);
          require_no_api_user(transaction, user);
        }
        user.super_user = change.super_user.value_or(user.super_user);
        user.active = change.active.value_or(user.active);
        require_a_super_user(users, user);
        transaction.prepare(update_user)
            ->bind(user.full_name)
            .bind(user.super_user)
            .bind(user.active)
            .bind(installation.environment().clock.now())
            .bind(user.user_name)
            .run();
        return user;
      });
  equalise_all(installation);
  return changed;
}

void set_password(Installation& installation, const Actor& actor, std::string_view user_name,
                  std::string_view password) {
  const User user = get_user(installation, user_name);
  if (user.user_name != actor.user_name) require_super_user(actor);
  check_password(password, user.user_name, user.full_name);
  const std::string hash = hash_password(password);
  storage::write(installation.system(), [&](storage::Transaction& transaction) {
    transaction.prepare(update_password)
        ->bind(hash)
        .bind(installation.environment().clock.now())
        .bind(user.user_name)
        .run();
  });
}

std::optional<User> log_in(Installation& installation, std::string_view user_name,
                           std::string_view password) {
  std::optional<User> found;
  std::string hash;
  storage::read(installation.system(), [&](storage::Transaction& transaction) {
    for (User& user : list_users(transaction)) {
      if (user.user_name == ascii_lower(user_name) && user.active) found = std::move(user);
    }
    if (!found) return;
    auto row = transaction.prepare(select_password);
    row->bind(found->user_name);
    if (row->step()) hash = row->text(0);
  });
  if (!verify_password(hash, password)) return std::nullopt;
  return found;
}

core::Record get_user_record(const CompanyDatabase& company, std::string_view user_name) {
  const core::RecordType& type = core::registry().get("user");
  if (auto record = company.find_by(type, "user_name", core::Value(ascii_lower(user_name))))
    return *std::move(record);
  throw core::Error(
      core::ErrorCode::not_found,
      core::say("{} finns inte bland användarna i {}.", "{} is not among the users of {}.",
                std::string(user_name), company.company().name));
}

void equalise_users(Installation& installation, CompanyDatabase& company) {
  const auto users = list_users(installation);
  // Mostly they are, and then nobody need wait for a write lock.
  const bool equal = storage::read(company.database(), [&](storage::Transaction& transaction) {
    return are_equal(transaction, company.store(), users);
  });
  if (equal) return;
  const core::Stamp stamp = company.stamp(program_actor());
  storage::write(company.database(), [&](storage::Transaction& transaction) {
    equalise_users(transaction, company.store(), users, stamp);
  });
}

}  // namespace tusk::business
