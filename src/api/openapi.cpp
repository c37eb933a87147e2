#include "api/openapi.h"

#include <algorithm>
#include <array>

#include "api/messages/part.h"
#include "api/pretty_json.h"
#include "api/record_schema.h"
#include "api/routes.h"

namespace tusk::api {
namespace {

json::object object_schema(json::object properties, json::array required,
                           const char* description = nullptr) {
  json::object schema{
      {"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
  if (description != nullptr) schema["description"] = description;
  return schema;
}

void add_failure(json::object& schemas) {
  schemas["Failure"] =
      object_schema({{"error", reference_to("FailureBody")}, {"current", reference_to("Record")}},
                    {"error"}, "`current` only with 412: the record as it is now.");
}

void add_rounds(json::object& schemas) {
  const char* rounds = "Described in docs/sync-protocol.md.";
  schemas["RoundRequest"] = {{"type", "object"}, {"description", rounds}};
  schemas["RoundResponse"] = {{"type", "object"}, {"description", rounds}};
  schemas["AuditRequest"] = {{"type", "object"}, {"description", rounds}};
  schemas["AuditResponse"] = {{"type", "object"}, {"description", rounds}};
}

void add_messages(json::object& schemas, core::Side side) {
  const bool online = side == core::Side::online;
  if (online) add_session_schemas(schemas);
  if (online) add_account_schemas(schemas);
  if (online) add_role_schemas(schemas);
  if (online) add_administration_schemas(schemas);
  if (online) add_audit_schemas(schemas);
  if (online) add_recovery_schemas(schemas);
  if (online) add_synchronisation_schemas(schemas);
  if (online) add_office_schemas(schemas);
  if (online) add_openid_schemas(schemas);
  add_server_schemas(schemas);
  add_failure(schemas);
  if (online) add_rounds(schemas);
  schemas["OpenApi"] = {{"type", "object"}, {"description", "An OpenAPI 3.1 document."}};
}

void add_records(json::object& schemas, const core::Registry& registry, core::Side side) {
  json::object by_register;
  for (const core::RecordType& type : registry.types()) {
    if (!core::exists_on(type, side)) continue;
    schemas[fields_schema_name(type)] = fields_schema(type, side);
    by_register[type.name] = reference_to(fields_schema_name(type));
  }
  schemas["FieldValue"] = {{"type", {"string", "integer", "boolean", "null"}}};
  schemas["Fields"] = {{"type", "object"},
                       {"description",
                        "Fields of a record by name. Which there are depends on the register: "
                        "x-registers names the schema of each."},
                       {"additionalProperties", reference_to("FieldValue")},
                       {"x-registers", std::move(by_register)}};
  const json::object time = schema<Timestamp>();
  const json::object text = schema<std::string>();
  const json::object number = schema<std::int64_t>();
  schemas["Record"] = object_schema(
      {{"id", number},
       {"type", text},
       {"etag", text},
       {"created_at", time},
       {"created_by", text},
       {"changed_at", time},
       {"changed_by", text},
       {"fields", reference_to("Fields")}},
      {"id", "type", "etag", "created_at", "created_by", "changed_at", "changed_by", "fields"});
  schemas["RecordChange"] =
      object_schema({{"fields", reference_to("Fields")}}, {"fields"}, "Only what changes.");
  schemas["RecordPage"] = object_schema(
      {{"records", {{"type", "array"}, {"items", reference_to("Record")}}},
       {"next_cursor", schema<std::optional<std::string>>()},
       {"total", number},
       {"references",
        {{"type", "object"},
         {"description", "Names of the records that these refer to: by register, then by id."},
         {"additionalProperties", {{"type", "object"}, {"additionalProperties", text}}}}}},
      {"records", "next_cursor", "total", "references"});
}

json::object json_content(const std::string& schema_name) {
  return {{"application/json", {{"schema", reference_to(schema_name)}}}};
}

json::object parameter(const char* in, const std::string& name, json::object schema,
                       bool is_required, const std::string& description) {
  return {{"name", name},
          {"in", in},
          {"required", is_required},
          {"description", description},
          {"schema", std::move(schema)}};
}

json::array parameters_of(const Route& route, const core::Registry& registry, core::Side side) {
  json::array parameters;
  for (const std::string& name : path_parameters(route.path)) {
    const bool is_record_id = name == "id" && route.part == Part::records;
    json::object of_path = is_record_id ? schema<std::int64_t>() : schema<std::string>();
    if (name == "type") {
      json::array registers;
      for (const core::RecordType& type : registry.types()) {
        if (core::exists_on(type, side)) registers.emplace_back(type.name);
      }
      of_path["enum"] = std::move(registers);
    }
    parameters.push_back(parameter("path", name, std::move(of_path), true,
                                   name == "type" ? "The register." : "The id."));
  }
  for (const Parameter& query : route.query) {
    json::object of_query =
        query.kind == ParameterKind::integer ? schema<std::int64_t>() : schema<std::string>();
    if (query.repeatable) of_query = {{"type", "array"}, {"items", std::move(of_query)}};
    parameters.push_back(
        parameter("query", query.name, std::move(of_query), false, query.description.en));
  }
  if (route.if_match) {
    parameters.push_back(
        parameter("header", "If-Match", schema<std::string>(), route.method == http::Method::patch,
                  "The record's etag as it was read; 412 if it has changed since."));
  }
  return parameters;
}

json::array security_of(const Route& route, core::Side side) {
  json::object needs;
  if (side == core::Side::office) {
    if (!needs_session(route.policy)) return {};
    needs["api_key"] = json::array();
    return {std::move(needs)};
  }
  if (route.policy.permission() == Permission::device) needs["device"] = json::array();
  if (needs_session(route.policy)) needs["session"] = json::array();
  if (needs_csrf_token(route.policy, route.method)) needs["csrf_token"] = json::array();
  if (needs.empty()) return {};
  return {std::move(needs)};
}

json::object responses_of(const Route& route) {
  json::object success{{"description", route.summary.en}};
  if (!route.response_schema.empty()) success["content"] = json_content(route.response_schema);
  if (route.part == Part::live) {
    success["content"] = {{"text/event-stream", {{"schema", {{"type", "string"}}}}}};
  }
  json::object responses;
  responses[std::to_string(route.status)] = std::move(success);
  if (route.other_status != 0) {
    json::object other{{"description", "See " + route.other_schema + "."}};
    other["content"] = json_content(route.other_schema);
    responses[std::to_string(route.other_status)] = std::move(other);
  }
  if (route.operation == "wait_for_change") {
    responses["204"] = {{"description", "Nothing new within the time."}};
  }
  responses["default"] = {{"$ref", "#/components/responses/Failure"}};
  return responses;
}

json::object operation_of(const Route& route, const core::Registry& registry, core::Side side) {
  json::object operation{{"operationId", route.operation},
                         {"tags", json::array{name_of(route.part)}},
                         {"summary", route.summary.en},
                         {"x-summary-sv", route.summary.sv},
                         {"x-permission", name_of(route.policy.permission())},
                         {"security", security_of(route, side)}};
  if (json::array parameters = parameters_of(route, registry, side); !parameters.empty()) {
    operation["parameters"] = std::move(parameters);
  }
  if (!route.request_schema.empty()) {
    operation["requestBody"] = {{"required", true},
                                {"content", json_content(route.request_schema)}};
  }
  operation["responses"] = responses_of(route);
  return operation;
}

// The web desktop's files are no interface for programs, and OpenID Connect describes itself.
bool is_described(const Route& route, core::Side side) {
  if (side == core::Side::online) return route.part != Part::files && route.part != Part::openid;
  const auto parts = office_api_parts();
  return std::find(parts.begin(), parts.end(), route.part) != parts.end();
}

json::object paths_of(const core::Registry& registry, core::Side side) {
  json::object paths;
  for (const Route& route : routes()) {
    if (!is_described(route, side)) continue;
    const std::string method = http::lower_case(http::name_of(route.method));
    json::value& path = paths[route.path];
    if (path.is_null()) path.emplace_object();
    path.get_object()[method] = operation_of(route, registry, side);
  }
  return paths;
}

json::object security_schemes(core::Side side) {
  if (side == core::Side::office) {
    return {{"api_key",
             {{"type", "http"},
              {"scheme", "bearer"},
              {"description",
               "A key of an API user, as `tusk api-user key add` shows it once. It also says which "
               "company the request is about."}}}};
  }
  return {{"session",
           {{"type", "apiKey"},
            {"in", "cookie"},
            {"name", "__Host-tusk_session"},
            {"description",
             "Set by POST /api/v1/session. Without TLS (loopback only) it is called "
             "tusk_session."}}},
          {"csrf_token",
           {{"type", "apiKey"},
            {"in", "header"},
            {"name", "X-CSRF-Token"},
            {"description", "csrf_token of the session."}}},
          {"device",
           {{"type", "apiKey"},
            {"in", "header"},
            {"name", "Authorization"},
            {"description",
             "Tusk-Device <device_id>.<device_key>, as POST /sync/v1/connect answered."}}}};
}

struct About {
  core::Side side;
  const char* title;
  const char* description;
};

json::array tags_of(core::Side side) {
  json::array tags;
  for (const Route& route : routes()) {
    const json::object tag{{"name", name_of(route.part)}};
    if (is_described(route, side) && (tags.empty() || tags.back() != tag)) tags.push_back(tag);
  }
  return tags;
}

std::string make_document(const core::Registry& registry, std::string_view version,
                          const About& about) {
  json::object schemas;
  add_messages(schemas, about.side);
  add_records(schemas, registry, about.side);
  return pretty_json(
      json::object{{"openapi", "3.1.0"},
                   {"info",
                    {{"title", about.title},
                     {"version", version},
                     {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}},
                     {"description", about.description}}},
                   {"tags", tags_of(about.side)},
                   {"paths", paths_of(registry, about.side)},
                   {"components",
                    {{"schemas", std::move(schemas)},
                     {"responses",
                      {{"Failure",
                        {{"description", "What went wrong, for people and for programs."},
                         {"content", json_content("Failure")}}}}},
                     {"securitySchemes", security_schemes(about.side)}}}});
}

}  // namespace

std::span<const Part> office_api_parts() {
  static constexpr std::array parts{Part::records, Part::server};
  return parts;
}

std::string make_openapi(const core::Registry& registry, std::string_view version) {
  return make_document(
      registry, version,
      {core::Side::online, "Tusk Online",
       "Texts for people come in the language of the session or of Accept-Language (sv, en). "
       "A request with the header X-Background: 1 does not put off the log-out."});
}

std::string make_office_openapi(const core::Registry& registry, std::string_view version) {
  return make_document(
      registry, version,
      {core::Side::office, "Tusk Business",
       "The office's own database, served by `tusk api`. Texts for people come in the language of "
       "Accept-Language (sv, en). 401: no valid key. 403: the API user's access profile does not "
       "allow it. 429: too many requests, wait for Retry-After seconds. 503: somebody has the "
       "company for themselves, or its database can't be reached; try again later."});
}

}  // namespace tusk::api
