#pragma once

// Records and their fields as JSON: {"name": "…", "phone": null}. Kinds map to JSON's own: text to
// strings, integers and references to numbers, booleans to booleans.

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "core/record.h"

namespace tusk::core {

[[nodiscard]] boost::json::value to_json(const Value& value);

// Reads one value; `path` ("fields.phone") is named in the error. Only the JSON kind is checked
// here; what may be in it is validation's.
[[nodiscard]] Value value_from_json(const Field& field, const boost::json::value& json,
                                    std::string_view path);

// The fields whose bit is in the mask, by name.
[[nodiscard]] boost::json::object fields_to_json(const RecordType& type,
                                                 const std::vector<Value>& values, FieldMask mask);
// Throws Error{invalid} with every unknown field and wrong kind.
[[nodiscard]] Change change_from_json(const RecordType& type, const boost::json::object& fields,
                                      std::string_view path = "fields");

// The whole record as the REST interface gives it, with meta data and entity tag. Fields outside
// `mask` are left out.
[[nodiscard]] boost::json::object record_to_json(const RecordType& type, const Record& record,
                                                 FieldMask mask);

// "2026-11-24T13:42:00.123456Z"
[[nodiscard]] std::string format_timestamp(Microseconds at);
// Throws Error{invalid} on anything else.
[[nodiscard]] Microseconds parse_timestamp(std::string_view text);

}  // namespace tusk::core
