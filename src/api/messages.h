#pragma once

// Messages as JSON. Each is a plain struct whose members are described once
// (BOOST_DESCRIBE_STRUCT); writing, reading and OpenAPI's schemas come from that description. Names
// are the same everywhere.
//
//   api::to_json(status)                      what is empty is written as null
//   api::parse<api::LogIn>(request.body)      passes over keys that it does not know; what is
//                                             missing or of another kind is an Error{invalid} that
//                                             names the path: "companies[0].role"

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"

namespace tusk::api {

// Written as "2026-11-24T13:42:00.123456Z".
struct Timestamp {
  core::Microseconds at = 0;
  friend bool operator==(const Timestamp&, const Timestamp&) = default;
};

// A JSON object as text that is passed on as it is: the fields of a record that is gone.
struct JsonObject {
  std::string text;
  friend bool operator==(const JsonObject&, const JsonObject&) = default;
};

// For members that a message may lack.
[[nodiscard]] inline std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}
[[nodiscard]] inline std::optional<Timestamp> unless_never(core::Microseconds at) {
  return at == 0 ? std::nullopt : std::optional(Timestamp{at});
}

// Both exist for every struct in the *_messages.h of this library.
template <typename Message>
[[nodiscard]] std::string to_json(const Message& message);
template <typename Message>
[[nodiscard]] Message parse(std::string_view text);

}  // namespace tusk::api
