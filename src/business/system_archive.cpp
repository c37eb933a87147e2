#include "business/system_archive.h"

#include <algorithm>
#include <utility>

#include "archive/row_parser.h"

namespace tusk::business {
namespace {

using archive::ColumnKind;
using archive::Section;
using archive::SectionKind;

constexpr const char* subject = "system";

std::vector<Section> sections() {
  return {{"system_company",
           SectionKind::table,
           {{"number", ColumnKind::integer},
            {"name", ColumnKind::text},
            {"location", ColumnKind::text},
            {"sample", ColumnKind::boolean},
            {"created_at", ColumnKind::integer},
            {"online_licence", ColumnKind::boolean}}},
          {"system_login",
           SectionKind::table,
           {{"user_name", ColumnKind::text},
            {"full_name", ColumnKind::text},
            {"password_hash", ColumnKind::text},
            {"super_user", ColumnKind::boolean},
            {"active", ColumnKind::boolean},
            {"created_at", ColumnKind::integer},
            {"changed_at", ColumnKind::integer},
            {"last_login_at", ColumnKind::integer}}},
          {"system_licence",
           SectionKind::table,
           {{"id", ColumnKind::integer},
            {"holder", ColumnKind::text},
            {"contact_person", ColumnKind::text},
            {"phone", ColumnKind::text},
            {"email", ColumnKind::text},
            {"number", ColumnKind::text},
            {"changed_at", ColumnKind::integer},
            {"changed_by", ColumnKind::text}}},
          {"system_api_user",
           SectionKind::table,
           {{"uuid", ColumnKind::text},
            {"company", ColumnKind::integer},
            {"name", ColumnKind::text},
            {"access_profile", ColumnKind::integer},
            {"active", ColumnKind::boolean},
            {"created_at", ColumnKind::integer},
            {"changed_at", ColumnKind::integer}}},
          {"system_api_key",
           SectionKind::table,
           {{"name", ColumnKind::text},
            {"api_user", ColumnKind::text},
            {"label", ColumnKind::text},
            {"secret_hash", ColumnKind::text},
            {"created_at", ColumnKind::integer},
            {"created_by", ColumnKind::text},
            {"last_used_at", ColumnKind::integer},
            {"revoked_at", ColumnKind::integer},
            {"revoked_by", ColumnKind::text}}}};
}

std::string names_of(const Section& section) {
  std::string names;
  for (const archive::Column& column : section.columns) {
    names += (names.empty() ? "" : ", ") + column.name;
  }
  return names;
}

// A company that was added meanwhile is left out, with what belongs to it.
std::string from(const Section& section, std::int64_t last_company) {
  const std::string last = std::to_string(last_company);
  std::string sql = " FROM " + section.name;
  if (section.name == "system_company") sql += " WHERE number <= " + last;
  if (section.name == "system_api_user") sql += " WHERE company <= " + last;
  if (section.name == "system_api_key") {
    sql += " WHERE api_user IN (SELECT uuid FROM system_api_user WHERE company <= " + last + ")";
  }
  return sql;
}

void write_rows(storage::Transaction& snapshot, const Section& section, std::int64_t last_company,
                archive::Writer& writer) {
  writer.begin_section();
  const auto rows =
      snapshot.prepare("SELECT " + names_of(section) + from(section, last_company) + " ORDER BY 1");
  while (rows->step()) {
    archive::RowSink& row = writer.begin_row();
    int column = 0;
    for (const archive::Column& of : section.columns) {
      const int at = column++;
      if (rows->is_null(at)) {
        row.add_null();
      } else if (of.kind == ColumnKind::text) {
        row.add(rows->text(at));
      } else if (of.kind == ColumnKind::boolean) {
        row.add(rows->boolean(at));
      } else {
        row.add(rows->integer(at));
      }
    }
    writer.end_row();
  }
}

class InsertSink final : public archive::RowSink {
 public:
  InsertSink(storage::Transaction& system, const Section& section) {
    std::string values;
    for (std::size_t i = 1; i <= section.columns.size(); ++i) {
      values += (i == 1 ? "$" : ", $") + std::to_string(i);
    }
    insert_ = system.prepare("INSERT INTO " + section.name + "(" + names_of(section) +
                             ") VALUES (" + values + ")");
  }
  void add_null() override { insert_->bind_null(); }
  void add(std::int64_t value) override { insert_->bind(value); }
  void add(bool value) override { insert_->bind(value); }
  void add(std::string_view value) override { insert_->bind(value); }
  void end_row() override {
    insert_->run();
    insert_->reset();
  }

 private:
  std::unique_ptr<storage::Statement> insert_;
};

class CompanySink final : public archive::RowSink {
 public:
  explicit CompanySink(const Section& section) : section_(section) {}
  void add_null() override { ++column_; }
  void add(std::int64_t value) override {
    const std::string& name = section_.columns[column_++].name;
    if (name == "number") company_.number = value;
    if (name == "created_at") company_.created_at = value;
  }
  void add(bool value) override {
    if (section_.columns[column_++].name == "sample") company_.sample = value;
  }
  void add(std::string_view value) override {
    if (section_.columns[column_++].name == "name") company_.name = value;
  }
  void end_row() override {
    companies.push_back(std::exchange(company_, {}));
    column_ = 0;
  }

  std::vector<Company> companies;

 private:
  const Section& section_;
  std::size_t column_ = 0;
  Company company_;
};

// Names of tables and columns go into SQL: only those that are known.
void check(const archive::Reader& reader) {
  if (reader.header().subject != subject) {
    throw core::Error(core::ErrorCode::invalid,
                      core::say("{} är ingen säkerhetskopia av en systemdatabas.",
                                "{} is no backup of a system database.", reader.source()));
  }
  const auto known = sections();
  for (const Section& section : reader.header().sections) {
    const auto own = std::find_if(known.begin(), known.end(), [&](const Section& candidate) {
      return candidate.name == section.name;
    });
    const bool all = own != known.end() &&
                     std::all_of(section.columns.begin(), section.columns.end(),
                                 [&](const archive::Column& column) {
                                   return std::find(own->columns.begin(), own->columns.end(),
                                                    column) != own->columns.end();
                                 });
    if (all) continue;
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("Säkerhetskopian {} innehåller {}, som den här versionen av programmet inte har. "
                  "Uppdatera programmet och försök igen.",
                  "The backup {} holds {}, which this version of the program does not have. "
                  "Update the program and try again.",
                  reader.source(), section.name));
  }
}

}  // namespace

archive::Summary export_system(storage::Transaction& snapshot, archive::Header header,
                               std::int64_t last_company, const std::filesystem::path& file,
                               archive::WriterOptions options) {
  header.subject = subject;
  header.sections = sections();
  for (Section& section : header.sections) {
    const auto count = snapshot.prepare("SELECT count(*)" + from(section, last_company));
    count->step();
    section.rows = count->integer(0);
  }
  const auto all = header.sections;
  archive::Writer writer(file, std::move(header), std::move(options));
  for (const Section& section : all) write_rows(snapshot, section, last_company, writer);
  return writer.finish();
}

std::vector<Company> companies_of(archive::Reader& reader) {
  check(reader);
  std::vector<Company> companies;
  for (std::uint32_t index = 1; index + 1 < reader.block_count(); ++index) {
    const archive::Block block = reader.read_block(index);
    const Section& section = reader.section_of(block);
    if (section.name != "system_company") continue;
    CompanySink sink(section);
    archive::parse_rows(block, section, reader.source(), sink);
    companies.insert(companies.end(), sink.companies.begin(), sink.companies.end());
  }
  return companies;
}

void load_system(archive::Reader& reader, storage::Transaction& system) {
  check(reader);
  for (const Section& section : sections()) system.execute("DELETE FROM " + section.name);
  for (std::uint32_t index = 1; index + 1 < reader.block_count(); ++index) {
    const archive::Block block = reader.read_block(index);
    const Section& section = reader.section_of(block);
    InsertSink sink(system, section);
    archive::parse_rows(block, section, reader.source(), sink);
  }
}

}  // namespace tusk::business
