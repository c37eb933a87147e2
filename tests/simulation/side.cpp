#include "side.h"

#include <fmt/format.h>

#include <iterator>

#include "storage/change_log.h"
#include "storage/columns.h"
#include "storage/schema.h"

namespace tusk::simulation {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// The schema that people run, without what takes time and has no part in synchronisation (the order
// of letters in lists), and with what the mutant leaves out.
std::string schema_of(core::Side side, const core::Registry& registry, const Mutant& mutant,
                      bool refuses) {
  std::string schema = storage::make_company_schema(registry, side, storage::Engine::sqlite);
  std::string kept;
  std::size_t begin = 0;
  while (begin < schema.size()) {
    const auto end = schema.find('\n', begin) + 1;
    const std::string_view line = std::string_view(schema).substr(begin, end - begin);
    if (line.find("_by_title\"") == std::string_view::npos) kept += line;
    begin = end;
  }
  if (mutant.reuses_sequences) replace_all(kept, " AUTOINCREMENT", "");
  if (mutant.captures_merge) {
    replace_all(kept, "WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN", "BEGIN");
  }
  if (refuses) {
    replace_all(
        kept, "\"phone\" TEXT",
        fmt::format("\"phone\" TEXT CHECK (\"phone\" NOT LIKE '%{}')", refused_suffix(side)));
  }
  return kept;
}

}  // namespace

bool is_refused(core::Side side, const std::string& value) {
  return value.ends_with(refused_suffix(side));
}

const char* refused_suffix(core::Side side) {
  return side == core::Side::office ? "!" : "?";
}

Side::Program::Program(const core::Registry& registry, core::Side side) : store(registry, side) {
  select_broken = "SELECT '', 0 FROM sync_apply";
  for (const core::RecordType& type : registry.types()) {
    if (!core::exists_on(type, side)) continue;
    const std::string table = storage::quoted(type.name);
    select_keys += fmt::format("{}SELECT {}, id FROM {}", select_keys.empty() ? "" : " UNION ALL ",
                               type.number, table);
    select_rows.emplace_back(
        &type, fmt::format("SELECT id, {} FROM {}", storage::column_list(type, side), table));
    std::string condition;
    for (const core::Field& field : type.fields) {
      if (field.kind == core::FieldKind::reference && core::exists_on(type, field, side)) {
        select_dangling += fmt::format(
            "{}SELECT '{}', id FROM {} AS one WHERE {} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
            "{} WHERE id = one.{})",
            select_dangling.empty() ? "" : " UNION ALL ", type.name, table,
            storage::quoted(field.name), storage::quoted(field.reference_type),
            storage::quoted(field.name));
      }
      if (field.required)
        condition += (condition.empty() ? "" : " OR ") + storage::quoted(field.name) + " IS NULL";
    }
    if (condition.empty()) continue;
    select_broken +=
        fmt::format(" UNION ALL SELECT '{}', id FROM {} WHERE {}", type.name, table, condition);
  }
  select_broken += " LIMIT 1";
}

Side::Side(core::Side side, std::string file, const core::Registry& registry, const Mutant& mutant,
           bool refuses)
    : side_(side),
      file_(std::move(file)),
      program_(&program_of(registry)),
      upgrading_(storage::open_database({.location = file_, .company = 1})),
      troubled_(*upgrading_, file_) {
  storage::write(*upgrading_, [&](storage::Transaction& transaction) {
    transaction.execute(schema_of(side, registry, mutant, refuses));
    transaction.execute(fmt::format("INSERT INTO schema_version(version, registry) VALUES ({}, '')",
                                    storage::schema_version));
    storage::initialise_company(transaction, registry, side, core::name_of(side));
  });
  use_connection();
}

Side::Program& Side::program_of(const core::Registry& registry) {
  return programs_.try_emplace(&registry, registry, side_).first->second;
}

// To the file as it is now.
void Side::use_connection() {
  constexpr std::size_t most_connections = 8;
  if (connections_.size() > most_connections) connections_.clear();
  auto& connection = connections_[schema_number_of(file_)];
  if (!connection) connection = storage::open_database({.location = file_, .company = 1});
  real_ = connection.get();
  troubled_.use(*real_);
}

// Equal schemas get equal numbers. The start's own is lower: SQLite has counted to it.
void Side::number_schema(storage::Database& connection) {
  constexpr std::uint32_t first_number = 1U << 20U;
  std::string schema;
  storage::read(connection, [&](storage::Transaction& transaction) {
    const auto statement =
        transaction.prepare("SELECT name, rootpage, sql FROM sqlite_schema ORDER BY rowid");
    while (statement->step()) {
      fmt::format_to(std::back_inserter(schema), "{}|{}|{}\n", statement->text(0),
                     statement->integer(1), statement->text(2));
    }
  });
  const auto next = first_number + static_cast<std::uint32_t>(schema_numbers_.size());
  set_schema_number(file_, schema_numbers_.try_emplace(std::move(schema), next).first->second);
}

void Side::put(const FileImage& image, const core::Registry& registry) {
  put_file(file_, image);
  program_ = &program_of(registry);
  use_connection();
  troubled_.forget_trouble();
}

void Side::replace_file(const std::string& file, storage::Database& made) {
  put_file(file_, copy_file(file));
  number_schema(made);
  use_connection();
  troubled_.forget_trouble();
}

// By a connection of its own: one whose tables change prepares all its statements anew.
void Side::upgrade(const core::Registry& registry) {
  program_ = &program_of(registry);
  storage::migrate_company(*upgrading_, registry, side_);
  number_schema(*upgrading_);
  use_connection();
}

const std::vector<Key>& Side::keys() {
  return look(keys_, [&](storage::Transaction& transaction) {
    std::vector<Key> keys;
    const auto statement = transaction.prepare(program_->select_keys);
    while (statement->step())
      keys.emplace_back(static_cast<int>(statement->integer(0)), statement->integer(1));
    return keys;
  });
}

std::optional<core::Record> Side::find(const Key& key) {
  return read([&](storage::Transaction& transaction) {
    return store().find(transaction, *registry().find(key.first), key.second);
  });
}

const Rows& Side::rows() {
  return look(rows_, [&](storage::Transaction& transaction) {
    Rows rows;
    for (const auto& [type, sql] : program_->select_rows) {
      const auto statement = transaction.prepare(sql);
      while (statement->step()) {
        core::Record record = storage::read_record(*type, side_, *statement);
        rows.emplace(Key{type->number, record.id}, std::move(record));
      }
    }
    return rows;
  });
}

std::vector<replica::LoggedConflict> Side::conflicts() {
  return read([&](storage::Transaction& transaction) {
    return replica::list_conflicts(transaction, registry(), 1'000, "").conflicts;
  });
}

const std::set<Key>& Side::quarantined() {
  return look(quarantined_, [&](storage::Transaction& transaction) {
    std::set<Key> keys;
    const auto statement =
        transaction.prepare("SELECT type_number, record_id FROM sync_quarantine");
    while (statement->step())
      keys.emplace(static_cast<int>(statement->integer(0)), statement->integer(1));
    return keys;
  });
}

const replica::State& Side::state() {
  return look(state_, replica::load_state);
}

const replica::Lease& Side::lease() {
  return look(lease_, replica::load_lease);
}

std::int64_t Side::head() {
  return look(
      head_, [](storage::Transaction& transaction) { return storage::head(transaction).sequence; });
}

// References and unique values the database itself guards; that a field must have a value, the
// merge alone. The first record without such a value, or the mark of a merge.
const std::string& Side::broken_rule() {
  return look(broken_, [&](storage::Transaction& transaction) -> std::string {
    const auto statement = transaction.prepare(program_->select_broken);
    if (!statement->step()) return "";
    if (statement->text(0).empty()) return "the mark of a merge was left behind";
    return fmt::format("{} {} lacks a value", statement->text(0), statement->integer(1));
  });
}

// What PRAGMA foreign_key_check would tell; that is compiled anew every time.
std::string Side::broken_foreign_key() {
  return read([&](storage::Transaction& transaction) -> std::string {
    const auto statement = transaction.prepare(program_->select_dangling);
    if (!statement->step()) return "";
    return fmt::format("{} {} names what is not there", statement->text(0), statement->integer(1));
  });
}

}  // namespace tusk::simulation
