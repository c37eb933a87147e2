#include "api/record_schema.h"

#include <boost/json.hpp>

#include "core/id.h"
#include "core/record_json.h"
#include "core/validation.h"

namespace tusk::api {
namespace json = boost::json;
namespace {

using core::Field;
using core::FieldKind;

json::object text_schema(const Field& field) {
  return {{"type", "string"}, {"maxLength", core::max_length(field)}};
}

json::object coded_schema(const char* pattern) {
  return {{"type", "string"}, {"pattern", pattern}};
}

json::object integer_schema() {
  return {{"type", "integer"}, {"format", "int64"}};
}

json::object choice_schema(const Field& field) {
  json::array values;
  for (const core::Choice& choice : field.choices) values.emplace_back(choice.value);
  return {{"type", "string"}, {"enum", std::move(values)}};
}

json::object kind_schema(const Field& field) {
  switch (field.kind) {
    case FieldKind::text:
    case FieldKind::long_text:
    case FieldKind::note:
    case FieldKind::phone:
    case FieldKind::url:
      return text_schema(field);
    case FieldKind::email: {
      json::object schema = text_schema(field);
      schema["format"] = "email";
      return schema;
    }
    case FieldKind::integer:
    case FieldKind::money:
    case FieldKind::timestamp:
      return integer_schema();
    case FieldKind::percent: {
      json::object schema = integer_schema();
      schema["minimum"] = 0;
      schema["maximum"] = 10'000;
      return schema;
    }
    case FieldKind::boolean:
      return {{"type", "boolean"}};
    case FieldKind::date:
      return {{"type", "string"}, {"format", "date"}};
    case FieldKind::choice:
      return choice_schema(field);
    case FieldKind::country:
      return coded_schema("^[A-Z]{2}$");
    case FieldKind::language:
      return coded_schema("^[a-z]{2}$");
    case FieldKind::currency:
      return coded_schema("^[A-Z]{3}$");
    case FieldKind::reference: {
      json::object schema = integer_schema();
      schema["minimum"] = 1;
      schema["maximum"] = core::max_record_id;
      schema["x-reference"] = field.reference_type;
      if (!field.reference_filter.empty()) schema["x-reference-kind"] = field.reference_filter;
      return schema;
    }
  }
  return {};
}

std::string remark_on(const Field& field) {
  switch (field.kind) {
    case FieldKind::money:
      return " In minor units: 12345 is 123.45.";
    case FieldKind::percent:
      return " In hundredths: 2500 is 25 %.";
    case FieldKind::timestamp:
      return " Microseconds since 1970-01-01 UTC.";
    case FieldKind::reference:
      return field.reference_filter.empty() ? " The id of a record of " + field.reference_type + "."
                                            : " The id of a record of " + field.reference_type +
                                                  " whose kind is " + field.reference_filter + ".";
    case FieldKind::text:
    case FieldKind::long_text:
    case FieldKind::note:
    case FieldKind::email:
    case FieldKind::phone:
    case FieldKind::url:
    case FieldKind::integer:
    case FieldKind::boolean:
    case FieldKind::date:
    case FieldKind::choice:
    case FieldKind::country:
    case FieldKind::language:
    case FieldKind::currency:
      return "";
  }
  return "";
}

// A field that need not have a value may be null.
void allow_null(json::object& schema) {
  schema["type"] = json::array{schema.at("type"), "null"};
  if (json::value* values = schema.if_contains("enum")) values->get_array().push_back(nullptr);
}

json::object field_schema(const core::RecordType& type, const Field& field, core::Side side) {
  json::object schema = kind_schema(field);
  if (!field.required) allow_null(schema);
  schema["title"] = field.label.en;
  schema["x-title-sv"] = field.label.sv;
  std::string description = field.label.en + "." + remark_on(field);
  if (field.name == type.series_field) description += " Given by the system if it is left out.";
  if (field.unique) description += " No two records have the same.";
  if (!core::writable_on(type, field, side)) {
    schema["readOnly"] = true;
    description += " Written in the office only.";
  }
  schema["description"] = description;
  if (!field.default_value.is_null()) schema["default"] = core::to_json(field.default_value);
  return schema;
}

}  // namespace

std::string fields_schema_name(const core::RecordType& type) {
  std::string name;
  bool starts_word = true;
  for (const char letter : type.name) {
    if (letter == '_') {
      starts_word = true;
      continue;
    }
    name += starts_word ? static_cast<char>(letter - 'a' + 'A') : letter;
    starts_word = false;
  }
  return name + "Fields";
}

json::object fields_schema(const core::RecordType& type, core::Side side) {
  json::object properties;
  json::array required;
  for (const Field& field : type.fields) {
    if (!core::exists_on(type, field, side)) continue;
    properties[field.name] = field_schema(type, field, side);
    if (field.required && field.default_value.is_null()) required.emplace_back(field.name);
  }
  json::object schema{
      {"type", "object"},
      {"title", type.label.en},
      {"x-title-sv", type.label.sv},
      {"description", "Fields of the register " + type.name + " (" + type.label_plural.en +
                          "). A change carries only what it changes."},
      {"properties", std::move(properties)},
      {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

}  // namespace tusk::api
