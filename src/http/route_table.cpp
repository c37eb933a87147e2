#include "http/route_table.h"

#include <algorithm>
#include <stdexcept>

namespace tusk::http {

std::vector<RouteTable::Segment> RouteTable::parse(std::string_view path_template) {
  const std::logic_error malformed("malformed path template: " + std::string(path_template));
  if (path_template.empty() || path_template.front() != '/') throw malformed;
  std::vector<Segment> segments;
  path_template.remove_prefix(1);
  while (!path_template.empty()) {
    const auto end = std::min(path_template.find('/'), path_template.size());
    std::string_view part = path_template.substr(0, end);
    path_template.remove_prefix(std::min(end + 1, path_template.size()));
    if (part.empty()) throw malformed;
    if (part.front() != '{') {
      segments.push_back({Kind::text, std::string(part)});
      continue;
    }
    if (part.back() != '}' || part.size() < 3) throw malformed;
    part = part.substr(1, part.size() - 2);
    if (part.back() != '*') {
      segments.push_back({Kind::parameter, std::string(part)});
      continue;
    }
    if (!path_template.empty()) throw malformed;
    segments.push_back({Kind::rest, std::string(part.substr(0, part.size() - 1))});
  }
  return segments;
}

bool RouteTable::is_catch_all(const Route& route) {
  return !route.segments.empty() && route.segments.back().kind == Kind::rest;
}

bool RouteTable::matches(const Route& route, const std::vector<std::string>& segments) {
  const bool catch_all = is_catch_all(route);
  const std::size_t fixed = route.segments.size() - (catch_all ? 1 : 0);
  if (catch_all ? segments.size() < fixed : segments.size() != fixed) return false;
  for (std::size_t i = 0; i < fixed; ++i) {
    const Segment& segment = route.segments[i];
    if (segment.kind == Kind::text ? segment.name != segments[i] : segments[i].empty()) {
      return false;
    }
  }
  return true;
}

bool RouteTable::more_specific(const Route& left, const Route& right) {
  return std::lexicographical_compare(
      left.segments.begin(), left.segments.end(), right.segments.begin(), right.segments.end(),
      [](const Segment& a, const Segment& b) { return a.kind < b.kind; });
}

bool RouteTable::same_shape(const Route& left, const Route& right) {
  return std::equal(left.segments.begin(), left.segments.end(), right.segments.begin(),
                    right.segments.end(), [](const Segment& a, const Segment& b) {
                      return a.kind == b.kind && (a.kind != Kind::text || a.name == b.name);
                    });
}

std::size_t RouteTable::add(Method method, std::string_view path_template) {
  Route route{method, parse(path_template)};
  for (const Route& other : routes_) {
    if (other.method == method && same_shape(other, route)) {
      throw std::logic_error("two routes for " + std::string(name_of(method)) + " " +
                             std::string(path_template));
    }
  }
  routes_.push_back(std::move(route));
  return routes_.size() - 1;
}

RouteTable::Match RouteTable::find(Method method, const std::vector<std::string>& segments) const {
  const Method wanted = method == Method::head ? Method::get : method;
  Match match;
  const Route* best = nullptr;
  bool known_path = false;
  for (const Route& route : routes_) {
    if (!matches(route, segments)) continue;
    if (is_catch_all(route) && known_path) continue;
    if (!is_catch_all(route) && !known_path) {
      known_path = true;
      best = nullptr;
      match.allowed.clear();
    }
    if (std::find(match.allowed.begin(), match.allowed.end(), route.method) ==
        match.allowed.end()) {
      match.allowed.push_back(route.method);
    }
    if (route.method == wanted && (!best || more_specific(route, *best))) best = &route;
  }
  if (!best) return match;
  match.route = static_cast<std::size_t>(best - routes_.data());
  for (std::size_t i = 0; i < best->segments.size(); ++i) {
    const Segment& segment = best->segments[i];
    if (segment.kind == Kind::parameter) {
      match.path_parameters.emplace_back(segment.name, segments[i]);
    } else if (segment.kind == Kind::rest) {
      std::string rest;
      for (std::size_t k = i; k < segments.size(); ++k) rest += (k > i ? "/" : "") + segments[k];
      match.path_parameters.emplace_back(segment.name, std::move(rest));
    }
  }
  match.allowed.clear();
  return match;
}

}  // namespace tusk::http
