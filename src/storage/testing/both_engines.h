#pragma once

// Tests that run on SQLite and on PostgreSQL:
//
//   class RecordStoreTest : public storage::BothEngines {};
//   TUSK_ON_BOTH_ENGINES(RecordStoreTest);
//   TEST_P(RecordStoreTest, KeepsWhatWasWritten) { write(database(), …); }

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/testing/temporary_folder.h"
#include "storage/database.h"

namespace tusk::storage {

// A place for a database, empty at first, which goes with this object.
class TestDatabase {
 public:
  explicit TestDatabase(Engine engine);

  // `company` 0: as a system or directory database.
  [[nodiscard]] DatabaseAddress address(std::int64_t company = 1) const;
  // PostgreSQL: as another role than the one that owns it.
  [[nodiscard]] DatabaseAddress address_as(const std::string& role, std::int64_t company = 1) const;
  // One more connection to it.
  [[nodiscard]] std::unique_ptr<Database> open(std::int64_t company = 1) const;

 private:
  core::TemporaryFolder folder_;  // SQLite
  std::string location_;
};

class BothEngines : public ::testing::TestWithParam<Engine> {
 protected:
  BothEngines() : place_(GetParam()), database_(place_.open()) {}

  // A connection to the test's own database, as company 1.
  [[nodiscard]] Database& database() { return *database_; }
  // The same on another connection from here on.
  void reopen() { database_ = place_.open(); }
  [[nodiscard]] const TestDatabase& place() const { return place_; }

 private:
  TestDatabase place_;
  std::unique_ptr<Database> database_;
};

[[nodiscard]] std::string name_of(Engine engine);

#define TUSK_ON_BOTH_ENGINES(suite)                                                          \
  INSTANTIATE_TEST_SUITE_P(                                                                  \
      Engines, suite,                                                                        \
      ::testing::Values(::tusk::storage::Engine::sqlite, ::tusk::storage::Engine::postgres), \
      [](const auto& parameter) { return ::tusk::storage::name_of(parameter.param); })

}  // namespace tusk::storage
