#pragma once

// The PostgreSQL adapter: one connection per Database, opened at once and again after it was lost.
//
// After an error PostgreSQL refuses every further statement of the transaction, up to a
// `ROLLBACK TO SAVEPOINT`; commit() of such a transaction throws.

#include "storage/database.h"

namespace tusk::storage {

// `location` is a libpq connection URI. A password in it or in PGPASSWORD is refused
// (Error{invalid}): it is read from a passfile (`?passfile=…`, or ~/.pgpass).
[[nodiscard]] std::unique_ptr<Database> open_postgres(const DatabaseAddress& address);

}  // namespace tusk::storage
