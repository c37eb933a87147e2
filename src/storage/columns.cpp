#include "storage/columns.h"

namespace tusk::storage {
namespace {

core::Value read_value(const core::Field& field, const Statement& row, int column) {
  if (row.is_null(column)) return {};
  switch (core::value_kind(field.kind)) {
    case core::ValueKind::text:
      return std::string(row.text(column));
    case core::ValueKind::integer:
      return row.integer(column);
    case core::ValueKind::boolean:
      return row.boolean(column);
  }
  return {};
}

}  // namespace

std::string quoted(const std::string& name) {
  return '"' + name + '"';
}

std::string column_list(const core::RecordType& type, core::Side side) {
  std::string list = "created_at, created_by, changed_at, changed_by";
  for (const core::Field& field : type.fields) {
    if (core::exists_on(type, field, side)) list += ", " + quoted(field.name);
  }
  return list;
}

core::Record read_record(const core::RecordType& type, core::Side side, const Statement& row,
                         int first) {
  core::Record record;
  record.id = row.integer(first);
  record.created = {std::string(row.text(first + 2)), row.integer(first + 1)};
  record.changed = {std::string(row.text(first + 4)), row.integer(first + 3)};
  record.values.reserve(type.fields.size());
  int column = first + 5;
  for (const core::Field& field : type.fields) {
    const bool here = core::exists_on(type, field, side);
    record.values.push_back(here ? read_value(field, row, column) : core::Value());
    if (here) ++column;
  }
  return record;
}

}  // namespace tusk::storage
