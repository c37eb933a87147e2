#pragma once

// Private to this library: what the file of each part of the interface here does with its messages.
// Slow to compile, as described.h is.
//
//   TUSK_MESSAGE(LogIn)                                  to_json() and parse() of it exist
//   add_message<LogIn>(schemas, remarks, Direction::request)   and its schema

#include <map>
#include <string>

#include "api/described.h"

// In namespace tusk::api.
#define TUSK_MESSAGE(Message)                   \
  template std::string to_json(const Message&); \
  template Message parse<Message>(std::string_view);

namespace tusk::api {

template <typename Message>
std::string to_json(const Message& message) {
  return json::serialize(write(message));
}

template <typename Message>
Message parse(std::string_view text) {
  Message message;
  read(message, core::parse_json(text), "");
  return message;
}

// What the names of messages ("Session") and members ("Session.company") do not say by themselves.
using Remarks = std::map<std::string, const char*>;

inline void add_remark(json::object& schema, const Remarks& remarks, const std::string& on) {
  const auto found = remarks.find(on);
  // Beside $ref since OpenAPI 3.1.
  if (found != remarks.end()) schema["description"] = found->second;
}

enum class Direction { request, answer };

// Requests may leave out what is optional; answers always have every member.
template <typename Message>
void add_message(json::object& schemas, const Remarks& remarks,
                 Direction direction = Direction::answer) {
  const std::string name = schema_name<Message>();
  json::object properties;
  json::array required;
  for_each_member<Message>([&](const std::string& member_name, auto member) {
    using Member = std::remove_reference_t<decltype(std::declval<Message>().*member)>;
    json::object property = schema<Member>();
    add_remark(property, remarks, name + "." + member_name);
    properties[member_name] = std::move(property);
    if (direction == Direction::answer || !IsOptional<Member>::value) {
      required.push_back(json::string(member_name));
    }
  });
  json::object message{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) message["required"] = std::move(required);
  add_remark(message, remarks, name);
  schemas[name] = std::move(message);
}

// Each adds the schemas of its part.
void add_administration_schemas(json::object& schemas);
void add_session_schemas(json::object& schemas);
void add_role_schemas(json::object& schemas);
void add_audit_schemas(json::object& schemas);
void add_recovery_schemas(json::object& schemas);
void add_account_schemas(json::object& schemas);
void add_synchronisation_schemas(json::object& schemas);
void add_office_schemas(json::object& schemas);
void add_openid_schemas(json::object& schemas);
void add_server_schemas(json::object& schemas);

}  // namespace tusk::api
