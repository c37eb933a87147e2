#include "archive/sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "storage/internal_tables.h"

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

SectionSource source_of(const storage::InternalTable& table) {
  SectionSource source{.table = table.name, .order = fmt::format("{}", fmt::join(table.key, ", "))};
  source.section = {.name = table.name, .kind = SectionKind::table};
  for (const storage::InternalColumn& column : table.columns) {
    source.section.columns.push_back(
        {column.name, column.kind == storage::ColumnKind::text ? text : integer});
  }
  return source;
}

// The tables beside the registers that are worth keeping. Not the log: whoever loads an archive
// starts a new one. Not the lease, who had it and the state of the connection.
std::vector<SectionSource> tables() {
  constexpr std::array<std::string_view, 4> left_out = {"sync_state", "sync_lease",
                                                        "sync_take_over", "sync_transfer"};
  std::vector<SectionSource> sources;
  for (const storage::InternalTable& table : storage::internal_tables()) {
    if (std::find(left_out.begin(), left_out.end(), table.name) != left_out.end()) continue;
    sources.push_back(source_of(table));
  }
  return sources;
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
