#include "archive/company_export.h"

#include <fmt/format.h>

#include <utility>

#include "archive/limits.h"
#include "archive/sections.h"
#include "storage/change_log.h"
#include "storage/columns.h"

namespace tusk::archive {
namespace {

constexpr std::string_view select_state =
    "SELECT side, database_uuid, incarnation, schema_version FROM sync_state WHERE {company}";

std::string where(const SectionSource& source) {
  return " FROM " + storage::quoted(source.table) + " WHERE {company}" +
         (source.condition.empty() ? "" : " AND " + source.condition);
}

std::int64_t count_rows(storage::Transaction& snapshot, const SectionSource& source) {
  const auto statement = snapshot.prepare_company("SELECT count(*)" + where(source));
  statement->step();
  return statement->integer(0);
}

// $1: the last id of the page before, or how many rows came before; $2: rows of the page.
std::string select_page(const SectionSource& source) {
  std::string columns;
  for (const Column& column : source.section.columns) {
    columns += (columns.empty() ? "" : ", ") + storage::quoted(column.name);
  }
  return "SELECT " + columns + where(source) + (source.by_id() ? " AND id > $1" : "") +
         " ORDER BY " + source.order + " LIMIT $2" + (source.by_id() ? "" : " OFFSET $1");
}

void add_value(RowText& row, const storage::Statement& statement, int column, ColumnKind kind) {
  if (statement.is_null(column)) {
    row.add_null();
    return;
  }
  switch (kind) {
    case ColumnKind::integer:
      row.add(statement.integer(column));
      return;
    case ColumnKind::boolean:
      row.add(statement.boolean(column));
      return;
    case ColumnKind::text:
      row.add(statement.text(column));
      return;
  }
}

void write_rows(storage::Transaction& snapshot, const SectionSource& source, Writer& writer) {
  const auto& columns = source.section.columns;
  const auto statement = snapshot.prepare_company(select_page(source));
  const auto page = static_cast<std::int64_t>(limits::rows_of_block);
  std::int64_t after = 0;
  std::int64_t got = page;
  while (got == page) {
    statement->reset();
    statement->bind(after).bind(page);
    got = 0;
    while (statement->step()) {
      RowText& row = writer.begin_row();
      for (int i = 0; std::cmp_less(i, columns.size()); ++i) {
        add_value(row, *statement, i, columns[static_cast<std::size_t>(i)].kind);
      }
      writer.end_row();
      ++got;
      after = source.by_id() ? statement->integer(0) : after + 1;
    }
  }
}

// The name of the one company record; empty if there is none yet.
std::string company_name(storage::Transaction& snapshot, const core::Registry& registry) {
  for (const core::RecordType& type : registry.types()) {
    if (!type.singleton) continue;
    const auto statement = snapshot.prepare_company(
        fmt::format("SELECT {} FROM {} WHERE {{company}}", storage::quoted(type.title_field),
                    storage::quoted(type.name)));
    if (statement->step()) return std::string(statement->text(0));
  }
  return {};
}

core::Error no_company() {
  return {core::ErrorCode::not_found,
          core::say("Här finns ingen företagsdatabas.", "There is no company database here.")};
}

Header make_header(storage::Transaction& snapshot, const core::Registry& registry,
                   const ExportOptions& options) {
  Header header;
  header.program = options.program;
  header.made_at = options.now;
  header.content = options.content;
  const auto state = snapshot.prepare_company(select_state);
  if (!state->step()) throw no_company();
  header.side =
      state->text(0) == core::name_of(core::Side::office) ? core::Side::office : core::Side::online;
  header.database_uuid = state->text(1);
  header.incarnation = state->integer(2);
  header.schema_version = state->integer(3);
  header.company_name = company_name(snapshot, registry);
  header.log_position = storage::head(snapshot);
  return header;
}

}  // namespace

Summary export_company(storage::Transaction& snapshot, const core::Registry& registry,
                       const std::filesystem::path& path, const ExportOptions& options) {
  Header header = make_header(snapshot, registry, options);
  const auto sources = sections_of(registry, header.side, options.content);
  for (const SectionSource& source : sources) {
    header.sections.push_back(source.section);
    header.sections.back().rows = count_rows(snapshot, source);
  }
  Writer writer(path, std::move(header), options.writer);
  for (const SectionSource& source : sources) {
    writer.begin_section();
    write_rows(snapshot, source, writer);
  }
  return writer.finish();
}

}  // namespace tusk::archive
