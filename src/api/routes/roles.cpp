#include "api/routes/parts.h"

namespace tusk::api {

using http::Method;
using namespace policies;

std::vector<Route> role_routes() {
  return {
      {.operation = "list_roles",
       .method = Method::get,
       .path = "/api/v1/administration/roles",
       .policy = administrator,
       .part = Part::administration,
       .summary = {"Företagets egna roller", "The company's own roles"},
       .response_schema = "RoleList"},
      {.operation = "create_role",
       .method = Method::post,
       .path = "/api/v1/administration/roles",
       .policy = administrator,
       .part = Part::administration,
       .summary = {"Gör en roll med behörighet för varje register",
                   "Make a role with a right for each register"},
       .request_schema = "RoleChange",
       .response_schema = "Role",
       .status = 201},
      {.operation = "change_role",
       .method = Method::put,
       .path = "/api/v1/administration/roles/{role}",
       .policy = administrator,
       .part = Part::administration,
       .summary = {"Ändra en egen roll; det gäller genast för alla som har den",
                   "Change an own role; at once for everybody who has it"},
       .request_schema = "RoleChange",
       .response_schema = "Role"},
      {.operation = "delete_role",
       .method = Method::del,
       .path = "/api/v1/administration/roles/{role}",
       .policy = administrator,
       .part = Part::administration,
       .summary = {"Ta bort en egen roll som ingen har", "Delete an own role that nobody has"},
       .status = 204},
  };
}

}  // namespace tusk::api
