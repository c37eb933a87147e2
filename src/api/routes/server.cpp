#include "api/routes/parts.h"

namespace tusk::api {

using http::Method;
using namespace policies;

std::vector<Route> server_routes() {
  return {
      {.operation = "get_health",
       .method = Method::get,
       .path = "/healthz",
       .policy = open,
       .part = Part::server,
       .summary = {"Om servern är igång", "Whether the server runs"},
       .response_schema = "Health"},
      {.operation = "get_openapi",
       .method = Method::get,
       .path = "/openapi.json",
       .policy = file,
       .part = Part::server,
       .summary = {"Den här beskrivningen", "This description"},
       .response_schema = "OpenApi"},
      {.operation = "get_file",
       .method = Method::get,
       .path = "/{path*}",
       .policy = file,
       .part = Part::files,
       .summary = {"Webbskrivbordet", "The web desktop"}},
  };
}

}  // namespace tusk::api
