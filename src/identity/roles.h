#pragma once

// What a person may do in a company. Four roles are the same in every company; a super user or an
// administrator makes others, with a right for each register.
//
//   super_user      everything, and who else is super user; may connect and disconnect the company
//   administrator   the registers, and who has access
//   member          the registers
//   read_only       sees the registers
//   r_…             one of the company's own

#include <string>
#include <string_view>
#include <vector>

#include "core/access.h"
#include "core/random.h"
#include "storage/database.h"

namespace tusk::identity {

struct Role {
  static const Role super_user;
  static const Role administrator;
  static const Role member;
  static const Role read_only;

  std::string id;

  [[nodiscard]] bool is_own() const { return id.starts_with("r_"); }
  // Invites people and takes their access away.
  [[nodiscard]] bool administers() const { return *this == super_user || *this == administrator; }
  friend bool operator==(const Role&, const Role&) = default;
};

inline const Role Role::super_user{"super_user"};
inline const Role Role::administrator{"administrator"};
inline const Role Role::member{"member"};
inline const Role Role::read_only{"read_only"};

// Only looks at the spelling: whether an own role is one of the company is asked by what stores it
// (require_role). Throws Error{invalid} that lists what there is.
[[nodiscard]] Role parse_role(std::string_view text);

struct RegisterRight {
  std::string record_type;
  core::Right right = core::Right::none;
  // Only for records that are the person's own (core::RecordType::owner_field): for whoever stands
  // behind the access, as employee of the office. For anybody else there is no record.
  bool own_only = false;
  friend bool operator==(const RegisterRight&, const RegisterRight&) = default;
};

struct OwnRole {
  std::string id;  // r_…
  std::string name;
  std::vector<RegisterRight> rights;  // of registers that are not here: none
};

// Of the company, by name.
[[nodiscard]] std::vector<OwnRole> list_own_roles(storage::Transaction&, std::string_view company);
// Throws Error{not_found}, of another company's role as well.
[[nodiscard]] OwnRole get_own_role(storage::Transaction&, std::string_view company,
                                   std::string_view id);
// Each checks name and rights and throws Error{invalid} with every problem, {conflict} for a name
// that another role has, {limit} if the company has max_own_roles.
[[nodiscard]] OwnRole create_own_role(storage::Transaction&, core::Random&,
                                      std::string_view company, const OwnRole&);
void change_own_role(storage::Transaction&, std::string_view company, const OwnRole&);
// Throws Error{conflict} while somebody has it, or is invited to it.
void delete_own_role(storage::Transaction&, std::string_view company, std::string_view id);

// Throws Error{invalid} if the role is another company's, or nobody's.
void require_role(storage::Transaction&, std::string_view company, const Role&);

}  // namespace tusk::identity
