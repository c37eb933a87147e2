// Health, the description of the interface, and the web desktop's files.

#include "api/openapi.h"
#include "api/session_messages.h"
#include "http/static_files.h"
#include "online/routes/routes.h"
#include "rest/guards.h"

namespace tusk::online {
namespace {

using http::Request;
using http::Response;

Response shared_json(std::shared_ptr<const std::string> json) {
  Response response;
  response.headers.set("Content-Type", "application/json");
  response.body = std::move(json);
  return response;
}

}  // namespace

void bind_server_routes(api::Handlers& handlers, Services& services) {
  handlers.set("get_health", [](Request&) {
    return http::json_response(200, api::to_json(api::Health{.version = TUSK_VERSION}));
  });
  auto description = std::make_shared<const std::string>(
      api::make_openapi(services.store.registry(), TUSK_VERSION));
  handlers.set("get_openapi", [description](Request&) { return shared_json(description); });
  if (services.config.web_folder.empty()) {
    handlers.set("get_file", rest::no_such_address);
    return;
  }
  auto files = std::make_shared<http::StaticFiles>(services.config.web_folder.string());
  handlers.set("get_file", [files](Request& request) { return files->get(request); });
}

void add_unknown_addresses(api::Router& router) {
  constexpr api::RoutePolicy open(api::Permission::everyone, api::LimitClass::normal,
                                  api::Interactive::no);
  for (const char* path : {"/api/{rest*}", "/sync/{rest*}", "/oauth2/{rest*}"}) {
    for (const auto method : {http::Method::get, http::Method::post, http::Method::put,
                              http::Method::patch, http::Method::del}) {
      router.add(method, path, open, rest::no_such_address);
    }
  }
}

}  // namespace tusk::online
