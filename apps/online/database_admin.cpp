#include "online/database_admin.h"

#include "core/error.h"
#include "core/id.h"
#include "core/registry.h"
#include "identity/directory_schema.h"
#include "platform/logging.h"
#include "storage/database_role.h"
#include "storage/schema.h"

namespace tusk::online {
namespace {

void migrate(storage::Database& database) {
  identity::migrate_directory(database);
  storage::migrate_company(database, core::registry(), core::Side::online);
}

}  // namespace

void migrate_database(const DatabaseArguments& given) {
  const storage::DatabaseAddress address{.location = given.location};
  if (address.engine() != storage::Engine::postgres) {
    throw core::invalid_field("--database", given.location,
                              core::say("Ange adressen som postgresql://ÄGARE@server/databas.",
                                        "Give the address as postgresql://OWNER@server/database."));
  }
  const auto database = storage::open_database(address);
  migrate(*database);
  if (given.role.empty()) return;
  storage::write(*database, [&](storage::Transaction& transaction) {
    storage::grant_to_program(transaction, given.role);
  });
}

void prepare_database(storage::Database& database) {
  if (database.engine() == storage::Engine::sqlite) return identity::migrate_directory(database);
  migrate(database);
  const storage::DatabaseRole role = storage::read(database, storage::load_role);
  for (const storage::RoleNotice& notice : storage::notices_of(role)) {
    platform::log(notice.is_warning ? platform::LogLevel::warning : platform::LogLevel::info,
                  notice.event,
                  {{"role", role.name}, {"sv", notice.text.sv}, {"en", notice.text.en}});
  }
}

}  // namespace tusk::online
