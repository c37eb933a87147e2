// What both engines promise in the same words.

#include "storage/database.h"

#include <gtest/gtest.h>

#include <limits>

#include "storage/testing/both_engines.h"

namespace tusk::storage {
namespace {

class DatabaseTest : public BothEngines {
 protected:
  void make_table() {
    write(database(), [](Transaction& t) {
      t.execute(t.engine() == Engine::sqlite
                    ? "CREATE TABLE t(a BIGINT PRIMARY KEY, b TEXT, c BOOLEAN)"
                    : "CREATE TABLE t(company_id BIGINT NOT NULL, a BIGINT, b TEXT, c BOOLEAN, "
                      "PRIMARY KEY (company_id, a))");
    });
  }
  static constexpr std::string_view insert =
      "INSERT INTO t({company_column}a, b, c) VALUES ({company_value}$1, $2, $3)";
  static constexpr std::string_view select = "SELECT a, b, c FROM t WHERE {company} ORDER BY a";
};
TUSK_ON_BOTH_ENGINES(DatabaseTest);

TEST_P(DatabaseTest, BindsParametersByNumberWhateverTheirOrder) {
  read(database(), [](Transaction& transaction) {
    auto statement = transaction.prepare("SELECT CAST($2 AS BIGINT), CAST($1 AS TEXT)");
    statement->bind("first").bind(2);
    ASSERT_TRUE(statement->step());
    EXPECT_EQ(statement->integer(0), 2);
    EXPECT_EQ(statement->text(1), "first");
    EXPECT_FALSE(statement->step());
    EXPECT_FALSE(statement->step());
  });
}

TEST_P(DatabaseTest, GivesBackWhatWasBound) {
  make_table();
  static constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  write(database(), [](Transaction& t) {
    const auto row = t.prepare_company(insert);
    EXPECT_EQ(row->bind(largest).bind("Åsa 'x' \\ \n").bind(true).run(), 1);
    row->reset();
    EXPECT_EQ(row->bind(-1).bind("").bind(false).run(), 1);
    row->reset();
    EXPECT_EQ(row->bind(core::Value(std::int64_t{5})).bind_null().bind(core::Value{}).run(), 1);
  });
  reopen();
  read(database(), [](Transaction& t) {
    const auto row = t.prepare_company(select);
    ASSERT_TRUE(row->step());
    EXPECT_EQ(row->integer(0), -1);
    EXPECT_FALSE(row->is_null(1));
    EXPECT_EQ(row->text(1), "");
    EXPECT_FALSE(row->boolean(2));
    ASSERT_TRUE(row->step());
    EXPECT_TRUE(row->is_null(1));
    EXPECT_EQ(row->text(1), "");
    EXPECT_FALSE(row->boolean(2));
    ASSERT_TRUE(row->step());
    EXPECT_EQ(row->integer(0), largest);
    EXPECT_EQ(row->text(1), "Åsa 'x' \\ \n");
    EXPECT_TRUE(row->boolean(2));
    EXPECT_EQ(row->integer(2), 1);
    EXPECT_FALSE(row->step());
  });
}

TEST_P(DatabaseTest, CountsTheRowsThatAStatementChanged) {
  make_table();
  write(database(), [](Transaction& t) {
    for (int a = 1; a <= 3; ++a) t.prepare_company(insert)->bind(a).bind("x").bind(true).run();
    EXPECT_EQ(t.prepare_company("UPDATE t SET b = 'y' WHERE {company} AND a > $1")->bind(1).run(),
              2);
    EXPECT_EQ(t.prepare_company("DELETE FROM t WHERE {company} AND a > $1")->bind(9).run(), 0);
    EXPECT_EQ(t.prepare_company(select)->run(), 0);
    const auto kept = t.prepare_company("DELETE FROM t WHERE {company} AND a = 2 RETURNING b");
    ASSERT_TRUE(kept->step());
    EXPECT_EQ(kept->text(0), "y");
    EXPECT_FALSE(kept->step());
  });
}

TEST_P(DatabaseTest, StatementsAreReadSideBySide) {
  make_table();
  write(database(), [](Transaction& t) {
    for (int a = 1; a <= 3; ++a) t.prepare_company(insert)->bind(a).bind("x").bind(true).run();
    const auto outer = t.prepare_company(select);
    const auto inner = t.prepare_company(select);
    int pairs = 0;
    while (outer->step()) {
      inner->reset();
      while (inner->step()) ++pairs;
    }
    EXPECT_EQ(pairs, 9);
  });
}

TEST_P(DatabaseTest, KeepsMorePreparedStatementsThanItCaches) {
  read(database(), [](Transaction& t) {
    const auto early = t.prepare("SELECT 1");
    for (std::size_t i = 0; i <= max_cached_statements; ++i) {
      const auto statement = t.prepare("SELECT " + std::to_string(i));
      ASSERT_TRUE(statement->step());
      EXPECT_EQ(statement->integer(0), static_cast<std::int64_t>(i));
    }
    EXPECT_TRUE(early->step());
  });
}

TEST_P(DatabaseTest, RollsBackWhatWasNotCommitted) {
  database().begin(Access::write)->execute("CREATE TABLE t(a INTEGER)");
  EXPECT_THROW(read(database(), [](Transaction& t) { (void)t.prepare("SELECT a FROM t"); }),
               core::Error);
}

TEST_P(DatabaseTest, ARefusedRowCostsOnlyItsSavepoint) {
  make_table();
  write(database(), [](Transaction& t) {
    t.prepare_company(insert)->bind(1).bind("kept").bind(true).run();
    t.execute("SAVEPOINT one");
    try {
      t.prepare_company(insert)->bind(1).bind("refused").bind(true).run();
      FAIL() << "the second row was taken";
    } catch (const ConstraintError& error) {
      EXPECT_EQ(error.constraint(), Constraint::unique);
      EXPECT_EQ(error.table(), "t");
      EXPECT_EQ(std::string(error.what()).find("refused"), std::string::npos);
    }
    t.execute("ROLLBACK TO SAVEPOINT one");
    t.execute("RELEASE SAVEPOINT one");
  });
  read(database(), [](Transaction& t) {
    const auto row = t.prepare_company(select);
    ASSERT_TRUE(row->step());
    EXPECT_EQ(row->text(1), "kept");
  });
}

TEST_P(DatabaseTest, AReaderSeesOneStateOfTheDatabase) {
  make_table();
  const auto other = place().open();
  const auto reader = database().begin(Access::read);
  EXPECT_FALSE(reader->prepare_company(select)->step());
  write(*other,
        [](Transaction& t) { t.prepare_company(insert)->bind(1).bind("new").bind(true).run(); });
  EXPECT_FALSE(reader->prepare_company(select)->step());
}

TEST_P(DatabaseTest, CompanySqlNeedsACompany) {
  const auto without = place().open(0);
  const auto transaction = without->begin(Access::read);
  EXPECT_THROW((void)transaction->prepare_company("SELECT 1 WHERE {company}"), std::logic_error);
}

TEST_P(DatabaseTest, MoreValuesThanParametersAreRefused) {
  make_table();
  read(database(), [](Transaction& t) {
    const auto row = t.prepare_company("SELECT a FROM t WHERE {company} AND a = $1");
    row->bind(1);
    EXPECT_THROW(row->bind(2), std::logic_error);
  });
}

}  // namespace
}  // namespace tusk::storage
