#include "storage/change_log.h"

// This program opens SQLite alone, where the AUTOINCREMENT sequence is both the entry's id and its
// position.

namespace tusk::storage {
namespace {

constexpr std::string_view select_head =
    "SELECT sequence, salt FROM sync_log WHERE {company} ORDER BY sequence DESC LIMIT 1";
constexpr std::string_view select_salt =
    "SELECT salt FROM sync_log WHERE {company} AND sequence = $1";
constexpr std::string_view select_after =
    "SELECT sequence, type_number, record_id, operation, mask, changed_by, changed_at, image "
    "FROM sync_log WHERE {company} AND sequence > $1 ORDER BY sequence LIMIT $2";
constexpr std::string_view select_of =
    "SELECT sequence, type_number, record_id, operation, mask, changed_by, changed_at, image "
    "FROM sync_log WHERE {company} AND type_number = $1 AND record_id = $2 AND sequence > $3 "
    "ORDER BY sequence";
constexpr std::string_view select_any =
    "SELECT 1 FROM sync_log WHERE {company} AND sequence > $1 LIMIT 1";
constexpr std::string_view select_count =
    "SELECT count(*) FROM sync_log WHERE {company} AND sequence > $1";
constexpr std::string_view insert_entry =
    "INSERT INTO sync_log({company_column}type_number, record_id, operation, mask, salt, "
    "changed_by, changed_at, image) VALUES ({company_value}$1, $2, $3, $4, "
    "random() & 9007199254740991, $5, $6, $7)";
constexpr std::string_view clear_some =
    "UPDATE sync_log SET mask = mask & ~$1, operation = CASE WHEN operation = 0 AND "
    "(mask & ~$1) = 0 THEN 9 ELSE operation END WHERE {company} AND sequence = $2";
constexpr std::string_view clear_all =
    "UPDATE sync_log SET mask = 0, operation = 9 WHERE {company} AND sequence = $1";
constexpr std::string_view delete_before =
    "DELETE FROM sync_log WHERE {company} AND sequence < $1 AND sequence < "
    "(SELECT max(sequence) FROM sync_log WHERE {company})";

std::vector<LogEntry> collect(Statement& statement) {
  std::vector<LogEntry> entries;
  while (statement.step()) {
    LogEntry entry;
    entry.sequence = statement.integer(0);
    entry.entry_id = entry.sequence;
    entry.type_number = static_cast<int>(statement.integer(1));
    entry.record_id = statement.integer(2);
    entry.operation = static_cast<LogOperation>(statement.integer(3));
    entry.mask = static_cast<core::FieldMask>(statement.integer(4));
    entry.stamp = {std::string(statement.text(5)), statement.integer(6)};
    entry.image = statement.text(7);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

void assign_positions(Transaction&) {}

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
  const auto statement = transaction.prepare_company(select_after);
  statement->bind(after).bind(limit);
  return collect(*statement);
}

std::vector<LogEntry> entries_of(Transaction& transaction, int type_number, core::RecordId id,
                                 std::int64_t after) {
  const auto statement = transaction.prepare_company(select_of);
  statement->bind(type_number).bind(id).bind(after);
  return collect(*statement);
}

std::int64_t count_after(Transaction& transaction, std::int64_t after) {
  const auto statement = transaction.prepare_company(select_count);
  statement->bind(after);
  statement->step();
  return statement->integer(0);
}

bool has_entries_after(Transaction& transaction, std::int64_t after) {
  const auto statement = transaction.prepare_company(select_any);
  statement->bind(after);
  return statement->step();
}

void append(Transaction& transaction, int type_number, core::RecordId id, LogOperation operation,
            core::FieldMask mask, const core::Stamp& stamp, std::string_view image) {
  const auto statement = transaction.prepare_company(insert_entry);
  statement->bind(type_number).bind(id).bind(static_cast<int>(operation));
  statement->bind(static_cast<std::int64_t>(mask)).bind(stamp.by).bind(stamp.at);
  if (image.empty()) {
    statement->bind_null();
  } else {
    statement->bind(image);
  }
  statement->run();
}

void clear_bits(Transaction& transaction, std::int64_t entry_id, core::FieldMask bits) {
  const auto statement = transaction.prepare_company(clear_some);
  statement->bind(static_cast<std::int64_t>(bits)).bind(entry_id).run();
}

void clear_entry(Transaction& transaction, std::int64_t entry_id) {
  const auto statement = transaction.prepare_company(clear_all);
  statement->bind(entry_id).run();
}

void prune(Transaction& transaction, std::int64_t sequence) {
  const auto statement = transaction.prepare_company(delete_before);
  statement->bind(sequence).run();
}

Applying::Applying(Transaction& transaction) : transaction_(transaction) {
  transaction_.execute("INSERT INTO sync_apply(x) VALUES (1)");
}

// A failed statement leaves the transaction to be rolled back, which takes the row with it.
Applying::~Applying() {
  try {
    transaction_.execute("DELETE FROM sync_apply");
  } catch (const core::Error&) {
  }
}

void defer_constraints(Transaction& transaction) {
  transaction.execute("PRAGMA defer_foreign_keys = ON");
}

}  // namespace tusk::storage
