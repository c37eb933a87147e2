#pragma once

// Many rows into one table of a company, as fast as the engine takes them: one prepared INSERT in
// SQLite, statements of many rows each on PostgreSQL. Triggers and constraints work as ever.
//
// Errors are those of any statement, thrown by end_row() or not before finish(); after one the
// transaction can only be rolled back. Destroyed without finish(), some of the rows are there and
// some may not be: finish, or roll back.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tusk::storage {

class BulkInsert {
 public:
  virtual ~BulkInsert() = default;

  // The next column of the row, in the order in which they were named.
  virtual void add_null() = 0;
  virtual void add(std::int64_t value) = 0;
  virtual void add(bool value) = 0;
  // Throws Error{invalid} on PostgreSQL for a null character within.
  virtual void add(std::string_view value) = 0;
  // Throws std::logic_error if the row has not a value for each column.
  virtual void end_row() = 0;

  virtual void finish() = 0;
};

// Names come from the registry or the program, never from a person. The company's own column is
// filled in by itself.
struct BulkTarget {
  std::string table;
  std::vector<std::string> columns;
};

}  // namespace tusk::storage
