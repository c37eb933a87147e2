#pragma once

// A record as every part of the system passes it round.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/id.h"
#include "core/registry.h"
#include "core/value.h"

namespace tusk::core {

// Who made a change and when, for people to read.
struct Stamp {
  std::string by;  // a person's name
  Microseconds at = 0;
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

struct Record {
  RecordId id = 0;
  std::vector<Value> values;  // by position in RecordType::fields
  Stamp created;
  Stamp changed;

  friend bool operator==(const Record&, const Record&) = default;
};

// New values of some fields of a record. Bits outside `mask` are not looked at.
struct Change {
  FieldMask mask = 0;
  std::vector<Value> values;  // by position in RecordType::fields

  explicit Change(const RecordType& type) : values(type.fields.size()) {}
  void set(const RecordType& type, const Field& field, Value value);
  [[nodiscard]] bool has(const Field& field) const { return (mask & field.bit()) != 0; }
};

[[nodiscard]] Record make_record(const RecordType& type, RecordId id);
[[nodiscard]] const Value& value_of(const RecordType& type, const Record& record,
                                    std::string_view field);
[[nodiscard]] std::string title_of(const RecordType& type, const Record& record);
// make_change(type, {{"name", "Norrsken Bygg AB"}, {"phone", "…"}}): written out by hand. Throws
// Error{invalid} if there is no such field.
using FieldValues = std::vector<std::pair<std::string_view, Value>>;
[[nodiscard]] Change make_change(const RecordType& type, const FieldValues& values);
// Fields in which two records of one type differ.
[[nodiscard]] FieldMask difference(const RecordType& type, const Record& a, const Record& b);

// Entity tag: 16 hexadecimal digits over the id and the values (FNV-1a, 64 bit). Any process's
// write changes it, also one that knows nothing of tags. Fields outside `mask` are left out.
[[nodiscard]] std::string etag_of(const RecordType& type, const Record& record,
                                  FieldMask mask = ~FieldMask{0});

}  // namespace tusk::core
