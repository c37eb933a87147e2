// Who took over from whom, and why, as the lease writes it down.

#include "replica/take_overs.h"

#include <gtest/gtest.h>

#include "core/id.h"
#include "core/registry.h"
#include "core/testing/manual_clock.h"
#include "replica/lease.h"
#include "storage/schema.h"

namespace tusk::replica {
namespace {

class TakeOversTest : public testing::Test {
 protected:
  TakeOversTest() : database_(storage::open_database({.location = ":memory:", .company = 1})) {
    storage::migrate_company(*database_, core::registry(), core::Side::office);
  }

  template <typename Work>
  auto write(Work&& work) {
    return storage::write(*database_, work);
  }
  std::optional<std::int64_t> acquire(LeaseKeeper& keeper) {
    return write([&](storage::Transaction& tx) { return keeper.acquire(tx, clock_); });
  }
  void release(const LeaseKeeper& keeper, std::int64_t token) {
    write([&](storage::Transaction& tx) { keeper.release(tx, token); });
  }
  void choose(const char* uuid) {
    write([&](storage::Transaction& tx) { choose_computer(tx, uuid); });
  }
  std::vector<TakeOver> list(int limit = 100) {
    return write([&](storage::Transaction& tx) { return list_take_overs(tx, limit); });
  }

  core::ManualClock clock_;
  std::unique_ptr<storage::Database> database_;
  LeaseKeeper first_{"1", "KONTOR-1"};
  LeaseKeeper second_{"2", "KONTOR-2"};
};

// REQ: PCS-4
TEST_F(TakeOversTest, TheFirstTakesOverFromNobody) {
  ASSERT_TRUE(acquire(first_));
  ASSERT_EQ(list().size(), 1U);
  EXPECT_EQ(list()[0].to_name, "KONTOR-1");
  EXPECT_EQ(list()[0].from_name, "");
  EXPECT_EQ(list()[0].reason, TakeOverReason::first);
}

// REQ: PCS-4
TEST_F(TakeOversTest, AComputerThatGoesOnAfterAStopOfItsOwnTookNothingOver) {
  release(first_, *acquire(first_));
  ASSERT_TRUE(acquire(first_));
  EXPECT_EQ(list().size(), 1U);
}

// REQ: PCS-4
TEST_F(TakeOversTest, AfterACleanStopItSaysWhoStopped) {
  release(first_, *acquire(first_));
  const auto token = acquire(second_);
  ASSERT_TRUE(token);
  EXPECT_EQ(list()[0].token, *token);
  EXPECT_EQ(list()[0].from_name, "KONTOR-1");
  EXPECT_EQ(list()[0].to_uuid, "2");
  EXPECT_EQ(list()[0].reason, TakeOverReason::stopped);
}

// REQ: PCS-2, PCS-4
TEST_F(TakeOversTest, AfterSilenceItSaysWhoWasSilent) {
  ASSERT_TRUE(acquire(first_));
  ASSERT_FALSE(acquire(second_));
  clock_.advance(take_over_after);
  ASSERT_TRUE(acquire(second_));
  EXPECT_EQ(list()[0].from_name, "KONTOR-1");
  EXPECT_EQ(list()[0].reason, TakeOverReason::silent);
}

// REQ: PCS-1, PCS-4
TEST_F(TakeOversTest, TheChosenOneTakesOverAtOnce) {
  choose("2");
  ASSERT_TRUE(acquire(first_));
  ASSERT_TRUE(acquire(second_));
  EXPECT_EQ(list()[0].reason, TakeOverReason::chosen);
  EXPECT_FALSE(acquire(first_));
  choose("1");
  ASSERT_TRUE(acquire(first_));
  EXPECT_EQ(list()[0].from_name, "KONTOR-2");
  choose("");
  EXPECT_FALSE(acquire(second_));
}

TEST_F(TakeOversTest, EachIsSaidInBothLanguages) {
  for (const auto reason : {TakeOverReason::first, TakeOverReason::stopped, TakeOverReason::silent,
                            TakeOverReason::chosen}) {
    const core::Text text =
        describe({.from_name = "KONTOR-1", .to_name = "KONTOR-2", .reason = reason});
    EXPECT_NE(text.sv.find("KONTOR-2"), std::string::npos);
    EXPECT_NE(text.en.find("KONTOR-2"), std::string::npos);
    EXPECT_NE(text.sv, text.en);
  }
}

TEST_F(TakeOversTest, TheOldestMakeRoom) {
  write([](storage::Transaction& tx) {
    for (int token = 1; token <= 520; ++token) {
      write_take_over(tx, {.token = token,
                           .from_name = "A",
                           .to_uuid = "2",
                           .to_name = "B",
                           .reason = TakeOverReason::chosen});
    }
  });
  const auto kept = list(1000);
  EXPECT_EQ(kept.size(), 500U);
  EXPECT_EQ(kept.front().token, 520);
}

}  // namespace
}  // namespace tusk::replica
