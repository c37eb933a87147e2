#pragma once

// Companies that are (or were) connected, and who may enter which.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "storage/database.h"

namespace tusk::identity {

enum class Role { super_user, member };

[[nodiscard]] const char* name_of(Role role);
// Throws Error{invalid} that lists them.
[[nodiscard]] Role parse_role(std::string_view text);

struct Company {
  std::string id;           // c_…, random; what browsers and offices know
  std::int64_t number = 0;  // of its tables on PostgreSQL
  std::string name;
  std::string storage_key;   // random name of its database file
  bool active = true;        // false: disconnected; its data is gone, who had access is kept
  std::string connected_by;  // id of the person who connected it last
};

struct Membership {
  Company company;
  Role role = Role::member;
};

// The company of an office database, connected or not.
[[nodiscard]] std::optional<Company> find_company_of_office(storage::Transaction&,
                                                            std::string_view office_uuid);
[[nodiscard]] std::vector<Company> list_active_companies(storage::Transaction&);

struct NewCompany {
  std::string name;
  std::string office_uuid;
  std::string connected_by;  // id of a person
};
// A new company, or a disconnected one connected again: the same id and the same people, and an
// empty database (a new storage_key). Throws Error{invalid} for a name that can't be one.
[[nodiscard]] Company activate_company(storage::Transaction&, core::Random&, const core::Clock&,
                                       const NewCompany&);
// Ends every session in it and revokes its devices. The caller removes the data.
void deactivate_company(storage::Transaction&, std::string_view company);
// What the company is called from now on.
void rename_company(storage::Transaction&, std::string_view company, std::string_view name);

// Adds the person or changes the role.
void set_membership(storage::Transaction&, std::string_view person, std::string_view company, Role,
                    const core::Clock&);
// Ends the person's sessions in that company.
void remove_membership(storage::Transaction&, std::string_view person, std::string_view company);
// Nothing unless the company is active.
[[nodiscard]] std::optional<Membership> find_membership(storage::Transaction&,
                                                        std::string_view person,
                                                        std::string_view company);
// Also in companies that are disconnected.
[[nodiscard]] std::optional<Role> find_role(storage::Transaction&, std::string_view person,
                                            std::string_view company);
// Of active companies, by name.
[[nodiscard]] std::vector<Membership> list_memberships(storage::Transaction&,
                                                       std::string_view person);

}  // namespace tusk::identity
