#include "storage/database_role.h"

#include <fmt/format.h>

namespace tusk::storage {
namespace {

constexpr const char* select_role =
    "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user";
constexpr const char* select_other =
    "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = "
    "CAST(current_schema() AS regnamespace) AND relkind = 'r' AND pg_has_role(pg_roles.oid, "
    "relowner, 'MEMBER')) FROM pg_roles WHERE rolname = $1";
constexpr const char* select_leakproof =
    "SELECT proleakproof FROM pg_proc WHERE oid = "
    "'pg_catalog.ts_match_vq(tsvector, tsquery)'::regprocedure";
constexpr const char* may_create = "SELECT has_schema_privilege(current_schema(), 'CREATE')";
constexpr const char* owns_table =
    "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass(quote_ident($1))";
constexpr const char* find_table_sqlite =
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1";
constexpr const char* find_table_postgres =
    "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1";
// What only a migration writes.
constexpr const char* version_tables[] = {"schema_version", "directory_version"};

// A question that has one row of one boolean as its answer.
bool ask(Transaction& transaction, const char* sql) {
  const auto row = transaction.prepare(sql);
  return row->step() && row->boolean(0);
}

std::string quote(Transaction& transaction, std::string_view name) {
  const auto row = transaction.prepare("SELECT quote_ident($1)");
  row->bind(name).step();
  return std::string(row->text(0));
}

void refuse(const std::string& role, const core::Text& why) {
  throw core::invalid_field("--role", role, why);
}

}  // namespace

DatabaseRole load_role(Transaction& transaction) {
  if (transaction.engine() == Engine::sqlite) return {};
  const auto row = transaction.prepare(select_role);
  row->step();
  DatabaseRole role;
  role.name = row->text(0);
  role.is_superuser = row->boolean(1);
  role.bypasses_row_security = role.is_superuser || row->boolean(2);
  role.searches_by_index = role.bypasses_row_security || ask(transaction, select_leakproof);
  return role;
}

// A warning, not a refusal: whoever has a single company on a server of their own loses nothing by
// it, and the statements name the company in any case.
std::vector<RoleNotice> notices_of(const DatabaseRole& role) {
  std::vector<RoleNotice> notices;
  if (role.bypasses_row_security) {
    notices.push_back(
        {true, "database.no_row_security",
         core::say("Databasanvändaren {} är superuser eller har BYPASSRLS: radskyddet mellan "
                   "företag gäller inte. Använd en annan (docs/postgresql.md).",
                   "The database user {} is a superuser or has BYPASSRLS: row-level security "
                   "between companies does not hold. Use another (docs/postgresql.md).",
                   role.name)});
  }
  if (!role.searches_by_index) {
    notices.push_back(
        {false, "database.slow_search",
         core::say("Sökningar läser företagets alla poster. En superuser avhjälper det med ALTER "
                   "FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF "
                   "(docs/postgresql.md).",
                   "Searches read all records of the company. A superuser mends that with ALTER "
                   "FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF "
                   "(docs/postgresql.md).")});
  }
  return notices;
}

bool has_table(Transaction& transaction, std::string_view name) {
  const auto row = transaction.prepare(
      transaction.engine() == Engine::sqlite ? find_table_sqlite : find_table_postgres);
  return row->bind(name).step();
}

void require_owner(Transaction& transaction, std::string_view table) {
  if (transaction.engine() == Engine::sqlite) return;
  const auto owns = transaction.prepare(owns_table);
  const bool is_there = owns->bind(table).step();
  const bool may_change = !is_there || owns->boolean(0);
  if (may_change && ask(transaction, may_create)) return;
  const std::string role = load_role(transaction).name;
  throw core::Error(
      core::ErrorCode::conflict,
      core::say(
          "Databasens tabeller saknas eller är äldre än programmet, och databasanvändaren {0} "
          "får inte ändra dem. Låt deras ägare göra det; på servern: tusk-online database "
          "migrate --database postgresql://ÄGARE@… --role {0}",
          "The tables of the database are missing or older than the program, and the "
          "database user {0} may not change them. Let their owner do it; on the server: "
          "tusk-online database migrate --database postgresql://OWNER@… --role {0}",
          role));
}

void grant_to_program(Transaction& transaction, const std::string& role) {
  const auto found = transaction.prepare(select_other);
  if (!found->bind(role).step()) {
    refuse(role, core::say("Det finns ingen databasanvändare {}. Skapa den med CREATE ROLE.",
                           "There is no database user {}. Make it with CREATE ROLE.", role));
  }
  if (found->boolean(0)) {
    refuse(role, core::say("{} är superuser, har BYPASSRLS eller äger tabellerna. Ange en "
                           "databasanvändare som inget av det gäller.",
                           "{} is a superuser, has BYPASSRLS or owns the tables. Name a database "
                           "user of whom none of that is true.",
                           role));
  }
  const auto current = transaction.prepare("SELECT current_schema()");
  current->step();
  const std::string schema = quote(transaction, current->text(0));
  const std::string name = quote(transaction, role);
  transaction.execute(fmt::format(
      "GRANT USAGE ON SCHEMA {0} TO {1}; REVOKE ALL ON ALL TABLES IN SCHEMA {0} FROM {1}; "
      "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {0} TO {1}",
      schema, name));
  for (const char* table : version_tables) {
    if (!has_table(transaction, table)) continue;
    transaction.execute(fmt::format("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}", table, name));
  }
}

}  // namespace tusk::storage
