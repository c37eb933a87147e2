#pragma once

// The registry of record types: one declaration per type (core/types/*.cpp). SQL, change capture,
// JSON, REST, OpenAPI, TypeScript, forms, import and documentation derive from it.
//
// Numbers of types and fields are for ever: they are in logs and masks, and are never reused.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "core/value.h"

namespace tusk::core {

enum class FieldKind {
  text,
  long_text,
  note,
  email,
  phone,
  url,
  integer,
  money,
  percent,
  boolean,
  date,
  timestamp,
  choice,
  country,
  language,
  currency,
  reference
};

// Where a field or a type is, and who may write it.
enum class Scope {
  both,              // on both sides, written by both
  office_to_online,  // on both sides, written in the office only
  office_only        // never leaves the office
};

// What deleting the record that a reference names does to the record that holds it.
enum class OnDelete { set_null, cascade, restrict };

struct Choice {
  std::string value;
  Text label;
};

// Bit n = field number n.
using FieldMask = std::uint64_t;
inline constexpr int max_field_number = 61;

struct Field {
  int number = 0;
  std::string name;
  FieldKind kind = FieldKind::text;
  Text label;
  std::string group;   // section of the card: key of RecordType::groups
  int max_length = 0;  // characters, for text kinds; 0: the kind's own limit
  bool required = false;
  bool searchable = false;
  bool unique = false;  // among the records of the company that have a value
  Scope scope = Scope::both;
  Value default_value;
  std::vector<Choice> choices;   // for choice
  std::string reference_type;    // for reference: name of the type
  std::string reference_filter;  // for reference to property: its `kind`
  OnDelete on_delete = OnDelete::set_null;

  // Declarations read as one line: text(3, "name", {"Namn", "Name"}).need().search()
  Field need() && {
    required = true;
    return std::move(*this);
  }
  Field search() && {
    searchable = true;
    return std::move(*this);
  }
  Field once() && {
    unique = true;
    return std::move(*this);
  }
  Field length(int characters) && {
    max_length = characters;
    return std::move(*this);
  }
  Field in(std::string section) && {
    group = std::move(section);
    return std::move(*this);
  }
  Field from_office() && {
    scope = Scope::office_to_online;
    return std::move(*this);
  }
  Field office_only() && {
    scope = Scope::office_only;
    return std::move(*this);
  }
  Field initially(Value value) && {
    default_value = std::move(value);
    return std::move(*this);
  }
  Field cascade() && {
    on_delete = OnDelete::cascade;
    return std::move(*this);
  }
  Field restrict_delete() && {
    on_delete = OnDelete::restrict;
    return std::move(*this);
  }

  [[nodiscard]] FieldMask bit() const { return FieldMask{1} << static_cast<unsigned>(number); }
};

struct Group {
  std::string name;
  Text label;
};

struct RecordType {
  int number = 0;
  std::string name;  // table, JSON and URL name: contact_person
  Text label;        // Kontaktperson / Contact person
  Text label_plural;
  Scope scope = Scope::both;
  std::vector<Field> fields;
  std::vector<Group> groups;
  std::string series_field;       // integer field that a number series fills; empty: none
  std::int64_t series_start = 1;  // first number of the series
  std::string title_field;        // what people call a record by
  // Whose a record is: a reference to `employee`, or to the record that it belongs to and whose
  // owner is its own. Empty: nobody's, and no role can be limited to one's own.
  std::string owner_field;
  bool singleton = false;  // exactly one record (company)
  // Whoever works in the company reads it: forms need it for names, of drop-down values, people …
  bool for_everybody = false;

  [[nodiscard]] const Field* find_field(std::string_view name) const;
  // Throws Error{invalid} that names the type and the field.
  [[nodiscard]] const Field& get_field(std::string_view name) const;
  [[nodiscard]] const Field* find_field(int number) const;
  // Position in `fields`, and so in Record::values. The field must be one of this type.
  [[nodiscard]] std::size_t index_of(const Field& field) const;
  [[nodiscard]] bool is_synchronised() const { return scope != Scope::office_only; }
};

// A field that names records of some type.
struct Reference {
  const RecordType* type = nullptr;  // whose field it is
  const Field* field = nullptr;
};

class Registry {
 public:
  // Checks the declarations (numbers and names unique, references exist, parents before children)
  // and aborts the program on a wrong one: that is a programmer's error.
  explicit Registry(std::vector<RecordType> types);
  // References into it hold for as long as it, or what it was moved into, lives.
  Registry(Registry&&) = default;
  Registry& operator=(Registry&&) = default;
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;
  ~Registry() = default;

  // In order of creation: what a reference names comes first.
  [[nodiscard]] std::span<const RecordType> types() const { return types_; }
  [[nodiscard]] const RecordType* find(std::string_view name) const;
  [[nodiscard]] const RecordType* find(int number) const;
  // Throws Error{not_found} that lists the names there are.
  [[nodiscard]] const RecordType& get(std::string_view name) const;
  // All fields that name records of `target`, one of these types, in the order of declaration.
  [[nodiscard]] std::span<const Reference> references_to(const RecordType& target) const;

 private:
  std::vector<RecordType> types_;
  std::vector<std::vector<Reference>> references_;  // by the target's place in types_
};

// The product's own registry.
[[nodiscard]] const Registry& registry();

// True if the field exists on that side (office_only fields exist in the office alone).
enum class Side;
[[nodiscard]] bool exists_on(const RecordType& type, const Field& field, Side side);
[[nodiscard]] bool exists_on(const RecordType& type, Side side);
// True if people on that side may write it.
[[nodiscard]] bool writable_on(const RecordType& type, const Field& field, Side side);
// All fields that both sides have.
[[nodiscard]] FieldMask synchronised_mask(const RecordType& type);
// What Value a field of the kind holds, if any.
enum class ValueKind { text, integer, boolean };
[[nodiscard]] ValueKind value_kind(FieldKind kind);
[[nodiscard]] const char* name_of(FieldKind kind);
[[nodiscard]] const char* name_of(Scope scope);

}  // namespace tusk::core
