#include "http/fair_queue.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace tusk::http {
namespace {

// Who has been started, in order.
struct Started {
  explicit Started(FairQueue::Places places) : queue(places) {}

  bool enter(const std::string& owner) {
    return queue.enter(owner, [this, owner] { order += owner; });
  }
  void enter_all(const std::string& owners) {
    for (const char owner : owners) EXPECT_TRUE(enter({owner})) << owner;
  }
  void leave_all(const std::string& owners) {
    for (const char owner : owners) queue.leave({owner});
  }

  FairQueue queue;
  std::string order;
};

TEST(FairQueue, StartsAtOnceWhereThereIsAPlace) {
  Started started({.in_all = 4, .each = 4, .waiting = 10});
  started.enter_all("aabc");
  EXPECT_EQ(started.order, "aabc");
  started.enter_all("d");
  EXPECT_EQ(started.order, "aabc");
  started.leave_all("a");
  EXPECT_EQ(started.order, "aabcd");
}

TEST(FairQueue, NobodyHasMoreThanTheirPlaces) {
  Started started({.in_all = 4, .each = 2, .waiting = 10});
  started.enter_all("aaaaa");
  EXPECT_EQ(started.order, "aa");
  // Whoever comes after all of them is served at once.
  started.enter_all("b");
  EXPECT_EQ(started.order, "aab");
  started.leave_all("aa");
  EXPECT_EQ(started.order, "aabaa");
}

TEST(FairQueue, ThoseWhoWaitTakeTurnsHoweverManyRequestsEachHas) {
  Started started({.in_all = 1, .each = 1, .waiting = 10});
  started.enter_all("aaaaabbc");
  EXPECT_EQ(started.order, "a");
  started.leave_all("aabcab");
  EXPECT_EQ(started.order, "aabcaba");
}

TEST(FairQueue, WhoHasTooManyWaitingIsRefusedAndNobodyElse) {
  Started started({.in_all = 1, .each = 1, .waiting = 2});
  started.enter_all("aaa");
  EXPECT_FALSE(started.enter("a"));
  EXPECT_TRUE(started.enter("b"));
  started.leave_all("a");
  EXPECT_TRUE(started.enter("a"));
  EXPECT_EQ(started.order, "aa");
}

TEST(FairQueue, KeepsNoPlaceOfWhoHasLeft) {
  Started started({.in_all = 2, .each = 1, .waiting = 0});
  for (int i = 0; i < 1000; ++i) {
    const std::string owner = std::to_string(i % 7);
    ASSERT_TRUE(started.enter(owner));
    EXPECT_FALSE(started.enter(owner));
    started.queue.leave(owner);
  }
}

TEST(FairQueue, EveryRequestIsStartedOnceWithManyThreads) {
  FairQueue queue({.in_all = 3, .each = 2, .waiting = 100'000});
  std::atomic<int> running = 0;
  std::atomic<int> done = 0;
  std::atomic<int> most = 0;
  const auto work = [&](const std::string& owner) {
    const int now = ++running;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::yield();
    --running;
    ++done;
    queue.leave(owner);
  };
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back([&, owner = std::to_string(number % 3)] {
      for (int i = 0; i < 200; ++i) {
        EXPECT_TRUE(queue.enter(owner, [&work, owner] { work(owner); }));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, 800);
  EXPECT_LE(most, 3);
}

}  // namespace
}  // namespace tusk::http
