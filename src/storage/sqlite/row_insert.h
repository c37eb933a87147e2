#pragma once

// SQLite's BulkInsert: one prepared INSERT, whose values wait in one buffer until the row is whole.
// Private to storage/sqlite.

#include <memory>

#include "storage/bulk_insert.h"
#include "storage/sqlite/connection.h"

namespace tusk::storage::sqlite {

[[nodiscard]] std::unique_ptr<BulkInsert> insert_rows(std::shared_ptr<Connection> connection,
                                                      const BulkTarget& target);

}  // namespace tusk::storage::sqlite
