#pragma once

// The tables of a company database that belong to no register, declared once for both engines:
// synchronisation, its history, number series. (The log of changes has each engine's own keys and
// stands in schema_sqlite.cpp and schema_postgres.cpp.)
//
// A table or column that is added here is added to existing databases by the next migration.

#include <span>
#include <string>
#include <vector>

#include "storage/database.h"

namespace tusk::storage {

enum class ColumnKind { integer, text };  // 64 bits

struct InternalColumn {
  std::string name;
  ColumnKind kind = ColumnKind::integer;
  std::string condition = {};  // "NOT NULL", "NOT NULL DEFAULT 0"; of a column that is added to a
                               // table that was there before: a default, or nothing
  bool postgres_only = false;
};

struct InternalTable {
  std::string name;
  std::vector<InternalColumn> columns;
  std::vector<std::string> key;  // names of columns, all NOT NULL; empty: one row per company
};

[[nodiscard]] std::span<const InternalTable> internal_tables();

// CREATE TABLE of all of them.
[[nodiscard]] std::string internal_tables_sql(Engine);
// Adds the tables and columns that the database lacks. What columns held that are no longer there
// is brought over.
void migrate_internal_tables(Transaction&);

}  // namespace tusk::storage
