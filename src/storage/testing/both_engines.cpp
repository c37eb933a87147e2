#include "storage/testing/both_engines.h"

#include <cstdlib>
#include <stdexcept>

#include "storage/testing/temporary_postgres.h"

namespace tusk::storage {

TestDatabase::TestDatabase(Engine engine) {
  if (engine == Engine::postgres) {
    location_ = TemporaryPostgres::shared().make_database();
    return;
  }
  std::string pattern = (std::filesystem::temp_directory_path() / "tusk-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
  location_ = (folder_ / "test.db").string();
}

TestDatabase::~TestDatabase() {
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

DatabaseAddress TestDatabase::address(std::int64_t company) const {
  return {.location = location_, .company = company};
}

std::unique_ptr<Database> TestDatabase::open(std::int64_t company) const {
  return open_database(address(company));
}

std::string name_of(Engine engine) {
  return engine == Engine::sqlite ? "SQLite" : "PostgreSQL";
}

}  // namespace tusk::storage
