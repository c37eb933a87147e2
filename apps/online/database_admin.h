#pragma once

// The server's PostgreSQL database as a whole: its tables, and what the role may do that the server
// logs in with. In SQLite the server makes its files itself.

#include <string>

#include "storage/database.h"

namespace tusk::online {

struct DatabaseArguments {
  std::string location;  // postgresql://…, as the owner of the tables
  std::string role;      // that the server logs in as, if it is another; empty: the same
};

// `tusk-online database migrate`: makes the tables, or brings them up to this program's version;
// `role` may then read and write them. Throws core::Error that says what to mend.
void migrate_database(const DatabaseArguments& given);

// When the server starts: brings the tables up to this program's version if its role owns them,
// else throws Error{conflict} if they are not. What weakens the guard between companies, or makes
// searches slow, is written to the log.
void prepare_database(storage::Database& database);

}  // namespace tusk::online
