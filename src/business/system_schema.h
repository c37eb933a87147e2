#pragma once

// The tables of the system database: what the companies of one installation share. Written by hand,
// in the SQL that both engines take. Their names begin with system_, since on PostgreSQL they stand
// beside the tables of the companies.

#include "storage/database.h"

namespace tusk::business {

// True if the tables are there.
[[nodiscard]] bool has_system_schema(storage::Database& system);

// Brings the tables up to this program's version, each step in a transaction of its own. A database
// of a newer program is refused: Error{conflict} that says to update the program.
void migrate_system(storage::Database& system);

// Until the end of the transaction no other program changes what its rules are about (who is a
// super user, which number a company gets).
void lock_system(storage::Transaction& transaction);

}  // namespace tusk::business
