#pragma once

// The tables of a company database, generated from the registry, and their migrations.

#include <string>

#include "core/registry.h"
#include "storage/database.h"

namespace tusk::storage {

// Raised with every change of the tables.
inline constexpr int schema_version = 4;

// The whole DDL of a new company database, for the golden files and for people to read.
[[nodiscard]] std::string make_company_schema(const core::Registry&, core::Side, Engine);

// Creates what is missing (types, fields, triggers, synchronisation tables) in one transaction.
// A database newer than this program is refused: Error{conflict} that says to update the program.
void migrate_company(Database&, const core::Registry&, core::Side);

// Loading a whole company: first bare tables, for which a row costs no more than itself, then, once
// the rows are there, what is derived from them. Between the two, and after a crash there,
// migrate_company() refuses the database: Error{conflict} that says to load it again.
//   SQLite: tables alone, then indexes, guards, search and capture. The database must be empty.
//   PostgreSQL: companies share the tables, which must be complete for the others; the first call
//   migrates, the second does nothing. Load within storage::Applying (change_log.h), so that the
//   capture is off on either engine.
// SQLite's search tables take longer than all the rest: they may be left to fill_search()
// (search_backlog.h), so that the company can be used before.
enum class SearchTables { filled, later };
void create_bare_company(Transaction&, const core::Registry&, core::Side);
void complete_company(Transaction&, const core::Registry&, core::Side, SearchTables);

// Sets the random identity of a new database: `database_uuid` and incarnation 0; gives the office
// its number series. Once.
void initialise_company(Transaction&, const core::Registry&, core::Side,
                        std::string_view database_uuid);

// Deletes everything of the transaction's company from a PostgreSQL database, where companies share
// the tables. In SQLite a company is a file: delete that.
void erase_company(Transaction&, const core::Registry&, core::Side);

}  // namespace tusk::storage
