#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "storage/database.h"

namespace tusk::storage {
namespace {

class SqliteDatabase : public testing::Test {
 protected:
  SqliteDatabase() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tusk-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~SqliteDatabase() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::unique_ptr<Database> open(std::int64_t company = 1) const {
    return open_database({.location = (folder_ / "test.db").string(), .company = company});
  }
  std::filesystem::path folder_;
};

TEST_F(SqliteDatabase, BindsParametersByNumberWhateverTheirOrder) {
  const auto database = open();
  read(*database, [](Transaction& transaction) {
    auto statement = transaction.prepare("SELECT $2, $1");
    statement->bind("first").bind(2);
    ASSERT_TRUE(statement->step());
    EXPECT_EQ(statement->integer(0), 2);
    EXPECT_EQ(statement->text(1), "first");
    EXPECT_FALSE(statement->step());
  });
}

TEST_F(SqliteDatabase, RollsBackWhatWasNotCommitted) {
  const auto database = open();
  database->begin(Access::write)->execute("CREATE TABLE t(a INTEGER)");
  EXPECT_THROW(read(*database, [](Transaction& t) { (void)t.prepare("SELECT a FROM t"); }),
               core::Error);
}

TEST_F(SqliteDatabase, NamesTheTableOfAViolatedConstraint) {
  const auto database = open();
  write(*database, [](Transaction& t) {
    t.execute("CREATE TABLE t(a INTEGER PRIMARY KEY)");
    auto insert = t.prepare_company("INSERT INTO t({company_column}a) VALUES ({company_value}$1)");
    EXPECT_EQ(insert->bind(1).run(), 1);
    insert->reset();
    try {
      insert->bind(1).run();
      FAIL() << "the second row was taken";
    } catch (const ConstraintError& error) {
      EXPECT_EQ(error.constraint(), Constraint::unique);
      EXPECT_EQ(error.table(), "t");
    }
  });
}

TEST_F(SqliteDatabase, FileIsForItsOwnerAlone) {
  const auto database = open();
  struct stat status {};
  ASSERT_EQ(stat((folder_ / "test.db").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(SqliteDatabase, CompanySqlNeedsACompany) {
  const auto database = open(0);
  const auto transaction = database->begin(Access::read);
  EXPECT_THROW((void)transaction->prepare_company("SELECT 1 WHERE {company}"), std::logic_error);
}

}  // namespace
}  // namespace tusk::storage
