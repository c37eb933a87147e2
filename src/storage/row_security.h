#pragma once

// The second guard between companies that share a PostgreSQL database: row-level security.
// Statements name the company themselves (Transaction::prepare_company); where one forgets to, the
// policy lets it reach its transaction's company and no other. Decision 0021 says what it guards
// against and what not.
//
// Database::begin() sets the company for the transaction (`tusk.company`). Without one a statement
// that reads or writes a company table fails: the policy's expression is an error then, never null.
// (It is not looked at where there is no row to look at: an empty table may answer with nothing
// instead.)
//
// Does nothing, and finds nothing, in SQLite, where a company is a file.

#include <string>
#include <string_view>
#include <vector>

#include "storage/database.h"

namespace tusk::storage {

// Puts a table that has a company_id under the policy, also for its owner.
[[nodiscard]] std::string row_security_sql(std::string_view table);

// The tables of the current schema that have a company_id.
[[nodiscard]] std::vector<std::string> list_company_tables(Transaction&);
// All tables of the current schema that are not forced under a policy, sorted.
[[nodiscard]] std::vector<std::string> list_unguarded_tables(Transaction&);

// For a migration, whose statements are about all companies: until renew_row_security() in the same
// transaction the tables' owner is not under the policies. Nobody sees that in between: the tables
// are locked until the transaction ends.
void suspend_row_security(Transaction&);
// Makes the policies of all company tables anew.
void renew_row_security(Transaction&);

}  // namespace tusk::storage
