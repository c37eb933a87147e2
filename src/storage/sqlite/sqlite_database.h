#pragma once

// The SQLite adapter: one file per database, write-ahead log, durable commits.

#include "storage/database.h"

namespace tusk::storage {

// Refuses files on a network share (Error{conflict}): SQLite's locks are not safe there.
[[nodiscard]] std::unique_ptr<Database> open_sqlite(const DatabaseAddress& address);
// See open_exclusively() and open_for_loading() in database.h.
[[nodiscard]] std::unique_ptr<Database> open_sqlite_exclusively(const DatabaseAddress& address);
[[nodiscard]] std::unique_ptr<Database> open_sqlite_for_loading(const DatabaseAddress& address);

}  // namespace tusk::storage
