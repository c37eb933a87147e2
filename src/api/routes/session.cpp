#include "api/routes/parts.h"

namespace tusk::api {

using http::Method;
using namespace policies;

std::vector<Route> session_routes() {
  return {
      {.operation = "log_in",
       .method = Method::post,
       .path = "/api/v1/session",
       .policy = password,
       .part = Part::session,
       .summary = {"Logga in", "Log in"},
       .request_schema = "LogIn",
       .response_schema = "Session"},
      {.operation = "get_session",
       .method = Method::get,
       .path = "/api/v1/session",
       .policy = person_background,
       .part = Part::session,
       .summary = {"Vem som är inloggad, i vilket företag",
                   "Who is logged in, and in which company"},
       .response_schema = "Session"},
      {.operation = "change_session",
       .method = Method::patch,
       .path = "/api/v1/session",
       .policy = person,
       .part = Part::session,
       .summary = {"Byt företag eller språk", "Change company or language"},
       .request_schema = "SessionChange",
       .response_schema = "Session"},
      {.operation = "log_out",
       .method = Method::del,
       .path = "/api/v1/session",
       .policy = person_background,
       .part = Part::session,
       .summary = {"Logga ut", "Log out"},
       .status = 204},
      {.operation = "report_activity",
       .method = Method::post,
       .path = "/api/v1/session/activity",
       .policy = person,
       .part = Part::session,
       .summary = {"Någon arbetar: förläng tiden till utloggning (högst en gång i minuten)",
                   "Somebody is at work: put off the log-out (at most once a minute)"},
       .status = 204},
      {.operation = "list_companies",
       .method = Method::get,
       .path = "/api/v1/companies",
       .policy = person_background,
       .part = Part::session,
       .summary = {"Företag som den inloggade når", "Companies that the person has access to"},
       .response_schema = "CompanyList"},
  };
}

}  // namespace tusk::api
