#pragma once

// What an administrator does to people at the server's computer. Safe while the server runs.

#include <cstdint>
#include <memory>
#include <string>

#include "identity/companies.h"
#include "online/config.h"
#include "storage/database.h"

namespace tusk::online {

// The directory of a server that has been started once. Throws Error{not_found}.
[[nodiscard]] std::unique_ptr<storage::Database> open_directory(const Config& config);
// By name or id. Throws Error{invalid} that lists those that are connected.
[[nodiscard]] identity::Company get_connected_company(storage::Transaction& tx,
                                                      const std::string& wanted);

struct PersonArguments {
  std::string email;
  std::string company;  // name or id
  std::string name;
  std::string role = "member";
  std::string language = "sv";
  std::string office_user;       // user name of the person in the office; empty: unknown
  bool email_confirmed = false;  // the administrator knows that the address is the person's
  std::string password_file;     // "-": standard input; never the password itself
};

// Makes the Tusk ID if there is none (then name and password are needed), and lets it into the
// company. Each throws core::Error that says what to mend: also if the company would be without a
// super user.
void add_person(const Config& config, const PersonArguments& person);
void remove_person(const Config& config, const PersonArguments& person);
void set_password(const Config& config, const PersonArguments& person);
// The person's address is known to be theirs.
void confirm_email(const Config& config, const PersonArguments& person);
// For whoever has lost the app, the passkeys and the recovery codes: the password alone logs in.
void reset_second_factor(const Config& config, const PersonArguments& given);
void unlock_person(const Config& config, const PersonArguments& person);

// How many people may use the company (a name or an id) online.
void set_online_users(const Config& config, const std::string& company, std::int64_t users);

// Prints each list of the audit with its number of entries and its last hash, or where it is
// broken: false then.
[[nodiscard]] bool verify_audit(const Config& config, core::Language language);

}  // namespace tusk::online
