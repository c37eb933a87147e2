#include "storage/testing/both_engines.h"

#include "storage/testing/temporary_postgres.h"

namespace tusk::storage {

TestDatabase::TestDatabase(Engine engine)
    : location_(engine == Engine::postgres ? TemporaryPostgres::shared().make_database()
                                           : (folder_ / "test.db").string()) {}

DatabaseAddress TestDatabase::address(std::int64_t company) const {
  return {.location = location_, .company = company};
}

DatabaseAddress TestDatabase::address_as(const std::string& role, std::int64_t company) const {
  const std::string owner = "user=tusk";
  std::string location = location_;
  location.replace(location.find(owner), owner.size(), "user=" + role);
  return {.location = location, .company = company};
}

std::unique_ptr<Database> TestDatabase::open(std::int64_t company) const {
  return open_database(address(company));
}

std::string name_of(Engine engine) {
  return engine == Engine::sqlite ? "SQLite" : "PostgreSQL";
}

}  // namespace tusk::storage
