#include "storage/internal_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "storage/schema_engines.h"

namespace tusk::storage {
namespace {

constexpr ColumnKind text = ColumnKind::text;
constexpr ColumnKind integer = ColumnKind::integer;

std::vector<InternalTable> declare() {
  const std::string needed = "NOT NULL";
  const std::string zero = "NOT NULL DEFAULT 0";
  return {
      {"sync_state",
       {{"side", text, needed},
        {"database_uuid", text, needed},
        {"incarnation", integer, zero},
        {"schema_version", integer, needed},
        {"mode", text, "NOT NULL DEFAULT 'unconnected'"},
        {"own_acked_sequence", integer, zero},
        {"own_acked_salt", integer, zero},
        {"peer_sequence", integer, zero},
        {"peer_salt", integer, zero},
        {"peer_token", integer, zero},
        {"last_round", integer, zero},
        {"online_url", text},
        {"online_company_id", text},
        {"device_id", text},
        {"connected_by", text},
        {"connected_by_email", text},
        {"connected_at", integer},
        {"interval_seconds", integer, "NOT NULL DEFAULT 15"},
        {"message", text},
        {"last_sequence", integer, zero, true},
        {"audit_every_days", integer, "NOT NULL DEFAULT 7"}},
       {}},
      {"sync_conflict",
       {{"id", text, needed},      {"round", integer},       {"kind", text},
        {"type_number", integer},  {"record_id", integer},   {"record_name", text},
        {"field_number", integer}, {"winner", text},         {"winning_value", text},
        {"losing_value", text},    {"winning_by", text},     {"winning_at", integer},
        {"losing_by", text},       {"losing_at", integer},   {"detected_at", integer},
        {"losing_image", text},    {"how_sv", text},         {"how_en", text},
        {"sequence", integer},     {"put_back_at", integer}, {"put_back_by", text}},
       {"id"}},
      {"sync_round",
       {{"number", integer, needed},
        {"started_at", integer},
        {"ended_at", integer},
        {"computer", text},
        {"token", integer},
        {"up", integer},
        {"down", integer},
        {"conflicts", integer},
        {"result", text},
        {"message_sv", text},
        {"message_en", text}},
       {"number"}},
      {"sync_lease",
       {{"token", integer, needed},
        {"holder_uuid", text},
        {"holder_name", text},
        {"beat", integer},
        {"preferred_uuid", text}},
       {}},
      // Which computer took the lease from which; `reason` is replica::TakeOverReason.
      {"sync_take_over",
       {{"token", integer, needed},
        {"at", integer},
        {"from_name", text},
        {"to_uuid", text},
        {"to_name", text},
        {"reason", text}},
       {"token"}},
      // Records that do not get across; `place` is replica::ProblemPlace.
      {"sync_quarantine",
       {{"type_number", integer, needed},
        {"record_id", integer, needed},
        {"place", integer, zero},
        {"mask", integer, zero},
        {"record_name", text},
        {"reason_sv", text},
        {"reason_en", text},
        {"since", integer}},
       {"type_number", "record_id", "place"}},
      // Comparisons of both sides: asked for, running, done.
      {"sync_audit",
       {{"number", integer, needed},
        {"requested_at", integer},
        {"requested_by", text},
        {"started_at", integer},
        {"ended_at", integer},
        {"computer", text},
        {"compared", integer, zero},
        {"differing", integer, zero},
        {"repaired", integer, zero},
        {"done_percent", integer, zero},
        {"result", text, needed},
        {"message_sv", text},
        {"message_en", text},
        {"is_told", integer, zero}},
       {"number"}},
      // The first synchronisation: in the office how far it has come, online what is here of it.
      {"sync_transfer",
       {{"phase", text, needed},
        {"archive", text, needed},
        {"token", integer, zero},
        {"blocks", integer, zero},
        {"next_block", integer, zero},
        {"chain", text},
        {"header", text},
        {"bytes", integer, zero},
        {"bytes_done", integer, zero},
        {"records_done", integer, zero},
        {"percent", integer, zero},
        {"sections", text},
        {"incarnation", integer, zero},
        {"position_sequence", integer, zero},
        {"position_salt", integer, zero},
        {"online_sequence", integer, zero},
        {"online_salt", integer, zero},
        {"started_at", integer, zero},
        {"changed_at", integer, zero},
        {"run_started_at", integer, zero},
        {"run_bytes", integer, zero},
        {"computer", text},
        {"before_mode", text},
        {"message_sv", text},
        {"message_en", text}},
       {}},
      {"number_block",
       {{"series", text, needed},
        {"first_number", integer, needed},
        {"last_number", integer, needed},
        {"next_number", integer, needed},
        {"sequence", integer, zero}},
       {"series", "first_number"}},
      {"id_counter",
       {{"type_number", integer, needed}, {"next", integer, needed}},
       {"type_number"}},
  };
}

bool is_key(const InternalTable& table, const InternalColumn& column) {
  return std::find(table.key.begin(), table.key.end(), column.name) != table.key.end();
}

std::string column_sql(const InternalTable& table, const InternalColumn& column, Engine engine) {
  const bool is_postgres = engine == Engine::postgres;
  std::string sql = column.name;
  if (column.kind == ColumnKind::integer) {
    sql += is_postgres ? " BIGINT" : " INTEGER";
  } else {
    // Keys are compared by bytes, as in SQLite.
    sql += is_postgres && is_key(table, column) ? " TEXT COLLATE \"C\"" : " TEXT";
  }
  return column.condition.empty() ? sql : sql + " " + column.condition;
}

std::string table_sql(const InternalTable& table, Engine engine) {
  const bool is_postgres = engine == Engine::postgres;
  std::string key = fmt::format("{}", fmt::join(table.key, ", "));
  std::string columns;
  if (is_postgres) {
    columns = "company_id BIGINT NOT NULL";
    key = key.empty() ? "company_id" : "company_id, " + key;
  } else if (key.empty()) {
    columns = "one INTEGER NOT NULL DEFAULT 1 CHECK (one = 1)";
    key = "one";
  }
  for (const InternalColumn& column : table.columns) {
    if (column.postgres_only && !is_postgres) continue;
    columns += (columns.empty() ? "" : ",\n  ") + column_sql(table, column, engine);
  }
  return fmt::format("CREATE TABLE {}({},\n  PRIMARY KEY ({}));\n", table.name, columns, key);
}

std::set<std::string> columns_of(Transaction& transaction, const std::string& table) {
  const auto statement = transaction.prepare(
      transaction.engine() == Engine::sqlite
          ? "SELECT name FROM pragma_table_info($1)"
          : "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND "
            "NOT attisdropped");
  statement->bind(table);
  std::set<std::string> names;
  while (statement->step()) names.emplace(statement->text(0));
  return names;
}

// Version 1 had the reason in both languages in one text, "svenska / English", and a key without
// `place`. The key can't be changed in place on SQLite.
void renew_quarantine(Transaction& transaction) {
  const InternalTable* table = nullptr;
  for (const InternalTable& each : internal_tables()) {
    if (each.name == "sync_quarantine") table = &each;
  }
  const bool is_postgres = transaction.engine() == Engine::postgres;
  transaction.execute("ALTER TABLE sync_quarantine RENAME TO old_quarantine");
  if (is_postgres) {
    transaction.execute(
        "ALTER TABLE old_quarantine RENAME CONSTRAINT sync_quarantine_pkey TO old_quarantine_pkey");
  }
  transaction.execute(table_sql(*table, transaction.engine()));
  const char* company = is_postgres ? "company_id, " : "";
  const std::string at = is_postgres ? "strpos(reason, ' / ')" : "instr(reason, ' / ')";
  transaction.execute(fmt::format(
      "INSERT INTO sync_quarantine({0}type_number, record_id, reason_sv, reason_en, since) "
      "SELECT {0}type_number, record_id, CASE WHEN {1} > 0 THEN substr(reason, 1, {1} - 1) ELSE "
      "reason END, CASE WHEN {1} > 0 THEN substr(reason, {1} + 3) ELSE reason END, since FROM "
      "old_quarantine",
      company, at));
  transaction.execute("DROP TABLE old_quarantine");
}

}  // namespace

std::span<const InternalTable> internal_tables() {
  static const std::vector<InternalTable> all = declare();
  return all;
}

std::string internal_tables_sql(Engine engine) {
  std::string sql;
  for (const InternalTable& table : internal_tables()) sql += table_sql(table, engine);
  return sql;
}

void migrate_internal_tables(Transaction& transaction) {
  if (columns_of(transaction, "sync_quarantine").contains("reason")) renew_quarantine(transaction);
  for (const InternalTable& table : internal_tables()) {
    const auto present = columns_of(transaction, table.name);
    if (present.empty()) {
      transaction.execute(table_sql(table, transaction.engine()));
      continue;
    }
    for (const InternalColumn& column : table.columns) {
      if (present.contains(column.name)) continue;
      if (column.postgres_only && transaction.engine() != Engine::postgres) continue;
      transaction.execute(fmt::format("ALTER TABLE {} ADD COLUMN {}", table.name,
                                      column_sql(table, column, transaction.engine())));
    }
  }
  // Rounds are refused between an office that is newer than its online side and that.
  transaction.execute(fmt::format("UPDATE sync_state SET schema_version = {}", schema_version));
}

}  // namespace tusk::storage
