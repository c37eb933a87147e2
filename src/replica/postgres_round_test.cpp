// Rounds while others are in the middle of a transaction, which only PostgreSQL allows.

#include <thread>

#include "replica/testing/two_sides.h"

namespace tusk::replica {
namespace {

using core::Value;

class RoundsAmongWriters : public TwoSides {
 protected:
  // Waits until some session of the server waits for a lock that another holds.
  static void wait_until_blocked(storage::Database& database) {
    for (bool blocked = false; !blocked;) {
      blocked = storage::read(database, [](storage::Transaction& t) {
        return t
            .prepare(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
                "cardinality(pg_blocking_pids(pid)) > 0")
            ->step();
      });
    }
  }
  void edit(storage::Transaction& transaction, core::RecordId id, const core::FieldValues& fields) {
    const core::RecordType& type = core::registry().get("contact");
    office_.store().update(transaction, type, id, core::make_change(type, fields), office_.stamp());
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, RoundsAmongWriters, testing::Values(storage::Engine::postgres));

// Somebody in the office is saving, and has not finished, when the answer is applied.
// REQ: CNF-2
TEST_P(RoundsAmongWriters, AnEditThatIsBeingSavedIsNotOverwritten) {
  connect();
  const auto contact = office_.create("contact", {{"name", "Berg"}});
  settle();
  online_.update("contact", contact, {{"phone", "08-online"}, {"fax", "08-9"}});

  const auto writer = office_.place().open();
  const auto watcher = office_.place().open();
  std::thread person;
  before_answer_ = [&] {
    auto transaction = writer->begin(storage::Access::write);
    edit(*transaction, contact, {{"phone", "08-office"}});
    person = std::thread([&watcher, transaction = std::move(transaction)] {
      wait_until_blocked(*watcher);
      transaction->commit();
    });
  };
  EXPECT_EQ(round().outcome, RoundOutcome::done);
  person.join();
  before_answer_ = nullptr;
  EXPECT_EQ(office_.value("contact", contact, "phone"), Value("08-office"));
  EXPECT_EQ(office_.value("contact", contact, "fax"), Value("08-9"));
  settle_equal();
  ASSERT_EQ(office_.conflicts().size(), 1U);
  EXPECT_EQ(office_.conflicts()[0].conflict.losing_value, Value("08-online"));
}

// A transaction that stays open for long delays nobody else's changes, and its own come later.
// REQ: SYN-1
TEST_P(RoundsAmongWriters, ALongTransactionHoldsUpNobodyAndLosesNothing) {
  connect();
  const auto slow = office_.create("contact", {{"name", "Slow"}});
  const auto quick = office_.create("contact", {{"name", "Quick"}});
  settle();
  const auto writer = office_.place().open();
  const auto transaction = writer->begin(storage::Access::write);
  edit(*transaction, slow, {{"phone", "08-1"}});
  for (int i = 0; i < 3; ++i) {
    office_.update("contact", quick, {{"phone", "08-" + std::to_string(i)}});
    settle();
    EXPECT_EQ(online_.value("contact", quick, "phone"), Value("08-" + std::to_string(i)));
    EXPECT_TRUE(online_.value("contact", slow, "phone").is_null());
  }
  transaction->commit();
  settle_equal();
  EXPECT_EQ(online_.value("contact", slow, "phone"), Value("08-1"));
}

}  // namespace
}  // namespace tusk::replica
