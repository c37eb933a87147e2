#pragma once

// Routes and the middlewares around them.
//
//   struct RoutePolicy {                       // the program's own; see the concept below
//     explicit RoutePolicy(Permission, ...);
//   };
//   Router<RoutePolicy> router({
//       authenticate,                          // outermost first
//       check_csrf,
//   });
//   router.add(Method::get, "/api/v1/records/{type}/{id}", RoutePolicy(Permission::read),
//              [&](Request& request) { return records.get(request); });

#include <concepts>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "http/dispatcher.h"
#include "http/limits.h"
#include "http/route_table.h"

namespace tusk::http {

// What every route must declare (permission, scope, class of limits). The type may have no default
// value, so that a route which doesn't declare it, or declares `{}`, doesn't compile.
template <typename T>
concept DeclaredPolicy = std::copy_constructible<T> && !std::default_initializable<T>;

struct RouteOptions {
  std::size_t body_bytes = kBodyBytes;  // at most kBodyBytesCeiling
};

// 405 with Allow; throws core::Error{not_found} if no method is allowed.
[[nodiscard]] Response no_route_response(const Request& request,
                                         const std::vector<Method>& allowed);

template <DeclaredPolicy Policy>
class Router final : public Dispatcher {
 public:
  using Handler = std::function<Response(Request&)>;
  // Calls `next` or answers itself; may change the request before and the response after.
  using Middleware = std::function<Response(Request&, const Policy&, const Handler& next)>;

  struct Route {
    Method method;
    std::string path_template;
    Policy policy;
    Handler handler;
    RouteOptions options;
  };

  // In the order given, the first is outermost. They run only for requests that have a route.
  explicit Router(std::vector<Middleware> middlewares = {})
      : middlewares_(std::move(middlewares)) {}

  // All routes are added before the server starts. Throws std::logic_error (see RouteTable::add).
  void add(Method method, std::string path_template, Policy policy, Handler handler,
           RouteOptions options = {}) {
    if (options.body_bytes > kBodyBytesCeiling) {
      throw std::logic_error(path_template + ": body_bytes is above kBodyBytesCeiling");
    }
    table_.add(method, path_template);
    routes_.push_back(
        {method, std::move(path_template), std::move(policy), std::move(handler), options});
  }

  // For the matrix test of permissions and for documentation.
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

  [[nodiscard]] std::size_t body_limit(const Request& head) const override {
    const auto match = table_.find(head.method, head.segments);
    return match.route ? routes_[*match.route].options.body_bytes : kBodyBytes;
  }

  [[nodiscard]] Response handle(Request& request) override {
    auto match = table_.find(request.method, request.segments);
    if (!match.route) return no_route_response(request, match.allowed);
    request.path_parameters = std::move(match.path_parameters);
    return run(request, routes_[*match.route], 0);
  }

 private:
  Response run(Request& request, const Route& route, std::size_t index) {
    if (index == middlewares_.size()) return route.handler(request);
    return middlewares_[index](request, route.policy, [this, &route, index](Request& inner) {
      return run(inner, route, index + 1);
    });
  }

  std::vector<Middleware> middlewares_;
  RouteTable table_;
  std::vector<Route> routes_;
};

}  // namespace tusk::http
