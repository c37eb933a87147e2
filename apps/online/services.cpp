#include "online/services.h"

#include "identity/directory_schema.h"
#include "online/limits.h"
#include "online/master_key.h"
#include "platform/secret_file.h"

namespace tusk::online {
namespace {

storage::ConnectionPool::Open opener_of_directory(const Config& config) {
  platform::make_private_folder(config.data_folder);
  return [location = config.directory_location()] {
    return storage::open_database({.location = location});
  };
}

storage::ConnectionPool& migrated(storage::ConnectionPool& directory) {
  const auto connection = directory.take();
  identity::migrate_directory(*connection);
  return directory;
}

// Without a company of its own, each connection serves them all.
std::shared_ptr<storage::ConnectionPool> make_shared_pool(const Config& config) {
  return std::make_shared<storage::ConnectionPool>(
      [location = config.database] { return storage::open_database({.location = location}); },
      postgres_connections);
}

}  // namespace

Services::Services(const Config& given, const core::Clock& given_clock, core::Random& given_random,
                   identity::HashParameters hashing)
    : config(given),
      clock(given_clock),
      random(given_random),
      directory(opener_of_directory(config), directory_connections),
      sealing(open_sealing(config, migrated(directory), random)),
      hashes(hashing),
      log_in(directory, hashes, random, clock),
      sessions(random, clock, config.idle_time),
      store(core::registry(), core::Side::online),
      tenants(config.uses_postgres()
                  ? Tenants(config.database, make_shared_pool(config), store, max_open_companies)
                  : Tenants(config.data_folder / "companies", store, max_open_companies,
                            connections_per_company)),
      limiter(clock),
      first_syncs(*this) {}

}  // namespace tusk::online
