#include "storage/schema.h"

#include <fmt/format.h>

#include "core/fnv1a.h"
#include "core/id.h"
#include "storage/number_series.h"
#include "storage/schema_engines.h"

namespace tusk::storage {

std::string fingerprint_of(const std::string& schema) {
  return fmt::format("{:016x}", core::fnv1a(schema));
}

void refuse_newer(std::int64_t version) {
  if (version <= schema_version) return;
  throw core::Error(core::ErrorCode::conflict,
                    core::say("Databasen är gjord av en nyare version. Uppdatera programmet.",
                              "A newer version made the database. Update the program."));
}

std::string make_company_schema(const core::Registry& registry, core::Side side, Engine engine) {
  return engine == Engine::sqlite ? make_sqlite_schema(registry, side)
                                  : make_postgres_schema(registry, side);
}

void migrate_company(Database& database, const core::Registry& registry, core::Side side) {
  write(database, [&](Transaction& transaction) {
    if (transaction.engine() == Engine::sqlite) {
      migrate_sqlite(transaction, registry, side);
    } else {
      migrate_postgres(transaction, registry, side);
    }
  });
}

void create_bare_company(Transaction& transaction, const core::Registry& registry,
                         core::Side side) {
  if (transaction.engine() == Engine::sqlite) {
    create_bare_sqlite(transaction, registry, side);
  } else {
    migrate_postgres(transaction, registry, side);
  }
}

void complete_company(Transaction& transaction, const core::Registry& registry, core::Side side,
                      SearchTables search) {
  if (transaction.engine() == Engine::sqlite) complete_sqlite(transaction, registry, side, search);
}

void initialise_company(Transaction& transaction, const core::Registry& registry, core::Side side,
                        std::string_view uuid) {
  const auto statement = transaction.prepare_company(
      "INSERT INTO sync_state({company_column}side, database_uuid, schema_version) "
      "VALUES ({company_value}$1, $2, $3)");
  statement->bind(core::name_of(side)).bind(uuid);
  statement->bind(schema_version).run();
  if (side == core::Side::office) make_own_blocks(transaction, registry);
}

}  // namespace tusk::storage
