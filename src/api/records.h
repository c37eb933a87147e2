#pragma once

// Records in the REST interface: what surrounds core::record_to_json.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/record.h"

namespace tusk::api {

struct RecordPage {
  std::vector<core::Record> records;
  std::optional<std::string> next_cursor;
  std::int64_t total = 0;
  // Names of the records that these refer to: type -> id -> title.
  std::map<std::string, std::map<core::RecordId, std::string>> references;
};

// {"records":[…],"next_cursor":…,"total":…,"references":{"employee":{"7":"Anna Berg"}}}
[[nodiscard]] std::string to_json(const core::RecordType& type, const RecordPage& page,
                                  core::FieldMask mask);
[[nodiscard]] std::string to_json(const core::RecordType& type, const core::Record& record,
                                  core::FieldMask mask);

// Reads {"fields":{…}} against the fields in `mask`; others are unknown. Throws Error{invalid} with
// every unknown field and wrong kind.
[[nodiscard]] core::Change parse_change(const core::RecordType& type, std::string_view body,
                                        core::FieldMask mask);

}  // namespace tusk::api
