#pragma once

// Finds the route of a request. Knows templates and methods; what happens there is Router's.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace tusk::http {

class RouteTable {
 public:
  struct Match {
    std::optional<std::size_t> route;  // in the order of add()
    Parameters path_parameters;
    std::vector<Method> allowed;  // if there is no route: methods that this path does have
  };

  // Templates: "/api/v1/records/{type}/{id}" ({x} is exactly one segment, not empty), and
  // "/{rest*}" (any number of segments, also none; only at the end).
  // Throws std::logic_error if the template is malformed or was added before.
  std::size_t add(Method method, std::string_view path_template);

  // The most specific template wins: text before {x}, anything before {x*}; {x*} serves only paths
  // that nothing else knows, so a wrong method isn't answered by a catch-all. HEAD finds GET.
  [[nodiscard]] Match find(Method method, const std::vector<std::string>& segments) const;

 private:
  enum class Kind { text, parameter, rest };  // in order of precedence
  struct Segment {
    Kind kind;
    std::string name;  // text, or name of the parameter
  };
  struct Route {
    Method method;
    std::vector<Segment> segments;
  };

  static std::vector<Segment> parse(std::string_view path_template);
  static bool matches(const Route& route, const std::vector<std::string>& segments);
  static bool more_specific(const Route& left, const Route& right);
  static bool is_catch_all(const Route& route);
  static bool same_shape(const Route& left, const Route& right);

  std::vector<Route> routes_;
};

}  // namespace tusk::http
