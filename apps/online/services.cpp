#include "online/services.h"

#include "identity/directory_schema.h"
#include "online/limits.h"
#include "platform/secret_file.h"

namespace tusk::online {
namespace {

storage::ConnectionPool::Open opener_of_directory(const std::filesystem::path& folder) {
  platform::make_private_folder(folder);
  return [location = (folder / "directory.db").string()] {
    return storage::open_database({.location = location});
  };
}

}  // namespace

Services::Services(const Config& given, const core::Clock& given_clock, core::Random& given_random,
                   identity::HashParameters hashing)
    : config(given),
      clock(given_clock),
      random(given_random),
      directory(opener_of_directory(config.data_folder), directory_connections),
      hashes(hashing),
      log_in(directory, hashes, clock),
      sessions(random, clock, config.idle_time),
      store(core::registry(), core::Side::online),
      tenants(config.data_folder / "companies", store, max_open_companies, connections_per_company),
      limiter(clock) {
  const auto connection = directory.take();
  identity::migrate_directory(*connection);
}

}  // namespace tusk::online
