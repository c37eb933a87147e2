#include "rest/rate_limiter.h"

#include <gtest/gtest.h>

#include "core/testing/manual_clock.h"

namespace tusk::rest {
namespace {

TEST(RateLimiter, LetsABurstThroughAndThenSoManyPerSecond) {
  core::ManualClock clock;
  RateLimiter limiter(clock);
  const Budget budget{2, 3};
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.take("a", budget));
  EXPECT_EQ(limiter.take("a", budget), 1);
  EXPECT_FALSE(limiter.take("b", budget)) << "each has its own";
  clock.advance(core::seconds(1));
  EXPECT_FALSE(limiter.take("a", budget));
  EXPECT_FALSE(limiter.take("a", budget));
  EXPECT_TRUE(limiter.take("a", budget));
  clock.advance(core::seconds(3600));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.take("a", budget)) << "not more than a burst";
  EXPECT_TRUE(limiter.take("a", budget));
}

TEST(RateLimiter, SaysHowLongToWaitInWholeSeconds) {
  const core::ManualClock clock;
  RateLimiter limiter(clock);
  const Budget budget{0.2, 1};
  EXPECT_FALSE(limiter.take("a", budget));
  EXPECT_EQ(limiter.take("a", budget), 5);
}

TEST(RateLimiter, AHouseholdCountsAsOneAddress) {
  EXPECT_EQ(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:2:ffff::7"));
  EXPECT_NE(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:3::1"));
  EXPECT_NE(address_key("10.0.0.1"), address_key("10.0.0.2"));
}

}  // namespace
}  // namespace tusk::rest
