#include <fmt/format.h>

#include "storage/schema.h"

#include "core/id.h"

namespace tusk::storage {
namespace {

using core::Field;
using core::FieldKind;
using core::RecordType;

constexpr const char* sync_tables = R"(
CREATE TABLE schema_version(version INTEGER NOT NULL);
CREATE TABLE sync_apply(x INTEGER);
CREATE TABLE sync_log(sequence INTEGER PRIMARY KEY AUTOINCREMENT, type_number INTEGER NOT NULL,
  record_id INTEGER NOT NULL, operation INTEGER NOT NULL, mask INTEGER NOT NULL,
  salt INTEGER NOT NULL, changed_by TEXT, changed_at INTEGER NOT NULL, image TEXT);
CREATE INDEX sync_log_by_record ON sync_log(type_number, record_id);
CREATE TABLE sync_state(one INTEGER NOT NULL DEFAULT 1 PRIMARY KEY CHECK (one = 1),
  side TEXT NOT NULL, database_uuid TEXT NOT NULL, incarnation INTEGER NOT NULL DEFAULT 0,
  schema_version INTEGER NOT NULL, mode TEXT NOT NULL DEFAULT 'unconnected',
  own_acked_sequence INTEGER NOT NULL DEFAULT 0, own_acked_salt INTEGER NOT NULL DEFAULT 0,
  peer_sequence INTEGER NOT NULL DEFAULT 0, peer_salt INTEGER NOT NULL DEFAULT 0,
  peer_token INTEGER NOT NULL DEFAULT 0, last_round INTEGER NOT NULL DEFAULT 0, online_url TEXT,
  online_company_id TEXT, device_id TEXT, connected_by TEXT, connected_by_email TEXT,
  connected_at INTEGER, interval_seconds INTEGER NOT NULL DEFAULT 15, message TEXT);
CREATE TABLE sync_conflict(id TEXT NOT NULL PRIMARY KEY, round INTEGER, kind TEXT,
  type_number INTEGER, record_id INTEGER, record_name TEXT, field_number INTEGER, winner TEXT,
  winning_value TEXT, losing_value TEXT, winning_by TEXT, winning_at INTEGER, losing_by TEXT,
  losing_at INTEGER, detected_at INTEGER, losing_image TEXT, how_sv TEXT, how_en TEXT,
  sequence INTEGER, put_back_at INTEGER, put_back_by TEXT);
CREATE TABLE sync_round(number INTEGER PRIMARY KEY, started_at INTEGER, ended_at INTEGER,
  computer TEXT, token INTEGER, up INTEGER, down INTEGER, conflicts INTEGER, result TEXT,
  message_sv TEXT, message_en TEXT);
CREATE TABLE sync_lease(one INTEGER NOT NULL DEFAULT 1 PRIMARY KEY CHECK (one = 1),
  token INTEGER NOT NULL, holder_uuid TEXT, holder_name TEXT, beat INTEGER, preferred_uuid TEXT);
CREATE TABLE sync_computer(uuid TEXT NOT NULL PRIMARY KEY, name TEXT, last_seen_at INTEGER,
  version TEXT, holds_database INTEGER);
CREATE TABLE sync_quarantine(type_number INTEGER, record_id INTEGER, reason TEXT, since INTEGER,
  PRIMARY KEY (type_number, record_id));
CREATE TABLE number_block(series TEXT NOT NULL, first_number INTEGER NOT NULL,
  last_number INTEGER NOT NULL, next_number INTEGER NOT NULL, sequence INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (series, first_number));
CREATE TABLE id_counter(type_number INTEGER PRIMARY KEY, next INTEGER NOT NULL);
)";

bool is_integer(FieldKind kind) {
  return kind == FieldKind::integer || kind == FieldKind::money || kind == FieldKind::percent ||
         kind == FieldKind::timestamp || kind == FieldKind::reference || kind == FieldKind::boolean;
}

std::string column(const Field& field) {
  std::string text =
      fmt::format("\"{}\" {}", field.name, is_integer(field.kind) ? "INTEGER" : "TEXT");
  if (field.kind == FieldKind::boolean) {
    const bool on = field.default_value.is_boolean() && field.default_value.boolean();
    text += fmt::format(" NOT NULL DEFAULT {}", on ? 1 : 0);
  } else if (field.kind == FieldKind::reference) {
    text += fmt::format(" REFERENCES \"{}\"(id)", field.reference_type);
    if (field.on_delete == core::OnDelete::cascade) text += " ON DELETE CASCADE";
    if (field.on_delete == core::OnDelete::set_null) text += " ON DELETE SET NULL";
  }
  return text;
}

std::string table(const RecordType& type, core::Side side) {
  std::string sql = fmt::format(
      "CREATE TABLE \"{}\"(id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL DEFAULT 0, "
      "created_by TEXT NOT NULL DEFAULT '', changed_at INTEGER NOT NULL DEFAULT 0, "
      "changed_by TEXT NOT NULL DEFAULT ''",
      type.name);
  std::string indexes;
  for (const Field& field : type.fields) {
    if (!core::exists_on(type, field, side)) continue;
    sql += ",\n  " + column(field);
    if (field.unique || field.kind == FieldKind::reference) {
      indexes += fmt::format(
          "CREATE {0}INDEX \"{1}_{2}\" ON \"{1}\"(\"{2}\") WHERE \"{2}\" IS NOT NULL;\n",
          field.unique ? "UNIQUE " : "", type.name, field.name);
    }
  }
  return sql + ");\n" + indexes +
         fmt::format("CREATE INDEX \"{0}_changed_at\" ON \"{0}\"(changed_at, id);\n", type.name);
}

// What a trigger writes: `row` is NEW or OLD, `mask` an expression or a number.
std::string log_row(const RecordType& type, const char* row, int operation, const std::string& mask,
                    const std::string& known, const std::string& image) {
  constexpr const char* now = "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)";
  return fmt::format(
      "INSERT INTO sync_log(type_number, record_id, operation, mask, salt, changed_by, changed_at, "
      "image) SELECT {}, {}.id, {}, m, random() & 9007199254740991, CASE WHEN {} THEN "
      "{}.changed_by END, CASE WHEN {} THEN {}.changed_at ELSE {} END, {} FROM (SELECT {} AS m) "
      "WHERE m <> 0; END;\n",
      type.number, row, operation, known, row, known, row, now, image, mask);
}

std::string capture(const RecordType& type) {
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
  return fmt::format("CREATE TRIGGER \"{0}_inserted\" AFTER INSERT ON \"{0}\"", type.name) + when +
         log_row(type, "NEW", 2, all, "NEW.changed_at <> 0", "NULL") +
         fmt::format("CREATE TRIGGER \"{0}_updated\" AFTER UPDATE OF {1} ON \"{0}\"", type.name,
                     fields) +
         when + log_row(type, "NEW", 0, changed, "NEW.changed_at <> OLD.changed_at", "NULL") +
         fmt::format("CREATE TRIGGER \"{0}_deleted\" AFTER DELETE ON \"{0}\"", type.name) + when +
         log_row(type, "OLD", 1, all, "OLD.changed_at <> 0", "json_object(" + image + ")");
}

}  // namespace

std::string make_company_schema(const core::Registry& registry, core::Side side, Engine engine) {
  if (engine != Engine::sqlite) {
    throw core::Error(core::ErrorCode::unavailable,
                      core::say("Det här programmet kan inte öppna PostgreSQL.",
                                "This program cannot open PostgreSQL."));
  }
  std::string sql = sync_tables;
  for (const RecordType& type : registry.types()) {
    if (!core::exists_on(type, side)) continue;
    sql += table(type, side);
    if (type.is_synchronised()) sql += capture(type);
  }
  return sql;
}

void migrate_company(Database& database, const core::Registry& registry, core::Side side) {
  write(database, [&](Transaction& transaction) {
    const auto exists =
        transaction.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'");
    if (!exists->step()) {
      transaction.execute(make_company_schema(registry, side, database.engine()));
      transaction.prepare("INSERT INTO schema_version(version) VALUES ($1)")
          ->bind(schema_version)
          .run();
      return;
    }
    const auto stored = transaction.prepare("SELECT version FROM schema_version");
    if (stored->step() && stored->integer(0) > schema_version) {
      throw core::Error(core::ErrorCode::conflict,
                        core::say("Databasen är gjord av en nyare version. Uppdatera programmet.",
                                  "A newer version made the database. Update the program."));
    }
  });
}

void initialise_company(Transaction& transaction, core::Side side, std::string_view uuid) {
  const auto statement = transaction.prepare_company(
      "INSERT INTO sync_state({company_column}side, database_uuid, schema_version) "
      "VALUES ({company_value}$1, $2, $3)");
  statement->bind(side == core::Side::office ? "office" : "online").bind(uuid);
  statement->bind(schema_version).run();
}

}  // namespace tusk::storage
