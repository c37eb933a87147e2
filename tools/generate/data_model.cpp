#include "generate/data_model.h"

#include <fmt/format.h>

#include "core/validation.h"

namespace tusk::generate {
namespace {

using core::Field;
using core::FieldKind;
using core::RecordType;

constexpr const char* introduction =
    R"(# Data model

Written by `tools/dev generate` from `src/core/types`. Do not edit.

Every table moreover has `id`, `created_at`, `created_by`, `changed_at` and `changed_by`. On PostgreSQL `company_id` comes
first in every key.

| scope | where | who writes |
|---|---|---|
| both | office and online | both |
| office_to_online | office and online | the office |
| office_only | the office | the office |

No is the field's number: its bit in masks and logs, never reused. Money is kept in minor units, percent in hundredths,
dates as `2026-11-24`.
)";

std::string type_of_value(const Field& field) {
  std::string text = core::name_of(field.kind);
  if (core::has_max_length(field.kind)) {
    text += fmt::format(", {}", core::max_length(field));
  } else if (field.kind == FieldKind::choice) {
    for (const core::Choice& choice : field.choices) {
      text += (&choice == &field.choices.front() ? ": " : ", ") + choice.value;
    }
  } else if (field.kind == FieldKind::reference) {
    text = fmt::format("→ [{0}](#{0})", field.reference_type);
    if (!field.reference_filter.empty()) text += " of kind " + field.reference_filter;
  }
  return text;
}

std::string on_delete(const Field& field) {
  switch (field.on_delete) {
    case core::OnDelete::set_null:
      return "emptied when that is deleted";
    case core::OnDelete::cascade:
      return "deleted with it";
    case core::OnDelete::restrict:
      return "that can't be deleted";
  }
  return "";
}

std::string remarks(const RecordType& type, const Field& field) {
  std::string text;
  const auto add = [&](const std::string& remark) { text += (text.empty() ? "" : ", ") + remark; };
  if (field.required) add("required");
  if (field.unique) add("unique");
  if (field.searchable) add("searched");
  if (field.name == type.series_field) add("from a number series");
  if (!field.default_value.is_null()) add("at first " + core::to_display(field.default_value));
  if (field.kind == FieldKind::reference) add(on_delete(field));
  return text;
}

std::string section(const RecordType& type) {
  std::string text = fmt::format("\n## {}\n\n{} ({}). Number {}, scope {}, called by its {}.{}\n\n",
                                 type.name, type.label_plural.en, type.label_plural.sv, type.number,
                                 core::name_of(type.scope), type.title_field,
                                 type.singleton ? " There is exactly one." : "");
  text += "| No | field | in English | in Swedish | kind | scope | remarks |\n";
  text += "|---|---|---|---|---|---|---|\n";
  for (const Field& field : type.fields) {
    const core::Scope scope = type.scope == core::Scope::both           ? field.scope
                              : field.scope == core::Scope::office_only ? field.scope
                                                                        : type.scope;
    text += fmt::format("| {} | `{}` | {} | {} | {} | {} | {} |\n", field.number, field.name,
                        field.label.en, field.label.sv, type_of_value(field), core::name_of(scope),
                        remarks(type, field));
  }
  return text;
}

}  // namespace

std::string make_data_model(const core::Registry& registry) {
  std::string text = introduction;
  for (const RecordType& type : registry.types()) text += section(type);
  return text;
}

}  // namespace tusk::generate
