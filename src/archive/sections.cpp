#include "archive/sections.h"

namespace tusk::archive {
namespace {

constexpr ColumnKind integer = ColumnKind::integer;
constexpr ColumnKind text = ColumnKind::text;

ColumnKind kind_of(const core::Field& field) {
  switch (core::value_kind(field.kind)) {
    case core::ValueKind::text:
      return ColumnKind::text;
    case core::ValueKind::integer:
      return ColumnKind::integer;
    case core::ValueKind::boolean:
      return ColumnKind::boolean;
  }
  return ColumnKind::text;
}

bool is_link(const core::RecordType& type, const core::Field& field) {
  return field.kind == core::FieldKind::reference && field.reference_type == type.name;
}

SectionSource records_of(const core::RecordType& type, core::Side side) {
  SectionSource source{.table = type.name, .order = "id"};
  source.section = {.name = type.name,
                    .kind = SectionKind::records,
                    .columns = {{"id", integer},
                                {"created_at", integer},
                                {"created_by", text},
                                {"changed_at", integer},
                                {"changed_by", text}}};
  for (const core::Field& field : type.fields) {
    if (core::exists_on(type, field, side) && !is_link(type, field)) {
      source.section.columns.push_back({field.name, kind_of(field)});
    }
  }
  return source;
}

SectionSource link_of(const core::RecordType& type, const core::Field& field) {
  SectionSource source{
      .table = type.name, .order = "id", .condition = "\"" + field.name + "\" IS NOT NULL"};
  source.section = {.name = type.name + "." + field.name,
                    .kind = SectionKind::links,
                    .columns = {{"id", integer}, {field.name, integer}}};
  return source;
}

SectionSource table(std::string name, std::string order, std::vector<Column> columns) {
  SectionSource source{.table = name, .order = std::move(order)};
  source.section = {
      .name = std::move(name), .kind = SectionKind::table, .columns = std::move(columns)};
  return source;
}

// The tables beside the registers that are worth keeping. Not the log: whoever loads an archive
// starts a new one. Not the lease, the computers and the state of the connection.
std::vector<SectionSource> tables() {
  return {
      table("id_counter", "type_number", {{"type_number", integer}, {"next", integer}}),
      table("number_block", "series, first_number",
            {{"series", text},
             {"first_number", integer},
             {"last_number", integer},
             {"next_number", integer},
             {"sequence", integer}}),
      table("sync_conflict", "id",
            {{"id", text},
             {"round", integer},
             {"kind", text},
             {"type_number", integer},
             {"record_id", integer},
             {"record_name", text},
             {"field_number", integer},
             {"winner", text},
             {"winning_value", text},
             {"losing_value", text},
             {"winning_by", text},
             {"winning_at", integer},
             {"losing_by", text},
             {"losing_at", integer},
             {"detected_at", integer},
             {"losing_image", text},
             {"how_sv", text},
             {"how_en", text},
             {"sequence", integer},
             {"put_back_at", integer},
             {"put_back_by", text}}),
      table("sync_round", "number",
            {{"number", integer},
             {"started_at", integer},
             {"ended_at", integer},
             {"computer", text},
             {"token", integer},
             {"up", integer},
             {"down", integer},
             {"conflicts", integer},
             {"result", text},
             {"message_sv", text},
             {"message_en", text}}),
      table(
          "sync_quarantine", "type_number, record_id",
          {{"type_number", integer}, {"record_id", integer}, {"reason", text}, {"since", integer}}),
  };
}

}  // namespace

std::vector<SectionSource> sections_of(const core::Registry& registry, core::Side side,
                                       Content content) {
  const core::Side fields = content == Content::everything ? side : core::Side::online;
  std::vector<SectionSource> sources;
  for (const core::RecordType& type : registry.types()) {
    if (!core::exists_on(type, fields)) continue;
    sources.push_back(records_of(type, fields));
    for (const core::Field& field : type.fields) {
      if (core::exists_on(type, field, fields) && is_link(type, field)) {
        sources.push_back(link_of(type, field));
      }
    }
  }
  if (content == Content::everything) {
    for (SectionSource& source : tables()) sources.push_back(std::move(source));
  }
  return sources;
}

}  // namespace tusk::archive
