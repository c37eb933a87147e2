#pragma once

// Binds a program's handlers to the declared routes.
//
//   api::Handlers handlers;
//   handlers.set("list_records", [&](http::Request& request) { return records.list(request); });
//   handlers.add_to(router, {Part::session, Part::records});

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "api/routes.h"
#include "http/router.h"

namespace tusk::api {

using Router = http::Router<RoutePolicy>;

class Handlers {
 public:
  // Throws std::logic_error if no route of that name is declared, or if it has a handler.
  void set(std::string operation, Router::Handler handler);

  // Adds every declared route of these parts. Throws std::logic_error that names what is missing if
  // one of them has no handler, and if a handler belongs to none of them: a program that starts
  // serves exactly what is declared.
  void add_to(Router& router, const std::vector<Part>& parts) const;

 private:
  std::map<std::string, Router::Handler, std::less<>> handlers_;
};

}  // namespace tusk::api
