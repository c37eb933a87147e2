#include "api/routes/parts.h"

namespace tusk::api {

using http::Method;
using namespace policies;

std::vector<Route> audit_routes() {
  return {
      {.operation = "list_access_events",
       .method = Method::get,
       .path = "/api/v1/administration/audit",
       .policy = super_user,
       .part = Part::administration,
       .summary = {"Vem som gjort vad med åtkomsten till företaget, det senaste först",
                   "Who did what with access to the company, the latest first"},
       .response_schema = "AccessEventPage",
       .query = {limit_parameter(), cursor_parameter()}},
  };
}

}  // namespace tusk::api
