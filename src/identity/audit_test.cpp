// The lists of what was done with access, over a real database of either engine: whatever somebody
// changes in them afterwards shows.

#include "identity/audit.h"

#include <gmock/gmock.h>

#include <thread>

#include "core/testing/manual_clock.h"
#include "identity/directory_schema.h"
#include "storage/connection_pool.h"
#include "storage/testing/both_engines.h"

namespace tusk::identity {
namespace {

using storage::Transaction;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::SizeIs;

class AuditTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  AuditTest() { migrate_directory(*directory_.take()); }

  void append(std::string_view list, AuditEvent event, const std::string& subject) {
    directory_.write([&](Transaction& tx) {
      append_audit(tx, clock_, list, event,
                   {.actor = "p_1",
                    .actor_name = "Anna Berg",
                    .address = "192.0.2.7",
                    .subject = subject,
                    .detail = "member"});
    });
  }
  void append_three() {
    append("c_1", AuditEvent::person_invited, "erik@norrsken.example");
    append("c_1", AuditEvent::role_given, "erik@norrsken.example");
    append("c_1", AuditEvent::access_withdrawn, "erik@norrsken.example");
  }
  std::vector<AuditEntry> list(int limit = 100, std::int64_t before = 0) {
    return directory_.read([&](Transaction& tx) { return list_audit(tx, "c_1", limit, before); });
  }
  std::vector<AuditCheck> verify() {
    return directory_.read([](Transaction& tx) { return verify_audit(tx); });
  }
  // What the check of c_1 says after somebody has run `sql` on the database.
  std::optional<std::int64_t> broken_after(const std::string& sql) {
    directory_.write([&](Transaction& tx) { tx.execute(sql); });
    return verify().front().broken_at;
  }

  const storage::TestDatabase place_{GetParam()};
  core::ManualClock clock_;
  storage::ConnectionPool directory_{[this] { return place_.open(0); }, 8};
};
TUSK_ON_BOTH_ENGINES(AuditTest);

TEST_P(AuditTest, TellsNewestFirstWhoDidWhatToWhom) {
  append_three();
  append("c_2", AuditEvent::logged_in, "");
  EXPECT_THAT(list(2), ElementsAre(Field(&AuditEntry::event, "access_withdrawn"),
                                   Field(&AuditEntry::event, "role_given")));
  EXPECT_THAT(list(2, 2), ElementsAre(AllOf(Field(&AuditEntry::sequence, 1),
                                            Field(&AuditEntry::event, "person_invited"),
                                            Field(&AuditEntry::actor_name, "Anna Berg"),
                                            Field(&AuditEntry::subject, "erik@norrsken.example"))));
}

TEST_P(AuditTest, EachListIsCheckedForItself) {
  append_three();
  append(service_audit, AuditEvent::logged_in, "");
  const auto checks = verify();
  ASSERT_THAT(checks, SizeIs(2));
  EXPECT_EQ(checks[0].list, "");
  EXPECT_EQ(checks[0].entries, 1);
  EXPECT_EQ(checks[1].list, "c_1");
  EXPECT_EQ(checks[1].entries, 3);
  EXPECT_FALSE(checks[0].broken_at);
  EXPECT_FALSE(checks[1].broken_at);
}

TEST_P(AuditTest, AnyChangedFieldShowsWhereItIs) {
  append_three();
  for (const char* column :
       {"event", "actor", "actor_name", "address", "subject", "detail", "hash"}) {
    const std::string of_second = std::string(" WHERE list = 'c_1' AND sequence = 2");
    const std::string change = std::string("UPDATE directory_audit SET ") + column + " = ";
    EXPECT_EQ(broken_after(change + column + " || 'x'" + of_second), 2) << column;
    const std::string undo = std::string("substr(") + column + ", 1, length(" + column + ") - 1)";
    EXPECT_EQ(broken_after(change + undo + of_second), std::nullopt) << column;
  }
  EXPECT_EQ(broken_after("UPDATE directory_audit SET at = at + 1 WHERE sequence = 3"), 3);
}

TEST_P(AuditTest, ARemovedEntryShows) {
  append_three();
  EXPECT_EQ(broken_after("DELETE FROM directory_audit WHERE sequence = 2"), 2);
}

// AU-1: whoever makes a line anew, hash and all, must make all later ones anew.
TEST_P(AuditTest, ALineThatWasMadeAnewShowsInTheNext) {
  append("c_1", AuditEvent::person_invited, "erik@norrsken.example");
  append("c_1", AuditEvent::role_given, "karin@norrsken.example");
  const std::string made_anew = list().front().hash;
  directory_.write([](Transaction& tx) {
    tx.execute("DELETE FROM directory_audit");
    tx.execute("DELETE FROM directory_audit_head");
  });
  append_three();
  EXPECT_EQ(broken_after("UPDATE directory_audit SET subject = 'karin@norrsken.example', hash = '" +
                         made_anew + "' WHERE sequence = 2"),
            3);
}

TEST_P(AuditTest, ACutOffEndShows) {
  append_three();
  EXPECT_EQ(broken_after("DELETE FROM directory_audit WHERE sequence = 3"), 3);
}

TEST_P(AuditTest, AListWithoutItsHeadShows) {
  append_three();
  EXPECT_TRUE(broken_after("DELETE FROM directory_audit_head").has_value());
}

TEST_P(AuditTest, TextMovedFromOneFieldToTheNextShows) {
  append_three();
  EXPECT_EQ(broken_after("UPDATE directory_audit SET subject = subject || detail, detail = '' "
                         "WHERE sequence = 1"),
            1);
}

TEST_P(AuditTest, EntriesOfManyAtOnceFollowOneAnother) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this] {
      for (int k = 0; k < 25; ++k) append("c_1", AuditEvent::logged_in, "");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(list(200), SizeIs(100));
  EXPECT_FALSE(verify().front().broken_at);
}

}  // namespace
}  // namespace tusk::identity
