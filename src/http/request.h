#pragma once

#include <any>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "http/encoding.h"
#include "http/headers.h"

namespace tusk::http {

enum class Method { get, head, post, put, patch, del };

[[nodiscard]] std::string_view name_of(Method method);
// As spelled on the wire (case matters). Nothing for methods that are never served.
[[nodiscard]] std::optional<Method> parse_method(std::string_view name);

// One request, complete: the body has been read. A plain value, so that tests can make one.
struct Request {
  Method method = Method::get;
  std::string path = "/";             // decoded, without query
  std::vector<std::string> segments;  // decoded one by one: "%2F" doesn't split
  Parameters query;                   // decoded, in order
  Headers headers;
  std::string body;

  std::string peer_address;  // of the client; behind a trusted proxy what that one says
  bool tls = false;          // the client's line is encrypted
  std::string host;          // of the Host header, lower case, without port; on the allow-list
  std::string id;            // unique; in every error and log line
  core::Language language = core::Language::swedish;  // Accept-Language; a session may override

  Parameters path_parameters;  // filled by the router

  // Set by the program's middleware. `authenticated` lifts the connection out of the limit per
  // address; `context` holds what the middleware learnt (the session), with the program's own type.
  bool authenticated = false;
  std::any context;

  [[nodiscard]] std::optional<std::string_view> query_parameter(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> query_parameters(std::string_view name) const;
  // Of the route's template. Throws std::logic_error if it has none of that name.
  [[nodiscard]] const std::string& path_parameter(std::string_view name) const;
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const {
    return headers.find(name);
  }
};

// Sets path, segments and query from "/path?query". Throws core::Error{invalid}.
void set_target(Request& request, std::string_view target);

}  // namespace tusk::http
