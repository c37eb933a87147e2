#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "storage/testing/both_engines.h"

namespace tusk::storage {
namespace {

TEST(SqliteDatabase, FileIsForItsOwnerAlone) {
  const TestDatabase place(Engine::sqlite);
  const auto database = place.open();
  struct stat status {};
  ASSERT_EQ(stat(place.address().location.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

// What of a file is there for whoever has lost the log beside it: a copy of the file alone.
std::int64_t count_rows_in_file(const TestDatabase& place, const core::TemporaryFolder& folder) {
  const std::filesystem::path copy = folder / "copy.db";
  std::filesystem::copy_file(place.address().location, copy,
                             std::filesystem::copy_options::overwrite_existing);
  const auto database = open_database({.location = copy.string(), .company = 1});
  return read(*database, [](Transaction& tx) -> std::int64_t {
    if (!tx.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'loaded'")->step()) return 0;
    const auto count = tx.prepare("SELECT count(*) FROM loaded");
    count->step();
    return count->integer(0);
  });
}

TEST(SqliteDatabase, WhatWasLoadedIsInTheFileOnceItIsFlushed) {
  const TestDatabase place(Engine::sqlite);
  const core::TemporaryFolder folder;
  const auto database = open_for_loading(place.address());
  write(*database, [](Transaction& tx) {
    tx.execute("CREATE TABLE loaded(x INTEGER); INSERT INTO loaded VALUES (1), (2)");
  });
  EXPECT_EQ(count_rows_in_file(place, folder), 0);
  database->flush();
  EXPECT_EQ(count_rows_in_file(place, folder), 2);
}

}  // namespace
}  // namespace tusk::storage
