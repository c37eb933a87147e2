#include "api/binding.h"

#include <algorithm>
#include <stdexcept>

namespace tusk::api {

void Handlers::set(std::string operation, Router::Handler handler) {
  (void)get_route(operation);
  const auto [position, is_new] = handlers_.emplace(std::move(operation), std::move(handler));
  if (!is_new) throw std::logic_error(position->first + " is bound twice");
}

void Handlers::add_to(Router& router, const std::vector<Part>& parts) const {
  const auto is_served = [&](const Route& route) {
    return std::find(parts.begin(), parts.end(), route.part) != parts.end();
  };
  for (const auto& [operation, handler] : handlers_) {
    const Route& route = get_route(operation);
    if (!is_served(route)) {
      throw std::logic_error(operation + " is bound, but its part, " + name_of(route.part) +
                             ", is not served");
    }
  }
  for (const Route& route : routes()) {
    if (!is_served(route)) continue;
    const auto found = handlers_.find(route.operation);
    if (found == handlers_.end()) throw std::logic_error(route.operation + " has no handler");
    router.add(route.method, route.path, route.policy, found->second,
               {.body_bytes = route.body_bytes});
  }
}

}  // namespace tusk::api
