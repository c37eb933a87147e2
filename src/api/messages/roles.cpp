#include "api/messages/part.h"
#include "api/role_messages.h"

namespace tusk::api {

TUSK_MESSAGE(Role)
TUSK_MESSAGE(RoleChange)
TUSK_MESSAGE(RoleList)

namespace {

const Remarks remarks{
    {"Role", "A role that the company has made itself, beside those that every company has."},
    {"Role.rights", "Of registers that are not named: none."},
    {"RoleChange", "The whole of it: what is left out is gone."},
};

}  // namespace

void add_role_schemas(json::object& schemas) {
  add_message<Role>(schemas, remarks);
  add_message<RoleChange>(schemas, remarks, Direction::request);
  add_message<RoleList>(schemas, remarks);
}

}  // namespace tusk::api
