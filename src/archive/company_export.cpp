#include "archive/company_export.h"

#include <fmt/format.h>

#include <optional>
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
std::string select_page(const SectionSource& source, const std::vector<std::string>& columns) {
  std::string names;
  for (const std::string& column : columns) {
    names += (names.empty() ? "" : ", ") + storage::quoted(column);
  }
  return "SELECT " + names + where(source) + (source.by_id() ? " AND id > $1" : "") + " ORDER BY " +
         source.order + " LIMIT $2" + (source.by_id() ? "" : " OFFSET $1");
}

void add_value(RowSink& row, const storage::Statement& statement, int column, ColumnKind kind) {
  if (kind == ColumnKind::text) {
    const auto text = statement.find_text(column);
    return text ? row.add(*text) : row.add_null();
  }
  const auto number = statement.find_integer(column);
  if (!number) return row.add_null();
  if (kind == ColumnKind::boolean) return row.add(*number != 0);
  row.add(*number);
}

std::vector<std::string> names_of(const std::vector<Column>& columns) {
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  return names;
}

// A section's rows on their way into the archive, and what they are together.
class RowDigest {
 public:
  RowDigest(const core::RecordType& type, std::vector<std::string>& selected)
      : hasher_(type, selected) {
    digest_.type_number = type.number;
  }
  void add(const storage::Statement& row) { digest_.add(hasher_.hash(row)); }
  [[nodiscard]] const storage::TypeDigest& digest() const { return digest_; }

 private:
  storage::RowHasher hasher_;
  storage::TypeDigest digest_;
};

// The type whose digest is wanted with the section, if one is.
const core::RecordType* digested_type(const SectionSource& source, const core::Registry& registry,
                                      const ExportOptions& options) {
  if (!options.on_digest || source.section.kind != SectionKind::records) return nullptr;
  const core::RecordType& type = registry.get(source.section.name);
  return type.is_synchronised() ? &type : nullptr;
}

void write_rows(storage::Transaction& snapshot, const SectionSource& source, Writer& writer,
                const core::RecordType* digested, const ExportOptions& options) {
  const auto& columns = source.section.columns;
  std::vector<std::string> selected = names_of(columns);
  std::optional<RowDigest> digest;
  if (digested != nullptr) digest.emplace(*digested, selected);
  const auto statement = snapshot.prepare_company(select_page(source, selected));
  const auto page = static_cast<std::int64_t>(limits::rows_of_block);
  std::int64_t after = 0;
  std::int64_t got = page;
  while (got == page) {
    statement->reset();
    statement->bind(after).bind(page);
    got = 0;
    while (statement->step()) {
      RowSink& row = writer.begin_row();
      for (int i = 0; std::cmp_less(i, columns.size()); ++i) {
        add_value(row, *statement, i, columns[static_cast<std::size_t>(i)].kind);
      }
      writer.end_row();
      if (digest) digest->add(*statement);
      ++got;
      after = source.by_id() ? statement->integer(0) : after + 1;
    }
  }
  if (digest) options.on_digest(digest->digest());
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
    write_rows(snapshot, source, writer, digested_type(source, registry, options), options);
  }
  return writer.finish();
}

}  // namespace tusk::archive
