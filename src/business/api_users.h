#pragma once

// API users: other programs that work in a company over the local REST interface. Each belongs to
// one company, has a name that its changes are stamped with, an access profile of that company
// (rights.h), and keys of its own (api_keys.h). None is ever a super user.
//
// They are kept in the system database and not in the company's, so that nothing that is put back,
// copied or synchronised with a company brings a key back that somebody has revoked.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "business/actor.h"
#include "business/company_database.h"

namespace tusk::business {

class Installation;
struct User;

struct ApiUser {
  std::string uuid;
  std::int64_t company = 0;  // number
  std::string name;          // unique in the company; case of ASCII letters does not matter
  core::RecordId access_profile = 0;  // 0: none, or only what everybody may see
  bool active = true;                 // whether its keys are let in
  core::Microseconds created_at = 0;
};

struct ApiUserChange {
  std::optional<std::string> name;
  std::optional<core::RecordId> access_profile;
  std::optional<bool> active;
};

// By name.
[[nodiscard]] std::vector<ApiUser> list_api_users(Installation& installation, std::int64_t company);
// Throws Error{not_found} that lists the names.
[[nodiscard]] ApiUser get_api_user(Installation& installation, std::int64_t company,
                                   std::string_view name);

// Super users only, as are the changes below. Throws Error{invalid, conflict} if the name is empty,
// too long, or another API user's or a person's, by which the history would tell the wrong story,
// and Error{not_found} if the company has no such profile.
ApiUser add_api_user(Installation& installation, const CompanyDatabase& company, const Actor& actor,
                     std::string_view name, core::RecordId access_profile);
ApiUser change_api_user(Installation& installation, const CompanyDatabase& company,
                        const Actor& actor, const ApiUser& user, const ApiUserChange& change);
// With its keys. What it has done keeps its name.
void remove_api_user(Installation& installation, const Actor& actor, const ApiUser& user);

// On whose behalf it acts: its own.
[[nodiscard]] Actor actor_of(const ApiUser& user);

// For this library: throws Error{conflict} if an API user of any company has the person's name, by
// which the history would tell the wrong story.
void require_no_api_user(storage::Transaction& system, const User& person);
// For this library: reads the columns uuid, company, name, access_profile, active, created_at of
// system_api_user, from `column` on.
[[nodiscard]] ApiUser read_api_user(const storage::Statement& row, int column);

}  // namespace tusk::business
