#pragma once

// Roles that a company makes itself.

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

#include "api/session_messages.h"

namespace tusk::api {

struct Role {
  std::string id;  // r_…
  std::string name;
  std::vector<RegisterRight> rights;  // of registers that are not here: none
};
BOOST_DESCRIBE_STRUCT(Role, (), (id, name, rights))

struct RoleChange {
  std::string name;
  std::vector<RegisterRight> rights;
};
BOOST_DESCRIBE_STRUCT(RoleChange, (), (name, rights))

struct RoleList {
  std::vector<Role> roles;
};
BOOST_DESCRIBE_STRUCT(RoleList, (), (roles))

}  // namespace tusk::api
