#include "side.h"

#include <fmt/format.h>

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

Side::Side(core::Side side, std::string file, const core::Registry& registry, const Mutant& mutant,
           bool refuses)
    : side_(side),
      file_(std::move(file)),
      real_(storage::open_database({.location = file_, .company = 1})),
      troubled_(*real_, file_) {
  store_.emplace(registry, side);
  write_quietly([&](storage::Transaction& transaction) {
    transaction.execute(schema_of(side, registry, mutant, refuses));
    transaction.execute(fmt::format("INSERT INTO schema_version(version, registry) VALUES ({}, '')",
                                    storage::schema_version));
    storage::initialise_company(transaction, registry, side, core::name_of(side));
  });
}

void Side::put(const FileImage& image, const core::Registry& registry) {
  put_file(file_, image);
  if (&registry != &store_->registry()) {
    store_.emplace(registry, side_);
    forget_texts();
  }
  troubled_.forget_trouble();
}

void Side::replace_file(const std::string& file) {
  put_other_file(file_, copy_file(file));
  troubled_.forget_trouble();
}

void Side::upgrade(const core::Registry& registry) {
  store_.emplace(registry, side_);
  forget_texts();
  storage::migrate_company(*real_, registry, side_);
}

std::vector<Key> Side::keys() {
  if (select_keys_.empty()) {
    for (const core::RecordType& type : registry().types()) {
      if (!core::exists_on(type, side_)) continue;
      select_keys_ +=
          fmt::format("{}SELECT {}, id FROM {}", select_keys_.empty() ? "" : " UNION ALL ",
                      type.number, storage::quoted(type.name));
    }
  }
  return read([&](storage::Transaction& transaction) {
    std::vector<Key> keys;
    const auto statement = transaction.prepare(select_keys_);
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

Rows Side::rows() {
  return read([&](storage::Transaction& transaction) {
    Rows rows;
    for (const core::RecordType& type : registry().types()) {
      if (!core::exists_on(type, side_)) continue;
      const auto statement = transaction.prepare(fmt::format(
          "SELECT id, {} FROM {}", storage::column_list(type, side_), storage::quoted(type.name)));
      while (statement->step()) {
        core::Record record = storage::read_record(type, side_, *statement);
        rows.emplace(Key{type.number, record.id}, std::move(record));
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

std::set<Key> Side::quarantined() {
  return read([&](storage::Transaction& transaction) {
    std::set<Key> keys;
    const auto statement =
        transaction.prepare("SELECT type_number, record_id FROM sync_quarantine");
    while (statement->step())
      keys.emplace(static_cast<int>(statement->integer(0)), statement->integer(1));
    return keys;
  });
}

replica::State Side::state() {
  return read([](storage::Transaction& transaction) { return replica::load_state(transaction); });
}

replica::Lease Side::lease() {
  return read([](storage::Transaction& transaction) { return replica::load_lease(transaction); });
}

std::int64_t Side::head() {
  return read(
      [](storage::Transaction& transaction) { return storage::head(transaction).sequence; });
}

// References and unique values the database itself guards; that a field must have a value, the
// merge alone.
std::string Side::broken_rule() {
  if (select_broken_.empty()) select_broken_ = make_select_broken();
  return read([&](storage::Transaction& transaction) -> std::string {
    const auto statement = transaction.prepare(select_broken_);
    if (!statement->step()) return "";
    if (statement->text(0).empty()) return "the mark of a merge was left behind";
    return fmt::format("{} {} lacks a value", statement->text(0), statement->integer(1));
  });
}

// The first record without a value that it must have, or a mark of a merge.
std::string Side::make_select_broken() const {
  std::string sql = "SELECT '', 0 FROM sync_apply";
  for (const core::RecordType& type : registry().types()) {
    if (!core::exists_on(type, side_)) continue;
    std::string condition;
    for (const core::Field& field : type.fields) {
      if (field.required)
        condition += (condition.empty() ? "" : " OR ") + storage::quoted(field.name) + " IS NULL";
    }
    if (condition.empty()) continue;
    sql += fmt::format(" UNION ALL SELECT '{}', id FROM {} WHERE {}", type.name,
                       storage::quoted(type.name), condition);
  }
  return sql + " LIMIT 1";
}

void Side::forget_texts() {
  select_keys_.clear();
  select_broken_.clear();
}

std::string Side::broken_foreign_key() {
  return read([](storage::Transaction& transaction) -> std::string {
    const auto statement = transaction.prepare("PRAGMA foreign_key_check");
    if (!statement->step()) return "";
    return fmt::format("{} {} names what is not there", statement->text(0), statement->integer(1));
  });
}

}  // namespace tusk::simulation
