#include "generate/typescript.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/id.h"
#include "core/validation.h"

namespace tusk::generate {
namespace {

using core::Field;
using core::RecordType;

constexpr std::string_view head =
    R"(// The record types as the online side knows them. Written by `tools/dev generate` from src/core/types.

export type FieldKind =
  | 'text' | 'long_text' | 'note' | 'email' | 'phone' | 'url' | 'integer' | 'money' | 'percent'
  | 'boolean' | 'date' | 'timestamp' | 'choice' | 'country' | 'language' | 'currency' | 'reference';

export interface Label {
  sv: string;
  en: string;
}

export interface Field {
  name: string;
  kind: FieldKind;
  label: Label;
  max_length?: number;
  required?: boolean;
  searchable?: boolean;
  reference?: string;
  reference_filter?: string;
  choices?: { value: string; label: Label }[];
  writable_online: boolean;
  group: string;
}

export interface RecordType {
  name: string;
  label: Label;
  label_plural: Label;
  writable_online: boolean;
  for_everybody: boolean; // to read, whatever one's role
  has_owner: boolean; // a role can be limited to one's own
  title_field: string;
  groups: { name: string; label: Label }[];
  fields: Field[];
}

export const record_types: Record<string, RecordType> = {
)";

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') result += '\\';
    result += letter;
  }
  return result + "'";
}

std::string label(const core::Text& text) {
  return fmt::format("{{ sv: {}, en: {} }}", quoted(text.sv), quoted(text.en));
}

std::string choices(const Field& field) {
  std::string list;
  for (const core::Choice& choice : field.choices) {
    list += fmt::format("{}{{ value: {}, label: {} }}", list.empty() ? "" : ", ",
                        quoted(choice.value), label(choice.label));
  }
  return "[" + list + "]";
}

std::string field_line(const RecordType& type, const Field& field) {
  std::string line = fmt::format("      {{ name: {}, kind: {}, label: {}", quoted(field.name),
                                 quoted(core::name_of(field.kind)), label(field.label));
  if (core::has_max_length(field.kind))
    line += fmt::format(", max_length: {}", core::max_length(field));
  if (field.required) line += ", required: true";
  if (field.searchable) line += ", searchable: true";
  if (!field.reference_type.empty()) line += ", reference: " + quoted(field.reference_type);
  if (!field.reference_filter.empty()) {
    line += ", reference_filter: " + quoted(field.reference_filter);
  }
  if (!field.choices.empty()) line += ", choices: " + choices(field);
  return line + fmt::format(", writable_online: {}, group: {} }},\n",
                            core::writable_on(type, field, core::Side::online),
                            quoted(field.group));
}

std::string type_block(const RecordType& type) {
  std::vector<Field> fields;
  std::copy_if(
      type.fields.begin(), type.fields.end(), std::back_inserter(fields),
      [&](const Field& field) { return core::exists_on(type, field, core::Side::online); });
  std::string block = fmt::format(
      "  {}: {{\n    name: {},\n    label: {},\n    label_plural: {},\n    writable_online: {},\n"
      "    for_everybody: {},\n    has_owner: {},\n    title_field: {},\n    groups: [\n",
      type.name, quoted(type.name), label(type.label), label(type.label_plural),
      type.scope == core::Scope::both, type.for_everybody, !type.owner_field.empty(),
      quoted(type.title_field));
  for (const core::Group& group : type.groups) {
    const bool is_used = std::any_of(fields.begin(), fields.end(),
                                     [&](const Field& field) { return field.group == group.name; });
    if (!is_used) continue;
    block +=
        fmt::format("      {{ name: {}, label: {} }},\n", quoted(group.name), label(group.label));
  }
  block += "    ],\n    fields: [\n";
  for (const Field& field : fields) block += field_line(type, field);
  return block + "    ],\n  },\n";
}

}  // namespace

std::string make_typescript(const core::Registry& registry) {
  std::string text(head);
  for (const RecordType& type : registry.types()) {
    if (core::exists_on(type, core::Side::online)) text += type_block(type);
  }
  return text + "};\n";
}

}  // namespace tusk::generate
