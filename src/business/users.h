#pragma once

// The office's user accounts. An account is the installation's: name, password and whether it is a
// super user hold in every company. Each company database has a user record for each account, kept
// equal to it; the link to an employee and the access profile are the company's own.
//
// Accounts are never deleted: what they did carries their names. At all times at least one active
// super user is left.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "business/actor.h"
#include "business/company_database.h"

namespace tusk::business {

class Installation;

struct User {
  std::string user_name;  // small letters, digits and . _ -; never changes
  std::string full_name;
  bool super_user = false;
  bool active = true;
  bool has_password = false;             // without one nobody can log in as this user
  core::Microseconds last_login_at = 0;  // 0: never
};

struct UserChange {
  std::optional<std::string> full_name;
  std::optional<bool> super_user;
  std::optional<bool> active;
};

[[nodiscard]] std::vector<User> list_users(Installation& installation);
[[nodiscard]] std::vector<User> list_users(storage::Transaction& system);
// Throws Error{not_found} that lists the user names.
[[nodiscard]] User get_user(Installation& installation, std::string_view user_name);
// Who acts when nobody is named: the only active super user. Throws Error{invalid} that lists the
// users if there are several.
[[nodiscard]] Actor default_actor(Installation& installation);
// Throws Error{forbidden} for a user who is not active.
[[nodiscard]] Actor get_actor(Installation& installation, std::string_view user_name);

// The first account of a new installation; it is a super user. Throws Error{conflict} if there is
// any account.
User add_first_user(Installation& installation, std::string_view user_name,
                    std::string_view full_name);
// Super users only, as are the changes below (but one's own password).
User add_user(Installation& installation, const Actor& actor, const User& user);
User change_user(Installation& installation, const Actor& actor, std::string_view user_name,
                 const UserChange& change);
void set_password(Installation& installation, const Actor& actor, std::string_view user_name,
                  std::string_view password);

// The user if name and password are right and the account is active; else nothing, and no hint
// which of them was wrong.
[[nodiscard]] std::optional<User> log_in(Installation& installation, std::string_view user_name,
                                         std::string_view password);

// The user's record in a company. Throws Error{not_found}.
[[nodiscard]] core::Record get_user_record(const CompanyDatabase& company,
                                           std::string_view user_name);

[[nodiscard]] bool are_equal(storage::Transaction& company, const storage::RecordStore& store,
                             const std::vector<User>& users);
// Makes the user records of the company equal to the accounts; writes nothing if they are.
void equalise_users(Installation& installation, CompanyDatabase& company);
void equalise_users(storage::Transaction& company, const storage::RecordStore& store,
                    const std::vector<User>& users, const core::Stamp& stamp);

}  // namespace tusk::business
