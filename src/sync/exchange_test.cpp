// Positions: what is applied, what is refused, what is sent again. See docs/sync-protocol.md.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sync/testing/merge_fixture.h"

namespace tusk::sync::testing {
namespace {

using core::Value;

class ExchangeTest : public MergeTest {
 protected:
  ExchangeTest() { id_ = make(office, "customer", {{"name", "Åkes Bageri"}}); }

  RoundStatus status_of(const RoundRequest& request) {
    MemorySide copy = online;
    return answer(copy, request).status;
  }

  core::RecordId id_ = 0;
};

// REQ: SYN-3
TEST_F(ExchangeTest, ALostRequestIsMadeAgain) {
  (void)build_request(office);
  settle_equal();
  EXPECT_TRUE(has(online, "customer", id_));
}

// REQ: SYN-3
TEST_F(ExchangeTest, AfterALostAnswerTheOfficeLearnsWhatTheOnlineSideHasAndNothingCountsTwice) {
  (void)answer(online, build_request(office));
  const RoundRequest again = build_request(office);
  const RoundResponse told = answer(online, again);
  EXPECT_EQ(told.status, RoundStatus::position);
  EXPECT_EQ(take_answer(office, again, told), Taken::again);
  EXPECT_EQ(office.own_acked, online.peer);
  EXPECT_TRUE(build_request(office).changes.empty());
  settle_equal();
}

TEST_F(ExchangeTest, ARepeatedRequestChangesNothing) {
  const RoundRequest request = build_request(office);
  (void)answer(online, request);
  edit(online, "customer", id_, "name", "Åkes Konditori");
  EXPECT_EQ(answer(online, request).status, RoundStatus::position);
  EXPECT_EQ(value(online, "customer", id_, "name"), Value("Åkes Konditori"));
}

TEST_F(ExchangeTest, ARepeatedAnswerIsDropped) {
  const RoundRequest request = build_request(office);
  const RoundResponse response = answer(online, request);
  EXPECT_EQ(take_answer(office, request, response), Taken::done);
  EXPECT_EQ(take_answer(office, request, response), Taken::stale);
}

TEST_F(ExchangeTest, OnlyTheAnswerToTheLastRequestCounts) {
  settle();
  edit(online, "customer", id_, "phone", "08-2");
  const RoundRequest first = build_request(office);
  const RoundResponse late = answer(online, first);
  const RoundRequest second = build_request(office);
  EXPECT_EQ(take_answer(office, first, late), Taken::stale);
  EXPECT_EQ(take_answer(office, second, answer(online, second)), Taken::done);
  expect_equal();
}

TEST_F(ExchangeTest, AnOldRequestThatArrivesLateIsNoSignOfARestore) {
  settle();
  const RoundRequest delayed = build_request(office);  // nothing to send
  edit(online, "customer", id_, "phone", "08-2");
  settle();
  edit(online, "customer", id_, "phone", "08-3");
  settle();
  const RoundResponse response = answer(online, delayed);
  EXPECT_EQ(response.status, RoundStatus::rewound);
  EXPECT_EQ(take_answer(office, delayed, response), Taken::stale);
}

TEST_F(ExchangeTest, AnOlderLeaseTokenIsFencedOff) {
  office.token = 5;
  settle();
  RoundRequest request = build_request(office);
  request.token = 4;
  EXPECT_EQ(status_of(request), RoundStatus::fenced);
}

// REQ: BAK-4
TEST_F(ExchangeTest, AnOfficeThatWasPutBackIsNoticed) {
  settle();
  const MemorySide backup = office;
  edit(office, "customer", id_, "phone", "08-1");
  settle();
  office = backup;
  office.restart_randomness(99);
  edit(office, "customer", id_, "phone", "08-9");
  EXPECT_EQ(run_round(office, online), Taken::stopped);
  EXPECT_EQ(value(online, "customer", id_, "phone"), Value("08-1"));
}

TEST_F(ExchangeTest, AnOfficeThatWasPutBackToBeforeItHeardTheOnlineSideIsNoticed) {
  settle();
  const MemorySide backup = office;
  edit(online, "customer", id_, "phone", "08-2");
  settle();
  office = backup;
  EXPECT_EQ(run_round(office, online), Taken::stopped);
}

// REQ: BAK-4
TEST_F(ExchangeTest, AnOnlineSideThatWasPutBackIsNoticed) {
  settle();
  const MemorySide backup = online;
  edit(office, "customer", id_, "phone", "08-1");
  edit(online, "customer", id_, "fax", "08-2");
  settle();
  online = backup;
  online.restart_randomness(99);
  EXPECT_EQ(run_round(office, online), Taken::stopped);
}

TEST_F(ExchangeTest, AnOnlineSideThatIsOlderIsNotGivenWhatItDoesNotKnow) {
  RoundRequest request = build_request(office);
  request.schema_version = 1;
  EXPECT_EQ(status_of(request), RoundStatus::schema);
  request.schema_version = 0;
  request.unknown.emplace_back("changes[0].type: project");
  EXPECT_EQ(status_of(request), RoundStatus::schema);
  request.unknown.clear();
  request.protocol = protocol_version + 1;
  EXPECT_EQ(status_of(request), RoundStatus::schema);
}

TEST_F(ExchangeTest, ALogThatDoesNotFitGoesInSeveralMessages) {
  for (int i = 0; i < 10; ++i) make(office, "customer", {{"name", "Nummer " + std::to_string(i)}});
  int rounds = 0;
  while (!(office.own_acked == office.head())) {
    ASSERT_LT(rounds++, 20);
    EXPECT_EQ(run_round(office, online, 4), Taken::done);
  }
  EXPECT_GE(rounds, 3);
  settle_equal();
}

TEST_F(ExchangeTest, AFieldThatIsEditedAgainBeyondTheMessageGoesWithTheLaterEdit) {
  settle();
  edit(office, "customer", id_, "phone", "08-1");
  edit(office, "customer", id_, "fax", "08-2");
  edit(office, "customer", id_, "phone", "08-3");
  const RoundRequest request = build_request(office, 2);
  ASSERT_EQ(request.changes.size(), 1U);
  EXPECT_EQ(request.changes[0].mask, type("customer").get_field("fax").bit());
  settle_equal();
}

// ---- coalescing ----

TEST_F(ExchangeTest, ManyEditsOfARecordAreOneChangeWithTheValuesOfNow) {
  settle();
  edit(office, "customer", id_, "phone", "08-1");
  edit(office, "customer", id_, "phone", "08-2");
  edit(office, "customer", id_, "fax", "08-3");
  const RoundRequest request = build_request(office);
  ASSERT_EQ(request.changes.size(), 1U);
  const RecordChange& change = request.changes[0];
  EXPECT_EQ(change.operation, Operation::update);
  EXPECT_EQ(change.values[type("customer").index_of(type("customer").get_field("phone"))],
            Value("08-2"));
  EXPECT_EQ(change.touches.size(), 2U);
}

TEST_F(ExchangeTest, ARecordMadeAndDeletedBetweenTwoRoundsIsSentAsGone) {
  settle();
  const auto child = make(online, "person", {{"customer", id_}, {"name", "Åke"}});
  erase(online, "person", child);
  settle_equal();
  EXPECT_FALSE(has(office, "person", child));
  EXPECT_TRUE(office.conflicts.empty());
}

TEST_F(ExchangeTest, ParentsComeBeforeChildrenAndGoAfterThem) {
  const auto child = make(office, "person", {{"customer", id_}, {"name", "Åke"}});
  auto changes = build_request(office).changes;
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].record_id, id_);
  settle();
  erase(office, "customer", id_);
  changes = build_request(office).changes;
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].record_id, child);
  EXPECT_EQ(changes[1].record_id, id_);
}

// ---- the history ----

TEST(ConflictId, IsTheSameForTheSameLostEditAndAnotherForAnyOther) {
  rc::check(
      [](int type_number, std::int64_t record, int field, std::int64_t entry, std::int64_t at) {
        const std::string id = make_conflict_id(type_number, record, field, entry, at);
        RC_ASSERT(id == make_conflict_id(type_number, record, field, entry, at));
        RC_ASSERT(id.size() == 32U);
        RC_ASSERT(id != make_conflict_id(type_number, record, field, entry ^ 1, at));
        RC_ASSERT(id != make_conflict_id(type_number, record, field ^ 1, entry, at));
        RC_ASSERT(id != make_conflict_id(type_number, record, field, entry, at ^ 1));
      });
}

}  // namespace
}  // namespace tusk::sync::testing
