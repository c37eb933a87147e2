#pragma once

// Rows by INSERT … SELECT FROM unnest(…): one array per column, many rows per statement. COPY would
// be faster, but PostgreSQL refuses COPY … FROM into a table with row-level security. Private to
// storage/postgres.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "storage/bulk_insert.h"
#include "storage/postgres/connection.h"

namespace tusk::storage::postgres {

class ArrayInsert final : public BulkInsert {
 public:
  // Each row gets `company` as its company_id. `connection` is in a transaction.
  ArrayInsert(std::shared_ptr<Connection> connection, const BulkTarget& target,
              std::int64_t company);

  void add_null() override;
  void add(std::int64_t value) override;
  void add(bool value) override;
  void add(std::string_view value) override;
  void end_row() override;
  void finish() override;

 private:
  // The text of the next column's array, up to the value that is to be appended.
  [[nodiscard]] std::string& next_column();
  void send();

  std::shared_ptr<Connection> connection_;
  std::string sql_;
  std::string company_;
  std::vector<std::string> columns_;  // "{1,2,NULL": one array each, not yet sent
  std::size_t added_ = 0;             // values in the row
  std::size_t bytes_ = 0;             // in columns_, about
  std::size_t rows_ = 0;              // in columns_
};

// Throws Error{invalid}: PostgreSQL's text has no null characters.
void refuse_null_character(std::string_view text);

}  // namespace tusk::storage::postgres
