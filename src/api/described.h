#pragma once

// Private to this library: JSON and JSON Schema from described structs. Slow to compile, so only
// messages/ and openapi.cpp include it.

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <boost/type_index.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "api/limits.h"
#include "api/messages.h"
#include "core/error.h"
#include "core/json.h"
#include "core/record_json.h"
#include "core/validation.h"
#include "core/value.h"

namespace tusk::api {

namespace json = boost::json;

template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <typename T>
struct IsVector : std::false_type {};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};

template <typename T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public>;

// Calls visit(name, pointer to member) for each.
template <typename T, typename Visit>
void for_each_member(Visit&& visit) {
  boost::mp11::mp_for_each<MembersOf<T>>(
      [&](auto member) { visit(std::string(member.name), member.pointer); });
}

// ---- writing ----

template <typename T>
json::value write(const T& given) {
  if constexpr (IsOptional<T>::value) {
    return given ? write(*given) : json::value(nullptr);
  } else if constexpr (IsVector<T>::value) {
    json::array array;
    array.reserve(given.size());
    for (const auto& item : given) array.push_back(write(item));
    return array;
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    return json::string(core::format_timestamp(given.at));
  } else if constexpr (std::is_same_v<T, JsonObject>) {
    return core::parse_json(given.text);
  } else if constexpr (std::is_same_v<T, core::Value>) {
    return core::to_json(given);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return json::string(given);
  } else if constexpr (std::is_enum_v<T>) {
    return json::string(boost::describe::enum_to_string(given, ""));
  } else if constexpr (std::is_arithmetic_v<T>) {
    return given;
  } else {
    json::object object;
    for_each_member<T>(
        [&](const std::string& name, auto member) { object[name] = write(given.*member); });
    return object;
  }
}

// ---- reading ----

[[noreturn]] inline void refuse(const std::string& path, const core::Text& what) {
  throw core::invalid_field(path, "", {path + ": " + what.sv, path + ": " + what.en});
}

template <typename T>
std::string names_of_enum() {
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
      [&](auto item) { names += (names.empty() ? "" : ", ") + std::string(item.name); });
  return names;
}

template <typename T>
void read(T& target, const json::value& given, const std::string& path) {
  if constexpr (IsOptional<T>::value) {
    if (!given.is_null()) read(target.emplace(), given, path);
  } else if constexpr (IsVector<T>::value) {
    if (!given.is_array()) refuse(path, {"ska vara en lista.", "must be an array."});
    for (const json::value& item : given.get_array()) {
      const std::string where = path + "[" + std::to_string(target.size()) + "]";
      read(target.emplace_back(), item, where);
    }
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    if (!given.is_string()) refuse(path, {"ska vara en tidpunkt.", "must be a point in time."});
    target.at = core::parse_timestamp(given.get_string());
  } else if constexpr (std::is_same_v<T, JsonObject>) {
    if (!given.is_object()) refuse(path, {"ska vara ett objekt.", "must be an object."});
    target.text = json::serialize(given);
  } else if constexpr (std::is_same_v<T, core::Value>) {
    if (given.is_bool()) {
      target = given.get_bool();
    } else if (given.is_int64()) {
      target = given.get_int64();
    } else if (given.is_string()) {
      target = std::string(given.get_string());
    } else if (!given.is_null()) {
      refuse(path, {"ska vara text, heltal, true, false eller null.",
                    "must be a string, a whole number, true, false or null."});
    }
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!given.is_string()) refuse(path, {"ska vara text.", "must be a string."});
    target = std::string(given.get_string());
    if (core::count_characters(target) > max_text_characters) {
      refuse(path, core::say("får ha högst {} tecken.", "may have at most {} characters.",
                             max_text_characters));
    }
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!given.is_bool()) refuse(path, {"ska vara true eller false.", "must be true or false."});
    target = given.get_bool();
  } else if constexpr (std::is_enum_v<T>) {
    if (!given.is_string() ||
        !boost::describe::enum_from_string(std::string(given.get_string()).c_str(), target)) {
      refuse(path, core::say("ska vara något av {}.", "must be one of {}.", names_of_enum<T>()));
    }
  } else if constexpr (std::is_arithmetic_v<T>) {
    static_assert(std::is_same_v<T, std::int64_t>, "messages have no other numbers");
    if (!given.is_int64()) refuse(path, {"ska vara ett heltal.", "must be a whole number."});
    target = given.get_int64();
  } else {
    if (!given.is_object()) {
      refuse(path.empty() ? "JSON" : path, {"ska vara ett objekt.", "must be an object."});
    }
    const json::object& object = given.get_object();
    for_each_member<T>([&](const std::string& name, auto member) {
      const std::string where = path.empty() ? name : path + "." + name;
      auto& part = target.*member;
      const json::value* found = object.if_contains(name);
      if (found != nullptr) {
        read(part, *found, where);
      } else if constexpr (!IsOptional<std::remove_reference_t<decltype(part)>>::value) {
        refuse(where, {"saknas.", "is missing."});
      }
    });
  }
}

// ---- JSON Schema ----

// Name of a described struct in OpenAPI's components: its own.
template <typename T>
std::string schema_name() {
  const std::string full = boost::typeindex::type_id<T>().pretty_name();
  return full.substr(full.rfind(':') + 1);
}

inline json::object reference_to(std::string_view name) {
  return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

template <typename T>
json::object schema() {
  if constexpr (IsOptional<T>::value) {
    json::object inner = schema<typename T::value_type>();
    if (inner.contains("$ref") || inner.contains("enum")) {
      return {{"anyOf", json::array{std::move(inner), json::object{{"type", "null"}}}}};
    }
    inner["type"] = json::array{inner.at("type"), "null"};
    return inner;
  } else if constexpr (IsVector<T>::value) {
    return {{"type", "array"}, {"items", schema<typename T::value_type>()}};
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    return {{"type", "string"}, {"format", "date-time"}};
  } else if constexpr (std::is_same_v<T, JsonObject>) {
    return reference_to("Fields");
  } else if constexpr (std::is_same_v<T, core::Value>) {
    return reference_to("FieldValue");
  } else if constexpr (std::is_same_v<T, std::string>) {
    return {{"type", "string"}};
  } else if constexpr (std::is_same_v<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (std::is_enum_v<T>) {
    json::array names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto item) { names.push_back(json::string(item.name)); });
    return {{"type", "string"}, {"enum", std::move(names)}};
  } else if constexpr (std::is_arithmetic_v<T>) {
    return {{"type", "integer"}, {"format", "int64"}};
  } else {
    return reference_to(schema_name<T>());
  }
}

}  // namespace tusk::api
