#pragma once

// The schema of each engine: what schema.h chooses from.

#include <cstdint>
#include <string>

#include "storage/schema.h"

namespace tusk::storage {

[[nodiscard]] std::string make_sqlite_schema(const core::Registry&, core::Side);
[[nodiscard]] std::string make_postgres_schema(const core::Registry&, core::Side);
// Creates everything in an empty database; in one that is there adds types and fields, and makes
// those indexes, triggers and search tables anew that are not what this program makes.
void migrate_sqlite(Transaction&, const core::Registry&, core::Side);
// create_bare_company() and complete_company() of schema.h.
void create_bare_sqlite(Transaction&, const core::Registry&, core::Side);
void complete_sqlite(Transaction&, const core::Registry&, core::Side, SearchTables);
// migrate_sqlite() for the database that all companies share; programs that start together take
// turns.
void migrate_postgres(Transaction&, const core::Registry&, core::Side);

// 16 hexadecimal digits (FNV-1a, 64 bit): whether the schema is the one that this program makes.
[[nodiscard]] std::string fingerprint_of(const std::string& schema);
// Throws Error{conflict} if `version` is above schema_version.
void refuse_newer(std::int64_t version);

}  // namespace tusk::storage
