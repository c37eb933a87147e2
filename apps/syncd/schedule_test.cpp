#include "syncd/schedule.h"

#include <gtest/gtest.h>

namespace tusk::syncd {
namespace {

using core::seconds;

struct ScheduleTest : testing::Test {
  core::SeededRandom random{1};
  Schedule schedule{seconds(15), random};
};

// REQ: SYN-1
TEST_F(ScheduleTest, ARoundIsDueAtOnceThenEveryInterval) {
  EXPECT_LE(schedule.due(), 0);
  schedule.succeeded(seconds(100), false);
  EXPECT_EQ(schedule.due(), seconds(115));
}

// REQ: SYN-1
TEST_F(ScheduleTest, AChangeMakesItDueAtOnce) {
  schedule.succeeded(seconds(100), false);
  schedule.wake(seconds(103));
  EXPECT_EQ(schedule.due(), seconds(103));
}

TEST_F(ScheduleTest, MoreThanOneRoundsWorthGoesOnAtOnce) {
  schedule.succeeded(seconds(100), true);
  EXPECT_EQ(schedule.due(), seconds(100));
}

// REQ: SYN-3
TEST_F(ScheduleTest, FailuresBackOffButNeverBeyondTheInterval) {
  core::Microseconds now = 0;
  core::Microseconds longest = 0;
  for (int i = 0; i < 50; ++i) {
    schedule.failed(now);
    const core::Microseconds delay = schedule.due() - now;
    EXPECT_GE(delay, seconds(1) / 2);
    EXPECT_LE(delay, seconds(15));
    longest = std::max(longest, delay);
    now = schedule.due();
  }
  EXPECT_GE(longest, seconds(7));
}

TEST_F(ScheduleTest, ABusyOfficeDoesNotHammerADeadServer) {
  schedule.failed(seconds(10));
  const core::Microseconds due = schedule.due();
  schedule.wake(seconds(10));
  EXPECT_EQ(schedule.due(), due);
}

TEST_F(ScheduleTest, ASuccessForgetsTheFailures) {
  for (int i = 0; i < 10; ++i) schedule.failed(seconds(i));
  schedule.succeeded(seconds(60), false);
  EXPECT_EQ(schedule.failures(), 0);
  schedule.wake(seconds(61));
  EXPECT_EQ(schedule.due(), seconds(61));
}

}  // namespace
}  // namespace tusk::syncd
