#include <gtest/gtest.h>
#include <sys/stat.h>

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

}  // namespace
}  // namespace tusk::storage
