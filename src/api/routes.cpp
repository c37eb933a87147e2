#include "api/routes.h"

#include <stdexcept>

#include "api/routes/parts.h"

namespace tusk::api {
namespace {

std::vector<Route> declare() {
  std::vector<Route> all;
  for (auto part :
       {session_routes(), recovery_routes(), account_routes(), passkey_routes(), role_routes(),
        administration_routes(), audit_routes(), record_routes(), synchronisation_routes(),
        office_routes(), openid_routes(), program_routes(), server_routes()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace

const char* name_of(Part part) {
  switch (part) {
    case Part::session:
      return "session";
    case Part::administration:
      return "administration";
    case Part::account:
      return "account";
    case Part::records:
      return "records";
    case Part::live:
      return "live";
    case Part::synchronisation:
      return "synchronisation";
    case Part::office:
      return "office";
    case Part::openid:
      return "openid";
    case Part::programs:
      return "programs";
    case Part::server:
      return "server";
    case Part::files:
      return "files";
  }
  return "";
}

std::span<const Route> routes() {
  static const std::vector<Route> all = declare();
  return all;
}

const Route& get_route(std::string_view operation) {
  for (const Route& route : routes()) {
    if (route.operation == operation) return route;
  }
  throw std::logic_error("no route is declared as " + std::string(operation));
}

std::vector<std::string> path_parameters(std::string_view path_template) {
  std::vector<std::string> names;
  for (;;) {
    const auto start = path_template.find('{');
    if (start == std::string_view::npos) return names;
    const auto end = path_template.find('}', start);
    names.emplace_back(path_template.substr(start + 1, end - start - 1));
    path_template.remove_prefix(end + 1);
  }
}

}  // namespace tusk::api
