#include "syncd/change_watcher.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <future>

#include "core/testing/temporary_folder.h"
#include "storage/database.h"
#include "syncd/testing/line.h"

namespace tusk::syncd {
namespace {

// Calls set() once; awaited.
class Once {
 public:
  void set() {
    if (!done_.exchange(true)) promise_.set_value();
  }
  [[nodiscard]] bool wait() {
    return future_.wait_for(std::chrono::seconds(30)) == std::future_status::ready;
  }

 private:
  std::atomic<bool> done_ = false;
  std::promise<void> promise_;
  std::future<void> future_ = promise_.get_future();
};

class ChangeWatcherTest : public testing::Test {
 protected:
  [[nodiscard]] storage::DatabaseAddress address() const {
    return {.location = (folder_.path() / "company.db").string()};
  }
  [[nodiscard]] std::int64_t count(storage::Database& database) const {
    return storage::read(database, [](storage::Transaction& transaction) {
      const auto statement = transaction.prepare("SELECT count(*) FROM t");
      (void)statement->step();
      return statement->integer(0);
    });
  }

  core::TemporaryFolder folder_;
};

void insert_row(storage::Database& database) {
  storage::write(database, [](storage::Transaction& transaction) {
    transaction.execute("INSERT INTO t VALUES (1)");
  });
}

// REQ: SYN-1
TEST_F(ChangeWatcherTest, ACommitOfAnotherProcessIsSeen) {
  std::array<int, 2> start{};
  ASSERT_EQ(::pipe(start.data()), 0);
  const pid_t other = ::fork();  // before there is any thread
  if (other == 0) {
    char byte = 0;
    if (::read(start[0], &byte, 1) != 1) ::_exit(1);
    insert_row(*storage::open_database(address()));
    ::_exit(0);
  }
  const auto database = storage::open_database(address());
  storage::write(*database, [](storage::Transaction& transaction) {
    transaction.execute("CREATE TABLE t (a INTEGER)");
  });
  const auto own = storage::open_database(address());
  Once seen;
  const auto watcher =
      watch_file(address().location, {[&] { return count(*own) == 1; }, [&] { seen.set(); }});
  ASSERT_EQ(::write(start[1], "x", 1), 1);
  EXPECT_TRUE(seen.wait());
  int status = 1;
  ::waitpid(other, &status, 0);
  EXPECT_EQ(status, 0);
}

// The kernel tells of the write to the log; the commit can be read only after the flush.
TEST_F(ChangeWatcherTest, ACommitThatCanBeReadOnlyLaterIsNotMissed) {
  const std::string file = (folder_.path() / "company.db").string();
  std::atomic<int> looks = 0;
  Once seen;
  const auto watcher = watch_file(file, {[&] { return ++looks == 8; }, [&] { seen.set(); }});
  std::ofstream(file + "-wal") << "one write";
  EXPECT_TRUE(seen.wait());
}

TEST_F(ChangeWatcherTest, OtherFilesOfTheFolderAreNoReasonToLook) {
  const std::string file = (folder_.path() / "company.db").string();
  std::atomic<int> looks = 0;
  Once seen;
  const auto watcher = watch_file(file, {[&] {
                                           ++looks;
                                           return true;
                                         },
                                         [&] { seen.set(); }});
  std::ofstream(folder_.path() / "other.db-wal") << "x";
  std::ofstream(file + "-wal") << "x";
  EXPECT_TRUE(seen.wait());  // events come in order: the other file's is behind us
  EXPECT_GE(looks, 1);
}

TEST_F(ChangeWatcherTest, AFolderThatIsNotThereIsNamed) {
  try {
    (void)watch_file("/no/such/folder/company.db", {});
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_NE(error.text().sv.find("/no/such/folder"), std::string::npos);
    EXPECT_NE(error.text().en.find("/no/such/folder"), std::string::npos);
  }
}

TEST_F(ChangeWatcherTest, PollingTellsAsWell) {
  std::atomic<int> looks = 0;
  Once seen;
  const auto watcher = watch_by_polling({[&] { return ++looks == 2; }, [&] { seen.set(); }});
  EXPECT_TRUE(seen.wait());
}

}  // namespace
}  // namespace tusk::syncd
