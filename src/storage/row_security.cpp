#include "storage/row_security.h"

#include <fmt/format.h>

#include "storage/columns.h"

namespace tusk::storage {
namespace {

// Compared with an operator that is leakproof, as all must be that the planner may use an index
// for. Without a setting, current_setting() fails; after a transaction that had one it is '', which
// is no number and fails too.
constexpr std::string_view is_own = "company_id = CAST(current_setting('tusk.company') AS BIGINT)";

constexpr const char* select_company_tables =
    "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid WHERE relnamespace "
    "= "
    "CAST(current_schema() AS regnamespace) AND relkind IN ('r', 'p') AND attname = 'company_id' "
    "AND NOT attisdropped ORDER BY relname COLLATE \"C\"";
constexpr const char* select_unguarded_tables =
    "SELECT relname FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace) AND "
    "relkind IN ('r', 'p', 'f', 'm') AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS "
    "(SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid AND polcmd = '*')) "
    "ORDER BY relname COLLATE \"C\"";

std::vector<std::string> select_names(Transaction& transaction, const char* sql) {
  std::vector<std::string> names;
  if (transaction.engine() == Engine::sqlite) return names;
  const auto row = transaction.prepare(sql);
  while (row->step()) names.emplace_back(row->text(0));
  return names;
}

}  // namespace

std::string row_security_sql(std::string_view table) {
  return fmt::format(
      "ALTER TABLE {0} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\n"
      "CREATE POLICY tusk_company ON {0} USING ({1})\n  WITH CHECK ({1});\n",
      quoted(std::string(table)), is_own);
}

std::vector<std::string> list_company_tables(Transaction& transaction) {
  return select_names(transaction, select_company_tables);
}

std::vector<std::string> list_unguarded_tables(Transaction& transaction) {
  return select_names(transaction, select_unguarded_tables);
}

void suspend_row_security(Transaction& transaction) {
  for (const std::string& table : list_company_tables(transaction)) {
    transaction.execute("ALTER TABLE " + quoted(table) + " NO FORCE ROW LEVEL SECURITY");
  }
}

void renew_row_security(Transaction& transaction) {
  for (const std::string& table : list_company_tables(transaction)) {
    transaction.execute("DROP POLICY IF EXISTS tusk_company ON " + quoted(table) + ";\n" +
                        row_security_sql(table));
  }
}

}  // namespace tusk::storage
