#include <fmt/format.h>

#include <map>
#include <set>

#include "storage/columns.h"
#include "storage/internal_tables.h"
#include "storage/record_query.h"
#include "storage/schema_engines.h"
#include "storage/search.h"
#include "storage/search_backlog.h"
#include "storage/text_fold.h"

namespace tusk::storage {
namespace {

using core::Field;
using core::FieldKind;
using core::RecordType;

// The log, and who applies the other side's changes.
constexpr const char* log_tables = R"(
CREATE TABLE schema_version(version INTEGER NOT NULL, registry TEXT NOT NULL);
CREATE TABLE sync_apply(x INTEGER);
CREATE TABLE sync_log(sequence INTEGER PRIMARY KEY AUTOINCREMENT, type_number INTEGER NOT NULL,
  record_id INTEGER NOT NULL, operation INTEGER NOT NULL, mask INTEGER NOT NULL,
  salt INTEGER NOT NULL, changed_by TEXT, changed_at INTEGER NOT NULL, image TEXT);
CREATE INDEX sync_log_by_record ON sync_log(type_number, record_id);
)";

// Which registers' records are not all in their search tables yet (search_backlog.h).
constexpr const char* backlog_table =
    "CREATE TABLE IF NOT EXISTS search_backlog(type_number INTEGER PRIMARY KEY, after_id INTEGER "
    "NOT NULL, records INTEGER NOT NULL, filled INTEGER NOT NULL);\n";
// Records that a migration takes into the search tables at a time; all in one transaction.
constexpr int migrated_portion = 10'000;

std::string column(const Field& field) {
  const bool is_text = core::value_kind(field.kind) == core::ValueKind::text;
  std::string text = quoted(field.name) + (is_text ? " TEXT" : " INTEGER");
  if (field.kind == FieldKind::boolean) {
    const bool on = field.default_value.is_boolean() && field.default_value.boolean();
    text += fmt::format(" NOT NULL DEFAULT {}", on ? 1 : 0);
  } else if (field.kind == FieldKind::reference) {
    text += fmt::format(" REFERENCES \"{}\"(id)", field.reference_type);
    if (field.on_delete == core::OnDelete::cascade) text += " ON DELETE CASCADE";
    if (field.on_delete == core::OnDelete::set_null) text += " ON DELETE SET NULL";
    // A merge writes in its own order. (PRAGMA defer_foreign_keys would do it for one transaction,
    // but makes SQLite compile every prepared statement anew.)
    text += " DEFERRABLE INITIALLY DEFERRED";
  }
  return text;
}

std::string table(const RecordType& type, core::Side side) {
  std::string sql = fmt::format(
      "CREATE TABLE \"{}\"(id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL DEFAULT 0, "
      "created_by TEXT NOT NULL DEFAULT '', changed_at INTEGER NOT NULL DEFAULT 0, "
      "changed_by TEXT NOT NULL DEFAULT ''",
      type.name);
  for (const Field& field : type.fields) {
    if (core::exists_on(type, field, side)) sql += ",\n  " + column(field);
  }
  return sql + ");\n";
}

// An index or a trigger of a table, as sqlite_schema has it: made by "CREATE " and this, with
// single spaces up to the name.
struct Part {
  std::string name;
  std::string sql;
};

Part make_part(const char* kind, std::string name, const std::string& rest) {
  std::string sql = fmt::format("CREATE {} {}{}", kind, quoted(name), rest);
  return {std::move(name), std::move(sql)};
}

void add_indexes(std::vector<Part>& parts, const RecordType& type, core::Side side) {
  const std::string on = " ON " + quoted(type.name);
  for (const Field& field : type.fields) {
    if (!core::exists_on(type, field, side)) continue;
    if (!field.unique && field.kind != FieldKind::reference) continue;
    parts.push_back(
        make_part(field.unique ? "UNIQUE INDEX" : "INDEX", type.name + "_" + field.name,
                  fmt::format("{0}({1}) WHERE {1} IS NOT NULL", on, quoted(field.name))));
  }
  parts.push_back(make_part("INDEX", type.name + "_changed_at", on + "(changed_at, id)"));
  parts.push_back(make_part("INDEX", type.name + "_by_title",
                            fmt::format("{}({}, id)", on, title_key_sql(type, Engine::sqlite))));
}

// INSERT OR REPLACE and UPDATE OR REPLACE delete the rows in their way without a trigger, unless
// the process has turned recursive triggers on, and so behind the back of the capture.
void add_guards_against_replace(std::vector<Part>& parts, const RecordType& type, core::Side side) {
  std::string insert_when =
      fmt::format("EXISTS (SELECT 1 FROM \"{}\" WHERE id = NEW.id)", type.name);
  std::string update_when;
  std::string unique_columns;
  for (const Field& field : type.fields) {
    if (!field.unique || !core::exists_on(type, field, side)) continue;
    const std::string taken = fmt::format(
        "EXISTS (SELECT 1 FROM \"{0}\" WHERE \"{1}\" = NEW.\"{1}\"", type.name, field.name);
    insert_when += " OR " + taken + ")";
    update_when += (update_when.empty() ? "" : " OR ") + taken + " AND id <> OLD.id)";
    unique_columns += (unique_columns.empty() ? "" : ", ") + quoted(field.name);
  }
  const std::string refuse =
      fmt::format(" BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: {}.'); END", type.name);
  parts.push_back(
      make_part("TRIGGER", type.name + "_insert_guard",
                fmt::format(" BEFORE INSERT ON \"{}\" WHEN {}{}", type.name, insert_when, refuse)));
  if (update_when.empty()) return;
  parts.push_back(make_part("TRIGGER", type.name + "_update_guard",
                            fmt::format(" BEFORE UPDATE OF {} ON \"{}\" WHEN {}{}", unique_columns,
                                        type.name, update_when, refuse)));
}

Part search_table(const RecordType& type) {
  return make_part(
      "VIRTUAL TABLE", type.name + "_search",
      " USING fts5(words, tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3')");
}

void add_search_triggers(std::vector<Part>& parts, const RecordType& type) {
  if (!is_searchable(type)) return;
  std::string columns;
  for (const Field& field : type.fields) {
    if (field.searchable) columns += (columns.empty() ? "" : ", ") + quoted(field.name);
  }
  const std::string table = quoted(type.name);
  const std::string words_of = quoted(type.name + "_search");
  const std::string words = protect_letters_sql(searched_text_sql(type, "NEW.", Engine::sqlite));
  parts.push_back(make_part("TRIGGER", type.name + "_search_inserted",
                            fmt::format(" AFTER INSERT ON {} BEGIN\n"
                                        "  INSERT INTO {}(rowid, words) VALUES (NEW.id, {}); END",
                                        table, words_of, words)));
  parts.push_back(make_part("TRIGGER", type.name + "_search_updated",
                            fmt::format(" AFTER UPDATE OF {} ON {} BEGIN\n"
                                        "  UPDATE {} SET words = {} WHERE rowid = NEW.id; END",
                                        columns, table, words_of, words)));
  parts.push_back(make_part("TRIGGER", type.name + "_search_deleted",
                            fmt::format(" AFTER DELETE ON {} BEGIN\n"
                                        "  DELETE FROM {} WHERE rowid = OLD.id; END",
                                        table, words_of)));
}

// What a trigger writes: `row` is NEW or OLD, `mask` an expression or a number.
std::string log_row(const RecordType& type, const char* row, int operation, const std::string& mask,
                    const std::string& known, const std::string& image) {
  constexpr const char* now = "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)";
  return fmt::format(
      "INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, "
      "image) SELECT {}, {}.id, {}, m, random() & 9007199254740991, CASE WHEN {} THEN "
      "{}.changed_by END, CASE WHEN {} THEN {}.changed_at ELSE {} END, {} FROM (SELECT {} AS m) "
      "WHERE m <> 0; END",
      type.number, row, operation, known, row, known, row, now, image, mask);
}

void add_capture(std::vector<Part>& parts, const RecordType& type) {
  if (!type.is_synchronised()) return;
  std::string fields;
  std::string changed = "0";
  std::string image;
  for (const Field& field : type.fields) {
    if (!core::exists_on(type, field, core::Side::online)) continue;
    fields += fmt::format("{}\"{}\"", fields.empty() ? "" : ", ", field.name);
    changed +=
        fmt::format(" | ((OLD.\"{0}\" IS NOT NEW.\"{0}\") << {1})", field.name, field.number);
    const std::string old_value = fmt::format("OLD.\"{}\"", field.name);
    image += fmt::format("{}'{}', {}", image.empty() ? "" : ", ", field.name,
                         field.kind == FieldKind::boolean
                             ? "json(CASE WHEN " + old_value + " THEN 'true' ELSE 'false' END)"
                             : old_value);
  }
  const std::string when = " WHEN NOT EXISTS (SELECT 1 FROM sync_apply) BEGIN\n  ";
  const std::string all = std::to_string(core::synchronised_mask(type));
  const auto add = [&](const char* name, const std::string& event, const std::string& entry) {
    parts.push_back(
        make_part("TRIGGER", type.name + name,
                  fmt::format(" AFTER {} ON \"{}\"{}{}", event, type.name, when, entry)));
  };
  add("_inserted", "INSERT", log_row(type, "NEW", 2, all, "NEW.changed_at <> 0", "NULL"));
  add("_updated", "UPDATE OF " + fields,
      log_row(type, "NEW", 0, changed, "NEW.changed_at <> OLD.changed_at", "NULL"));
  add("_deleted", "DELETE",
      log_row(type, "OLD", 1, all, "OLD.changed_at <> 0", "json_object(" + image + ")"));
}

// What belongs to a table and holds nothing of its own.
std::vector<Part> parts_of(const RecordType& type, core::Side side) {
  std::vector<Part> parts;
  add_indexes(parts, type, side);
  add_guards_against_replace(parts, type, side);
  add_search_triggers(parts, type);
  add_capture(parts, type);
  return parts;
}

// Everything of a type but its table, which must be there.
std::string derived(const RecordType& type, core::Side side) {
  std::string sql;
  if (is_searchable(type)) sql += search_table(type).sql + ";\n";
  for (const Part& part : parts_of(type, side)) sql += part.sql + ";\n";
  return sql;
}

std::vector<std::string> select_names(Transaction& transaction, const char* sql,
                                      const std::string& of) {
  const auto statement = transaction.prepare(sql);
  statement->bind(of);
  std::vector<std::string> names;
  while (statement->step()) names.emplace_back(statement->text(0));
  return names;
}

void add_missing_columns(Transaction& transaction, const RecordType& type, core::Side side) {
  const auto names = select_names(transaction, "SELECT name FROM pragma_table_info($1)", type.name);
  const std::set<std::string> present(names.begin(), names.end());
  for (const Field& field : type.fields) {
    if (!core::exists_on(type, field, side) || present.contains(field.name)) continue;
    transaction.execute(
        fmt::format("ALTER TABLE {} ADD COLUMN {}", quoted(type.name), column(field)));
  }
}

// What sqlite_schema has of the parts of a table: SQL by name.
std::map<std::string, std::string> load_parts(Transaction& transaction, const RecordType& type) {
  const auto statement = transaction.prepare(
      "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND "
      "(type IN ('index', 'trigger') AND tbl_name = $1 OR type = 'table' AND name = $2)");
  statement->bind(type.name).bind(type.name + "_search");
  std::map<std::string, std::string> parts;
  while (statement->step()) parts.emplace(statement->text(0), statement->text(1));
  return parts;
}

// Indexes, triggers and the search table of a table that is there become what they should be. What
// is so already stays: in a large register each index and the search table take long to make.
void equalise_parts(Transaction& transaction, const RecordType& type, core::Side side) {
  auto others = load_parts(transaction, type);
  const auto take = [&](const Part& part) {
    const auto here = others.find(part.name);
    const bool is_as_wanted = here != others.end() && here->second == part.sql;
    if (is_as_wanted) others.erase(here);
    return is_as_wanted;
  };
  const Part search = search_table(type);
  bool keeps_search = is_searchable(type) && take(search);
  std::vector<Part> missing;
  for (Part& part : parts_of(type, side)) {
    if (take(part)) continue;
    // The table has what this trigger wrote into it.
    if (part.name == type.name + "_search_inserted") keeps_search = false;
    missing.push_back(std::move(part));
  }
  others.erase(search.name);
  for (const auto& [name, sql] : others) {
    const bool is_trigger = sql.starts_with("CREATE TRIGGER");
    transaction.execute(fmt::format("DROP {} {}", is_trigger ? "TRIGGER" : "INDEX", quoted(name)));
  }
  if (!keeps_search) {
    transaction.execute("DROP TABLE IF EXISTS " + quoted(search.name));
    if (is_searchable(type)) transaction.execute(search.sql);
    leave_for_later(transaction, type);
  }
  for (const Part& part : missing) transaction.execute(part.sql);
}

void fill_search_tables(Transaction& transaction, const core::Registry& registry) {
  while (fill_search(transaction, registry, migrated_portion)) {
  }
}

void equalise(Transaction& transaction, const core::Registry& registry, core::Side side) {
  for (const RecordType& type : registry.types()) {
    if (!core::exists_on(type, side)) continue;
    const auto found = select_names(
        transaction, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = $1",
        type.name);
    if (found.empty()) {
      transaction.execute(table(type, side) + derived(type, side));
    } else {
      add_missing_columns(transaction, type, side);
      equalise_parts(transaction, type, side);
    }
  }
  fill_search_tables(transaction, registry);
}

// What stands in the place of the fingerprint while a company is being loaded.
constexpr std::string_view bare_print = "bare";

void store_print(Transaction& transaction, std::string_view print) {
  transaction.execute("DELETE FROM schema_version");
  const auto insert =
      transaction.prepare("INSERT INTO schema_version(version, registry) VALUES ($1, $2)");
  insert->bind(schema_version).bind(print).run();
}

void refuse_bare(std::string_view print) {
  if (print != bare_print) return;
  throw core::Error(
      core::ErrorCode::conflict,
      core::say("Databasen är bara delvis inläst, eftersom inläsningen avbröts. Läs in den igen.",
                "The database is only partly loaded, because the loading was interrupted. Load it "
                "again."));
}

}  // namespace

std::string make_sqlite_schema(const core::Registry& registry, core::Side side) {
  std::string sql = log_tables + internal_tables_sql(Engine::sqlite) + backlog_table;
  for (const RecordType& type : registry.types()) {
    if (core::exists_on(type, side)) sql += table(type, side) + derived(type, side);
  }
  return sql;
}

void migrate_sqlite(Transaction& transaction, const core::Registry& registry, core::Side side) {
  const std::string schema = make_sqlite_schema(registry, side);
  const std::string print = fingerprint_of(schema);
  if (select_names(transaction, "SELECT name FROM sqlite_schema WHERE name = $1", "schema_version")
          .empty()) {
    transaction.execute(schema);
    store_print(transaction, print);
    return;
  }
  {
    const auto stored = transaction.prepare("SELECT version, registry FROM schema_version");
    if (stored->step()) {
      refuse_newer(stored->integer(0));
      refuse_bare(stored->text(1));
      if (stored->text(1) == print) return;
    }
  }
  migrate_internal_tables(transaction);
  transaction.execute(backlog_table);
  equalise(transaction, registry, side);
  store_print(transaction, print);
}

void create_bare_sqlite(Transaction& transaction, const core::Registry& registry, core::Side side) {
  std::string sql = log_tables + internal_tables_sql(Engine::sqlite) + backlog_table;
  for (const RecordType& type : registry.types()) {
    if (core::exists_on(type, side)) sql += table(type, side);
  }
  transaction.execute(sql);
  store_print(transaction, bare_print);
}

void complete_sqlite(Transaction& transaction, const core::Registry& registry, core::Side side,
                     SearchTables search) {
  for (const RecordType& type : registry.types()) {
    if (!core::exists_on(type, side)) continue;
    transaction.execute(derived(type, side));
    leave_for_later(transaction, type);
  }
  if (search == SearchTables::filled) fill_search_tables(transaction, registry);
  store_print(transaction, fingerprint_of(make_sqlite_schema(registry, side)));
}

}  // namespace tusk::storage
