#include "http/request.h"

#include <stdexcept>

#include "core/error.h"

namespace tusk::http {

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
  }
  return {};
}

std::optional<Method> parse_method(std::string_view name) {
  for (const Method method :
       {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del}) {
    if (name_of(method) == name) return method;
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::query_parameter(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::vector<std::string_view> Request::query_parameters(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : query) {
    if (key == name) values.emplace_back(value);
  }
  return values;
}

const std::string& Request::path_parameter(std::string_view name) const {
  for (const auto& [key, value] : path_parameters) {
    if (key == name) return value;
  }
  throw std::logic_error("the route has no path parameter " + std::string(name));
}

void set_target(Request& request, std::string_view target) {
  const auto question = target.find('?');
  const std::string_view path = target.substr(0, question);
  auto segments = split_path(path);
  auto decoded = percent_decode(path);
  if (!segments || !decoded) {
    throw core::Error(
        core::ErrorCode::invalid,
        core::say("Adressen ”{}” är inte rätt skriven. Den ska börja med ”/”, vara UTF-8 och får "
                  "inte innehålla ”..”.",
                  "The address “{}” isn't well formed. It must start with “/”, be UTF-8 and not "
                  "contain “..”.",
                  core::shorten(path)));
  }
  request.path = *std::move(decoded);
  request.segments = *std::move(segments);
  request.query =
      question == std::string_view::npos ? Parameters() : parse_query(target.substr(question + 1));
}

}  // namespace tusk::http
