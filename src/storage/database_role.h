#pragma once

// What the role that the programs log in to PostgreSQL with may do. It may own the tables (the
// simple way), or own nothing and be given the right to read and write them by their owner, who
// then is the one to migrate (docs/postgresql.md).

#include <string>
#include <string_view>
#include <vector>

#include "storage/database.h"

namespace tusk::storage {

struct DatabaseRole {
  std::string name;
  bool is_superuser = false;
  // Is under no policy: a superuser, or one with BYPASSRLS.
  bool bypasses_row_security = false;
  // A search may use its index although policies are in force: the server's function for it counts
  // as leakproof (docs/postgresql.md).
  bool searches_by_index = true;
};

// In SQLite there are no roles, and all is as by default.
[[nodiscard]] DatabaseRole load_role(Transaction&);

// What a program writes to its log when it starts with that role: what weakens the guard between
// companies, or makes searches slow, and what to do.
struct RoleNotice {
  bool is_warning = false;
  std::string_view event;
  core::Text text;
};
[[nodiscard]] std::vector<RoleNotice> notices_of(const DatabaseRole&);

// Whether the current schema has a table of that name. On either engine.
[[nodiscard]] bool has_table(Transaction&, std::string_view name);

// Before a migration: throws Error{conflict} that says who has to run which command if the role may
// not make and change tables in the current schema. `table`: one that is there after the first
// migration.
void require_owner(Transaction&, std::string_view table);

// Lets `role` read and write all tables of the current schema, but not change them, nor the tables
// that say which version they have. Throws Error{invalid} if there is no such role, or if it would
// be under no policy.
void grant_to_program(Transaction&, const std::string& role);

}  // namespace tusk::storage
