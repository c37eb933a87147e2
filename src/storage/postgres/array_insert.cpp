#include "storage/postgres/array_insert.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <map>
#include <stdexcept>

#include "storage/columns.h"

namespace tusk::storage::postgres {
namespace {

// Of one statement: enough for its own cost not to count, and what the server unpacks of it stays
// in its work_mem.
constexpr std::size_t send_bytes = 512 * 1024;

constexpr const char* select_types =
    "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = "
    "to_regclass($1) AND attnum > 0 AND NOT attisdropped";

std::map<std::string, std::string> types_of(Connection& connection, const std::string& table) {
  const ResultHandle rows = connection.run(select_types, {quoted(table)});
  std::map<std::string, std::string> types;
  for (int row = 0; row < PQntuples(rows.get()); ++row) {
    types.emplace(PQgetvalue(rows.get(), row, 0), PQgetvalue(rows.get(), row, 1));
  }
  return types;
}

std::string insert_sql(const BulkTarget& target, const std::map<std::string, std::string>& types) {
  std::string names = "company_id";
  std::string arrays;
  for (std::size_t i = 0; i < target.columns.size(); ++i) {
    const auto type = types.find(target.columns[i]);
    if (type == types.end()) {
      throw std::logic_error("no column " + target.columns[i] + " in " + target.table);
    }
    names += ", " + quoted(target.columns[i]);
    arrays += fmt::format("{}CAST(${} AS {}[])", i == 0 ? "" : ", ", i + 2, type->second);
  }
  return fmt::format("INSERT INTO {}({}) SELECT CAST($1 AS BIGINT), * FROM unnest({})",
                     quoted(target.table), names, arrays);
}

void append_quoted(std::string& array, std::string_view value) {
  array += '"';
  std::size_t copied = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '"' && value[i] != '\\') continue;
    array.append(value.substr(copied, i - copied)).append(1, '\\');
    copied = i;
  }
  array.append(value.substr(copied)).append(1, '"');
}

}  // namespace

void refuse_null_character(std::string_view text) {
  if (text.find('\0') == std::string_view::npos) return;
  throw core::Error(core::ErrorCode::invalid,
                    core::say("Texten innehåller ett nolltecken, som inte kan sparas.",
                              "The text has a null character, which cannot be saved."));
}

ArrayInsert::ArrayInsert(std::shared_ptr<Connection> connection, const BulkTarget& target,
                         std::int64_t company)
    : connection_(std::move(connection)),
      sql_(insert_sql(target, types_of(*connection_, target.table))),
      company_(std::to_string(company)),
      columns_(target.columns.size()) {}

std::string& ArrayInsert::next_column() {
  if (added_ == columns_.size()) throw std::logic_error("a row with too many values");
  std::string& column = columns_[added_++];
  column += rows_ == 0 ? '{' : ',';
  return column;
}

void ArrayInsert::add_null() {
  next_column() += "NULL";
  bytes_ += 5;
}

void ArrayInsert::add(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  next_column().append(digits.data(), end);
  bytes_ += static_cast<std::size_t>(end - digits.data()) + 1;
}

void ArrayInsert::add(bool value) {
  next_column() += value ? 't' : 'f';
  bytes_ += 2;
}

void ArrayInsert::add(std::string_view value) {
  refuse_null_character(value);
  append_quoted(next_column(), value);
  bytes_ += value.size() + 3;
}

void ArrayInsert::end_row() {
  if (added_ != columns_.size()) throw std::logic_error("a row with too few values");
  added_ = 0;
  ++rows_;
  if (bytes_ >= send_bytes) send();
}

void ArrayInsert::finish() {
  if (rows_ != 0) send();
}

void ArrayInsert::send() {
  Parameters parameters = {company_};
  for (std::string& column : columns_) {
    column += '}';
    parameters.emplace_back(std::move(column));
    column.clear();
  }
  rows_ = 0;
  bytes_ = 0;
  (void)connection_->run(sql_, parameters);
}

}  // namespace tusk::storage::postgres
