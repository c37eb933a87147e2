// The queue of letters when several servers over one directory empty it.

#include <gmock/gmock.h>

#include <map>
#include <mutex>
#include <thread>

#include "core/testing/manual_clock.h"
#include "identity/directory_schema.h"
#include "mail/limits.h"
#include "mail/queue.h"
#include "storage/connection_pool.h"
#include "storage/testing/both_engines.h"

namespace tusk::online {
namespace {

using storage::Transaction;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::Pair;
using ::testing::SizeIs;

class MailQueueTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  MailQueueTest() { identity::migrate_directory(*directory_.take()); }

  template <typename Work>
  auto write(Work&& work) {
    return directory_.write(std::forward<Work>(work));
  }
  void enqueue(const std::string& recipient) {
    write([&](Transaction& tx) {
      mail::enqueue(
          tx, random_, clock_,
          {.recipient = recipient, .subject = "Hej", .text = "Hej", .html = "<p>Hej</p>"});
    });
  }
  std::optional<mail::Claim> claim() {
    return write([&](Transaction& tx) { return mail::claim_next(tx, clock_); });
  }
  std::vector<mail::QueuedLetter> letters() {
    return write([](Transaction& tx) { return mail::list_letters(tx); });
  }

  const storage::TestDatabase place_{GetParam()};
  core::ManualClock clock_;
  core::SeededRandom random_{1};
  storage::ConnectionPool directory_{[this] { return place_.open(0); }, 4};
};
TUSK_ON_BOTH_ENGINES(MailQueueTest);

TEST_P(MailQueueTest, OfSeveralServersOneHasEachLetter) {
  constexpr int count = 40;
  for (int i = 0; i < count; ++i) enqueue("anna" + std::to_string(i) + "@norrsken.example");
  std::mutex mutex;
  std::map<std::string, int> sent;
  std::vector<std::thread> servers;
  for (int i = 0; i < 4; ++i) {
    servers.emplace_back([&] {
      while (const auto claimed = claim()) {
        write([&](Transaction& tx) { mail::record_sent(tx, clock_, *claimed); });
        const std::lock_guard lock(mutex);
        ++sent[claimed->letter.recipient];
      }
    });
  }
  for (std::thread& server : servers) server.join();
  EXPECT_THAT(sent, AllOf(SizeIs(count), Each(Pair(::testing::_, 1))));
  EXPECT_THAT(letters(), Each(Field(&mail::QueuedLetter::state, mail::LetterState::sent)));
}

TEST_P(MailQueueTest, WhoseClaimRanOutWritesNothingAnyMore) {
  enqueue("anna@norrsken.example");
  const auto slow = claim();
  ASSERT_TRUE(slow);
  EXPECT_FALSE(claim()) << "somebody has it";
  clock_.advance(mail::claim_time);
  const auto other = claim();
  ASSERT_TRUE(other);
  EXPECT_EQ(other->attempt, 2);
  write([&](Transaction& tx) {
    mail::record_refused(tx, clock_, *slow, "no such mailbox");
    mail::record_delayed(tx, *slow, clock_.now(), "try later");
  });
  EXPECT_THAT(letters(),
              ElementsAre(AllOf(Field(&mail::QueuedLetter::state, mail::LetterState::waiting),
                                Field(&mail::QueuedLetter::reason, ""))));
  EXPECT_FALSE(claim()) << "the other one has it still";
  write([&](Transaction& tx) { mail::record_sent(tx, clock_, *other); });
  EXPECT_THAT(letters(), ElementsAre(Field(&mail::QueuedLetter::state, mail::LetterState::sent)));
}

TEST_P(MailQueueTest, AnAdministratorsNewTryEndsTheClaimOfWhoeverWasSending) {
  enqueue("anna@norrsken.example");
  const auto slow = claim();
  ASSERT_TRUE(slow);
  EXPECT_EQ(write([&](Transaction& tx) { return mail::retry_letters(tx, clock_); }), 1);
  write([&](Transaction& tx) { mail::record_refused(tx, clock_, *slow, "no such mailbox"); });
  const auto again = claim();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->letter.text, "Hej");
}

}  // namespace
}  // namespace tusk::online
