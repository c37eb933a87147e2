#pragma once

// The directory: who there is (identities), which companies, who may enter which, sessions, office
// computers. It is a database of its own in SQLite; on PostgreSQL it may share one with the
// companies, hence the prefix of its tables.

#include <string>

#include "storage/database.h"

namespace tusk::identity {

// The whole DDL, for the golden files and for people to read. The same on both engines.
[[nodiscard]] std::string make_directory_schema();

// Creates or updates the tables in one transaction. Throws Error{conflict} if the database was made
// by a newer program.
void migrate_directory(storage::Database& database);

}  // namespace tusk::identity
