#include "api/openapi.h"

#include <algorithm>
#include <array>
#include <map>

#include "api/described.h"
#include "api/failure.h"
#include "api/limits.h"
#include "api/office_messages.h"
#include "api/pretty_json.h"
#include "api/record_schema.h"
#include "api/routes.h"
#include "api/session_messages.h"
#include "api/sync_messages.h"
#include "api/transfer_messages.h"

namespace tusk::api {

#define TUSK_SCHEMA(Message)                       \
  template <>                                      \
  struct SchemaName<Message> {                     \
    static constexpr const char* value = #Message; \
  };

TUSK_SCHEMA(LogIn)
TUSK_SCHEMA(SessionChange)
TUSK_SCHEMA(Person)
TUSK_SCHEMA(Company)
TUSK_SCHEMA(CompanyList)
TUSK_SCHEMA(Session)
TUSK_SCHEMA(Health)
TUSK_SCHEMA(SyncStatus)
TUSK_SCHEMA(Conflict)
TUSK_SCHEMA(ConflictPage)
TUSK_SCHEMA(Round)
TUSK_SCHEMA(RoundList)
TUSK_SCHEMA(SyncProblem)
TUSK_SCHEMA(SyncProblemList)
TUSK_SCHEMA(Audit)
TUSK_SCHEMA(AuditList)
TUSK_SCHEMA(RecordEvent)
TUSK_SCHEMA(BulkEvent)
TUSK_SCHEMA(ConflictEvent)
TUSK_SCHEMA(DisconnectedEvent)
TUSK_SCHEMA(ConnectPrerequisite)
TUSK_SCHEMA(ConnectRequest)
TUSK_SCHEMA(ConnectAnswer)
TUSK_SCHEMA(RenewRequest)
TUSK_SCHEMA(DeviceRequest)
TUSK_SCHEMA(DeviceAnswer)
TUSK_SCHEMA(DisconnectRequest)
TUSK_SCHEMA(HandOverRequest)
TUSK_SCHEMA(HandOverAnswer)
TUSK_SCHEMA(OnlinePerson)
TUSK_SCHEMA(OnlinePeople)
TUSK_SCHEMA(LogHead)
TUSK_SCHEMA(TransferOffer)
TUSK_SCHEMA(TransferSection)
TUSK_SCHEMA(TransferSender)
TUSK_SCHEMA(TransferAnswer)
TUSK_SCHEMA(TransferProgress)
TUSK_SCHEMA(FailureBody)
TUSK_SCHEMA(BothLanguages)

template <>
struct SchemaName<FieldProblem> {
  static constexpr const char* value = "Problem";
};

namespace {

// What the names of members do not say by themselves.
const std::map<std::string, const char*> remarks{
    {"Session", "Who is logged in, in which company, and for how long."},
    {"Session.company", "The open company; null until one is chosen."},
    {"Session.csrf_token", "To be sent as X-CSRF-Token with everything that changes something."},
    {"Session.idle_seconds_left", "Until the log-out, unless somebody works."},
    {"SessionChange", "What is left out stays as it is."},
    {"Person.language", "sv or en."},
    {"SyncStatus", "How synchronisation between the office and the online side is doing."},
    {"SyncStatus.since", "The state has been so since then."},
    {"SyncStatus.office_computer", "The computer in the office that runs the rounds."},
    {"SyncStatus.pending_here", "Edits made online that the office does not have yet."},
    {"Conflict", "Two edits that collided: both values, both people, and how it was settled."},
    {"Conflict.field", "Null: the record as a whole."},
    {"Conflict.losing_image", "The record that lost, where a whole record did."},
    {"Conflict.how", "How it was settled, for people."},
    {"Conflict.put_back_at", "When somebody put the losing value back; null: nobody did."},
    {"Round", "One exchange between the office and the online side."},
    {"Round.up", "Records that the office sent."},
    {"Round.down", "Records that the office received."},
    {"RecordEvent", "Data of the server-sent event `record`."},
    {"RecordEvent.operation", "create, update or delete."},
    {"BulkEvent", "Data of the server-sent event `bulk`: fetch these registers anew."},
    {"ConflictEvent", "Data of the server-sent event `conflict`."},
    {"DisconnectedEvent", "Data of the server-sent event `disconnected`, the last of its stream."},
    {"ConnectRequest", "A super user connects a company of the office with a Tusk ID."},
    {"ConnectRequest.create_identity", "Make the Tusk ID; its e-mail address must be free."},
    {"ConnectRequest.renew",
     "One side was put back: what is online and not in the office goes into the history."},
    {"ConnectRequest.prerequisites", "Each by name; not asked for with `renew`."},
    {"ConnectAnswer.device_key", "Shown once: the online side keeps only its hash."},
    {"LogHead", "How far the online log reaches."},
    {"TransferOffer", "An archive that the office is about to send: its first synchronisation."},
    {"TransferOffer.archive", "The last hash of the archive's chain: 64 hexadecimal digits."},
    {"TransferOffer.blocks", "How many there are; the first has the number 0."},
    {"TransferSection.records", "How many there are, or how many have been received."},
    {"TransferSection.digest", "Of a register's records; empty: not compared, or no register."},
    {"TransferAnswer.records", "That are here."},
    {"TransferAnswer.bytes", "Of the blocks that are here."},
    {"TransferAnswer.next_block", "The block that is expected; all that are before it are here."},
    {"TransferAnswer.percent", "While finishing: how much of that is done."},
    {"TransferAnswer.online_sequence", "When done: where the office goes on in the online log."},
    {"TransferAnswer.message_sv", "Why it is refused, for people."},
    {"TransferProgress", "How far the first synchronisation has come."},
    {"TransferProgress.finishing", "Everything is here and is being made ready to be shown."},
    {"SyncStatus.first_sync", "While the first synchronisation is under way."},
    {"FailureBody.message", "For people, in the language of the session or Accept-Language."},
    {"FailureBody.messages", "The same in both languages."},
    {"FailureBody.request_id", "To be told when asking for help."},
    {"Problem.value", "What was given, shortened."},
};

void remark(json::object& schema, const std::string& on) {
  const auto found = remarks.find(on);
  if (found == remarks.end()) return;
  // Beside $ref since OpenAPI 3.1.
  schema["description"] = found->second;
}

enum class Direction { request, answer };

// Requests may leave out what is optional; answers always have every member.
template <typename Message>
void add_message(json::object& schemas, Direction direction = Direction::answer) {
  const std::string name = SchemaName<Message>::value;
  json::object properties;
  json::array required;
  for_each_member<Message>([&](const std::string& member_name, auto member) {
    using Member = std::remove_reference_t<decltype(std::declval<Message>().*member)>;
    json::object property = schema<Member>();
    remark(property, name + "." + member_name);
    properties[member_name] = std::move(property);
    if (direction == Direction::answer || !IsOptional<Member>::value) {
      required.push_back(json::string(member_name));
    }
  });
  json::object message{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) message["required"] = std::move(required);
  remark(message, name);
  schemas[name] = std::move(message);
}

json::object object_schema(json::object properties, json::array required,
                           const char* description = nullptr) {
  json::object schema{
      {"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
  if (description != nullptr) schema["description"] = description;
  return schema;
}

// Of every program that serves the interface.
void add_failures(json::object& schemas) {
  add_message<FieldProblem>(schemas);
  add_message<BothLanguages>(schemas);
  add_message<FailureBody>(schemas);
  // Programs of their own time may leave these out.
  schemas["FailureBody"].get_object()["required"] = json::array{"code", "message"};
  schemas["Failure"] =
      object_schema({{"error", schema<FailureBody>()}, {"current", reference_to("Record")}},
                    {"error"}, "`current` only with 412: the record as it is now.");
}

void add_session_messages(json::object& schemas) {
  add_message<LogIn>(schemas, Direction::request);
  add_message<SessionChange>(schemas, Direction::request);
  add_message<Person>(schemas);
  add_message<Company>(schemas);
  add_message<CompanyList>(schemas);
  add_message<Session>(schemas);
}

void add_synchronisation_messages(json::object& schemas) {
  add_message<SyncStatus>(schemas);
  add_message<Conflict>(schemas);
  add_message<ConflictPage>(schemas);
  add_message<Round>(schemas);
  add_message<RoundList>(schemas);
  add_message<SyncProblem>(schemas);
  add_message<SyncProblemList>(schemas);
  add_message<Audit>(schemas);
  add_message<AuditList>(schemas);
  add_message<RecordEvent>(schemas);
  add_message<BulkEvent>(schemas);
  add_message<ConflictEvent>(schemas);
  add_message<DisconnectedEvent>(schemas);
  add_message<ConnectPrerequisite>(schemas, Direction::request);
  add_message<ConnectRequest>(schemas, Direction::request);
  add_message<ConnectAnswer>(schemas);
  add_message<RenewRequest>(schemas, Direction::request);
  add_message<DeviceRequest>(schemas, Direction::request);
  add_message<DeviceAnswer>(schemas);
  add_message<HandOverRequest>(schemas, Direction::request);
  add_message<HandOverAnswer>(schemas);
  add_message<OnlinePerson>(schemas);
  add_message<OnlinePeople>(schemas);
  add_message<DisconnectRequest>(schemas, Direction::request);
  add_message<LogHead>(schemas);
  add_message<TransferOffer>(schemas, Direction::request);
  add_message<TransferSection>(schemas);
  add_message<TransferSender>(schemas, Direction::request);
  add_message<TransferAnswer>(schemas);
  add_message<TransferProgress>(schemas);
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
  if (online) add_session_messages(schemas);
  add_message<Health>(schemas);
  if (online) add_synchronisation_messages(schemas);
  add_failures(schemas);
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

// The web desktop's files are no interface for programs.
bool is_described(const Route& route, core::Side side) {
  if (side == core::Side::online) return route.part != Part::files;
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
