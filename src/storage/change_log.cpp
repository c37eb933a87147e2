#include "storage/change_log.h"

#include <fmt/format.h>

#include <exception>

namespace tusk::storage {
namespace {

// What differs between the engines. In SQLite the AUTOINCREMENT sequence is both the entry's id and
// its position; on PostgreSQL entries have an id from the start and a position (`sequence`, null
// until then) from assign_positions().
struct Dialect {
  const char* entry_id;
  const char* or_unnumbered;
  const char* salt;  // 53 random bits
};

constexpr Dialect sqlite_dialect{"sequence", "", "random() & 9007199254740991"};
constexpr Dialect postgres_dialect{"entry_id", " OR sequence IS NULL", "DEFAULT"};

// The texts of one engine, made once.
struct Texts {
  std::string entries_after;
  std::string entries_of;
  std::string removals_after;
  std::string count_after;
  std::string has_after;
  std::string records_after;
  std::string append;
  std::string clear_bits;
  std::string clear_entry;
};

Texts make_texts(const Dialect& dialect) {
  const auto pending_after = [&](int parameter) {
    return fmt::format("(sequence > ${}{})", parameter, dialect.or_unnumbered);
  };
  // PostgreSQL puts null, and so what has no position yet, last.
  const auto select_pending = [&](const std::string& condition) {
    return fmt::format(
        "SELECT sequence, {0}, type_number, record_id, operation, mask, changed_by, changed_at, "
        "image, salt FROM sync_log WHERE {{company}} AND {1} ORDER BY sequence, {0}",
        dialect.entry_id, condition);
  };
  const std::string after = pending_after(1);
  return {
      .entries_after = select_pending(after) + " LIMIT $2",
      .entries_of = select_pending("type_number = $1 AND record_id = $2 AND " + pending_after(3)),
      .removals_after =
          select_pending("type_number = $1 AND operation = 1 AND " + pending_after(2)),
      .count_after = "SELECT count(*) FROM sync_log WHERE {company} AND " + after,
      .has_after = "SELECT 1 FROM sync_log WHERE {company} AND " + after + " LIMIT 1",
      .records_after =
          "SELECT DISTINCT type_number, record_id FROM sync_log WHERE {company} AND record_id > 0 "
          "AND " +
          after + " LIMIT $2",
      .append = fmt::format(
          "INSERT INTO sync_log({{company_column}}type_number, record_id, operation, mask, salt, "
          "changed_by, changed_at, image) VALUES ({{company_value}}$1, $2, $3, $4, {}, $5, $6, $7)",
          dialect.salt),
      .clear_bits = fmt::format(
          "UPDATE sync_log SET mask = mask & ~CAST($1 AS BIGINT), operation = CASE WHEN operation "
          "= 0 AND (mask & ~CAST($1 AS BIGINT)) = 0 THEN 9 ELSE operation END WHERE {{company}} "
          "AND {} = $2",
          dialect.entry_id),
      .clear_entry =
          fmt::format("UPDATE sync_log SET mask = 0, operation = 9 WHERE {{company}} AND {} = $1",
                      dialect.entry_id)};
}

const Texts& texts_of(const Transaction& transaction) {
  static const Texts sqlite = make_texts(sqlite_dialect);
  static const Texts postgres = make_texts(postgres_dialect);
  return transaction.engine() == Engine::sqlite ? sqlite : postgres;
}

constexpr std::string_view select_head =
    "SELECT sequence, salt FROM sync_log WHERE {company} AND sequence IS NOT NULL "
    "ORDER BY sequence DESC LIMIT 1";
constexpr std::string_view select_salt =
    "SELECT salt FROM sync_log WHERE {company} AND sequence = $1";
constexpr std::string_view delete_before =
    "DELETE FROM sync_log WHERE {company} AND sequence < $1 AND sequence < "
    "(SELECT max(sequence) FROM sync_log WHERE {company})";

// PostgreSQL. The changes of one record have ids in the order in which they were made: an entry
// gets its id while its transaction holds the record's row.
constexpr std::string_view lock_last_sequence =
    "SELECT last_sequence FROM sync_state WHERE {company} FOR UPDATE";
constexpr std::string_view number_entries =
    "UPDATE sync_log SET sequence = $1 + numbered.place FROM (SELECT entry_id, row_number() OVER "
    "(ORDER BY entry_id) AS place FROM sync_log WHERE {company} AND sequence IS NULL) AS numbered "
    "WHERE {company:sync_log} AND sync_log.entry_id = numbered.entry_id";
constexpr std::string_view store_last_sequence =
    "UPDATE sync_state SET last_sequence = last_sequence + $1 WHERE {company}";

std::vector<LogEntry> collect(Statement& statement) {
  std::vector<LogEntry> entries;
  while (statement.step()) {
    LogEntry entry;
    entry.sequence = statement.integer(0);
    entry.entry_id = statement.integer(1);
    entry.type_number = static_cast<int>(statement.integer(2));
    entry.record_id = statement.integer(3);
    entry.operation = static_cast<LogOperation>(statement.integer(4));
    entry.mask = static_cast<core::FieldMask>(statement.integer(5));
    entry.stamp = {std::string(statement.text(6)), statement.integer(7)};
    entry.image = statement.text(8);
    entry.salt = statement.integer(9);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

void assign_positions(Transaction& transaction) {
  if (transaction.engine() == Engine::sqlite) return;
  const auto lock = transaction.prepare_company(lock_last_sequence);
  if (!lock->step()) return;  // no such company: nothing is logged
  // A statement of its own, begun after the lock was given: it sees what was committed until then,
  // and nobody else gives out positions until this transaction ends.
  const auto number = transaction.prepare_company(number_entries);
  const std::int64_t count = number->bind(lock->integer(0)).run();
  if (count == 0) return;
  const auto store = transaction.prepare_company(store_last_sequence);
  store->bind(count).run();
}

LogPosition head(Transaction& transaction) {
  const auto statement = transaction.prepare_company(select_head);
  if (!statement->step()) return {};
  return {statement->integer(0), statement->integer(1)};
}

std::optional<std::int64_t> salt_at(Transaction& transaction, std::int64_t sequence) {
  const auto statement = transaction.prepare_company(select_salt);
  statement->bind(sequence);
  if (!statement->step()) return std::nullopt;
  return statement->integer(0);
}

std::vector<LogEntry> entries_after(Transaction& transaction, std::int64_t after,
                                    std::int64_t limit) {
  const auto statement = transaction.prepare_company(texts_of(transaction).entries_after);
  statement->bind(after).bind(limit);
  return collect(*statement);
}

std::vector<LogEntry> entries_of(Transaction& transaction, int type_number, core::RecordId id,
                                 std::int64_t after) {
  const auto statement = transaction.prepare_company(texts_of(transaction).entries_of);
  statement->bind(type_number).bind(id).bind(after);
  return collect(*statement);
}

std::vector<LogEntry> removals_after(Transaction& transaction, int type_number,
                                     std::int64_t after) {
  const auto statement = transaction.prepare_company(texts_of(transaction).removals_after);
  statement->bind(type_number).bind(after);
  return collect(*statement);
}

std::int64_t count_after(Transaction& transaction, std::int64_t after) {
  const auto statement = transaction.prepare_company(texts_of(transaction).count_after);
  statement->bind(after);
  statement->step();
  return statement->integer(0);
}

bool has_entries_after(Transaction& transaction, std::int64_t after) {
  const auto statement = transaction.prepare_company(texts_of(transaction).has_after);
  statement->bind(after);
  return statement->step();
}

std::vector<std::pair<int, core::RecordId>> records_after(Transaction& transaction,
                                                          std::int64_t after, std::int64_t limit) {
  const auto statement = transaction.prepare_company(texts_of(transaction).records_after);
  statement->bind(after).bind(limit);
  std::vector<std::pair<int, core::RecordId>> records;
  while (statement->step()) {
    records.emplace_back(static_cast<int>(statement->integer(0)), statement->integer(1));
  }
  return records;
}

void append(Transaction& transaction, int type_number, core::RecordId id, LogOperation operation,
            core::FieldMask mask, const core::Stamp& stamp, std::string_view image) {
  const auto statement = transaction.prepare_company(texts_of(transaction).append);
  statement->bind(type_number).bind(id).bind(static_cast<int>(operation));
  statement->bind(static_cast<std::int64_t>(mask)).bind(stamp.by).bind(stamp.at);
  if (image.empty()) {
    statement->bind_null();
  } else {
    statement->bind(image);
  }
  statement->run();
}

void append_all(Transaction& transaction, const core::RecordType& type, core::FieldMask mask) {
  const auto statement = transaction.prepare_company(fmt::format(
      "INSERT INTO sync_log({{company_column}}type_number, record_id, operation, mask{0}, "
      "changed_by, changed_at) SELECT {{company_value}}CAST($1 AS BIGINT), id, 2, "
      "CAST($2 AS BIGINT){1}, '', 0 FROM \"{2}\" WHERE {{company}} ORDER BY id",
      transaction.engine() == Engine::sqlite ? ", salt" : "",
      transaction.engine() == Engine::sqlite ? std::string(", ") + sqlite_dialect.salt : "",
      type.name));
  statement->bind(type.number).bind(static_cast<std::int64_t>(mask)).run();
}

void clear_bits(Transaction& transaction, std::int64_t entry_id, core::FieldMask bits) {
  const auto statement = transaction.prepare_company(texts_of(transaction).clear_bits);
  statement->bind(static_cast<std::int64_t>(bits)).bind(entry_id).run();
}

void clear_entry(Transaction& transaction, std::int64_t entry_id) {
  const auto statement = transaction.prepare_company(texts_of(transaction).clear_entry);
  statement->bind(entry_id).run();
}

void prune(Transaction& transaction, std::int64_t sequence) {
  const auto statement = transaction.prepare_company(delete_before);
  statement->bind(sequence).run();
}

Applying::Applying(Transaction& transaction)
    : transaction_(transaction), exceptions_(std::uncaught_exceptions()) {
  // PostgreSQL: a setting that ends with the transaction; the triggers look at it.
  transaction_
      .prepare(transaction_.engine() == Engine::sqlite
                   ? "INSERT INTO sync_apply(x) VALUES (1)"
                   : "SELECT set_config('tusk.applying', 'on', true)")
      ->run();
}

// While another error is on its way the transaction can only be rolled back, and the mark with it.
Applying::~Applying() noexcept(false) {
  if (std::uncaught_exceptions() > exceptions_) return;
  transaction_
      .prepare(transaction_.engine() == Engine::sqlite
                   ? "DELETE FROM sync_apply"
                   : "SELECT set_config('tusk.applying', '', true)")
      ->run();
}

void defer_constraints(Transaction& transaction) {
  // In SQLite they always are (schema_sqlite.cpp).
  if (transaction.engine() == Engine::postgres) transaction.execute("SET CONSTRAINTS ALL DEFERRED");
}

}  // namespace tusk::storage
