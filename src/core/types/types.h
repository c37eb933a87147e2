#pragma once

// The declarations of the record types, and the short words that they are written in.

#include "core/registry.h"

namespace tusk::core::types {

[[nodiscard]] RecordType company();
[[nodiscard]] RecordType department();
[[nodiscard]] RecordType property();
[[nodiscard]] RecordType employee();
[[nodiscard]] RecordType access_profile();
[[nodiscard]] RecordType user();
[[nodiscard]] RecordType contact();
[[nodiscard]] RecordType contact_person();

inline Field make_field(FieldKind kind, int number, std::string name, Text label) {
  Field field;
  field.kind = kind;
  field.number = number;
  field.name = std::move(name);
  field.label = std::move(label);
  return field;
}

inline Field text(int number, std::string name, Text label) {
  return make_field(FieldKind::text, number, std::move(name), std::move(label));
}
inline Field note(int number, std::string name, Text label) {
  return make_field(FieldKind::note, number, std::move(name), std::move(label));
}
inline Field email(int number, std::string name, Text label) {
  return make_field(FieldKind::email, number, std::move(name), std::move(label));
}
inline Field phone(int number, std::string name, Text label) {
  return make_field(FieldKind::phone, number, std::move(name), std::move(label));
}
inline Field url(int number, std::string name, Text label) {
  return make_field(FieldKind::url, number, std::move(name), std::move(label));
}
inline Field integer(int number, std::string name, Text label) {
  return make_field(FieldKind::integer, number, std::move(name), std::move(label));
}
inline Field money(int number, std::string name, Text label) {
  return make_field(FieldKind::money, number, std::move(name), std::move(label));
}
inline Field percent(int number, std::string name, Text label) {
  return make_field(FieldKind::percent, number, std::move(name), std::move(label));
}
inline Field date(int number, std::string name, Text label) {
  return make_field(FieldKind::date, number, std::move(name), std::move(label));
}
inline Field country(int number, std::string name, Text label) {
  return make_field(FieldKind::country, number, std::move(name), std::move(label));
}
inline Field language(int number, std::string name, Text label) {
  return make_field(FieldKind::language, number, std::move(name), std::move(label));
}
inline Field currency(int number, std::string name, Text label) {
  return make_field(FieldKind::currency, number, std::move(name), std::move(label));
}
// A yes or no; never null, `no` unless initially() says otherwise.
inline Field boolean(int number, std::string name, Text label) {
  return make_field(FieldKind::boolean, number, std::move(name), std::move(label))
      .need()
      .initially(false);
}
inline Field choice(int number, std::string name, Text label, std::vector<Choice> choices) {
  Field field = make_field(FieldKind::choice, number, std::move(name), std::move(label));
  field.choices = std::move(choices);
  return field;
}
inline Field reference(int number, std::string name, Text label, std::string type) {
  Field field = make_field(FieldKind::reference, number, std::move(name), std::move(label));
  field.reference_type = std::move(type);
  return field;
}
// A value of a drop-down that the company keeps itself, in the register `property`.
inline Field from_list(int number, std::string name, Text label, std::string property_kind) {
  Field field = reference(number, std::move(name), std::move(label), "property");
  field.reference_filter = std::move(property_kind);
  return field;
}

}  // namespace tusk::core::types
