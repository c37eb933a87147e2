#pragma once

// Every route of the REST and synchronisation interface, declared once: the programs bind handlers
// to these declarations (binding.h), OpenAPI is written from them (openapi.h).

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/policy.h"
#include "core/text.h"
#include "http/limits.h"
#include "http/request.h"

namespace tusk::api {

// A program serves whole parts. Also the tags of OpenAPI.
enum class Part {
  session,          // logging in and out, companies
  administration,   // who has access to a company, and to what
  account,          // what people see and choose of their own account
  records,          // the registers
  live,             // server-sent events
  synchronisation,  // status and history, for people
  office,           // the endpoint of the offices' Tusk Sync
  openid,           // what other programs call to have people log in (OpenID Connect)
  programs,         // those programs, for people
  server,           // health, this interface's description
  files             // the web desktop
};

[[nodiscard]] const char* name_of(Part part);

enum class ParameterKind { text, integer };

struct Parameter {
  std::string name;
  ParameterKind kind = ParameterKind::text;
  core::Text description;
  bool repeatable = false;
};

struct Route {
  std::string operation;  // "list_records": the key handlers are bound by, and OpenAPI's id
  http::Method method = http::Method::get;
  std::string path;  // template of http::RouteTable
  RoutePolicy policy;
  Part part = Part::server;
  core::Text summary;
  std::string request_schema;   // name in OpenAPI's components; empty: no body
  std::string response_schema;  // empty: no JSON (204, event stream, file)
  int status = 200;             // of success
  // Another good answer than `status`, if there is one.
  int other_status = 0;
  std::string other_schema = {};
  std::vector<Parameter> query = {};
  bool if_match = false;  // reads the header If-Match
  std::size_t body_bytes = http::kBodyBytes;
};

[[nodiscard]] std::span<const Route> routes();
// Throws std::logic_error if there is none of that name: a programmer's error.
[[nodiscard]] const Route& get_route(std::string_view operation);

// "/api/v1/records/{type}/{id}" -> {"type", "id"}
[[nodiscard]] std::vector<std::string> path_parameters(std::string_view path_template);

}  // namespace tusk::api
