// One test for each rule of docs/merge-rules.md. Numbers and other unique values, and what a side
// may not write or does not take.

#include "sync/testing/merge_fixture.h"

namespace tusk::sync::testing {
namespace {

using core::Value;

// ---- fields ----

// REQ: CNF-4
TEST_F(MergeTest, TelephoneHereAndFaxThereBothStay) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  edit(office, "customer", id, "phone", "08-1");
  edit(online, "customer", id, "fax", "08-2");
  settle_equal();
  EXPECT_EQ(value(office, "customer", id, "fax"), Value("08-2"));
  EXPECT_EQ(value(online, "customer", id, "phone"), Value("08-1"));
  EXPECT_TRUE(office.conflicts.empty());
}

// REQ: CNF-1, CNF-2, CNF-3
TEST_F(MergeTest, SameFieldTheOfficeWinsAndTheHistoryKeepsBothValues) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  edit(office, "customer", id, "phone", "08-1");
  edit(online, "customer", id, "phone", "08-2");
  settle_equal();  // and the history is the same on both sides
  EXPECT_EQ(value(online, "customer", id, "phone"), Value("08-1"));
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::same_field);
  EXPECT_EQ(conflict.record_name, "Åkes Bageri");
  EXPECT_EQ(conflict.field_number, type("customer").get_field("phone").number);
  EXPECT_EQ(conflict.winner, core::Side::office);
  EXPECT_EQ(conflict.winning_value, Value("08-1"));
  EXPECT_EQ(conflict.losing_value, Value("08-2"));
  EXPECT_EQ(conflict.winning.by, "Anna");
  EXPECT_EQ(conflict.losing.by, "Erik");
  EXPECT_LT(conflict.winning.at, conflict.losing.at);  // the later clock does not win
  EXPECT_NE(conflict.how.sv.find("Erik"), std::string::npos);
  EXPECT_NE(conflict.how.en.find("Anna"), std::string::npos);
}

// REQ: CNF-3
TEST_F(MergeTest, TheHistoryNamesWhoEditedTheFieldNotWhoEditedTheRecordLast) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  edit(office, "customer", id, "phone", "08-1");
  const auto& phone = type("customer").get_field("phone");
  online.edit(type("customer"), id, phone, "08-2", {"Erik", 100});
  online.edit(type("customer"), id, type("customer").get_field("fax"), "08-3", {"Sara", 200});
  settle_equal();
  EXPECT_EQ(only_conflict().losing, (core::Stamp{"Erik", 100}));
}

// REQ: CNF-5
TEST_F(MergeTest, TheSameNewValueOnBothSidesIsNoConflict) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  edit(office, "customer", id, "phone", "08-1");
  edit(online, "customer", id, "phone", "08-1");
  settle_equal();
  EXPECT_TRUE(office.conflicts.empty());
}

// REQ: CNF-1
TEST_F(MergeTest, AnEditOfWhatTheOtherSideHasSentIsNoConflict) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  edit(office, "customer", id, "phone", "08-1");
  settle();
  edit(online, "customer", id, "phone", "08-2");
  settle_equal();
  EXPECT_EQ(value(office, "customer", id, "phone"), Value("08-2"));
  EXPECT_TRUE(office.conflicts.empty());
}

// REQ: CNF-2
TEST_F(MergeTest, AnOfficeEditMadeWhileTheAnswerWasOnItsWayWins) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  edit(online, "customer", id, "phone", "08-2");
  const RoundRequest request = build_request(office);
  const RoundResponse response = answer(online, request);
  edit(office, "customer", id, "phone", "08-1");
  EXPECT_EQ(take_answer(office, request, response), Taken::done);
  EXPECT_EQ(value(office, "customer", id, "phone"), Value("08-1"));
  settle_equal();
  EXPECT_EQ(only_conflict().losing_value, Value("08-2"));
}

TEST_F(MergeTest, ThereAndBackAgainInTheOfficeCountsAsAnEdit) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}, {"phone", "08-1"}});
  settle();
  edit(office, "customer", id, "phone", "08-9");
  edit(office, "customer", id, "phone", "08-1");
  edit(online, "customer", id, "phone", "08-2");
  settle_equal();
  EXPECT_EQ(value(online, "customer", id, "phone"), Value("08-1"));
  EXPECT_EQ(only_conflict().losing_value, Value("08-2"));
}

// ---- deletes ----

// REQ: CNF-6
TEST_F(MergeTest, DeletedInTheOfficeChangedOnlineStaysDeletedAndIsInTheHistory) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  erase(office, "customer", id);
  edit(online, "customer", id, "phone", "08-2");
  settle_equal();
  EXPECT_FALSE(has(online, "customer", id));
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::delete_update);
  EXPECT_NE(conflict.losing_image.find("08-2"), std::string::npos);
  EXPECT_NE(conflict.losing_image.find("Åkes Bageri"), std::string::npos);
  EXPECT_EQ(conflict.losing.by, "Erik");
}

// REQ: CNF-6
TEST_F(MergeTest, DeletedInTheOfficeWhileTheChangeWasOnItsWayStaysDeleted) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  edit(online, "customer", id, "phone", "08-2");
  const RoundRequest request = build_request(office);
  const RoundResponse response = answer(online, request);
  erase(office, "customer", id);
  EXPECT_EQ(take_answer(office, request, response), Taken::done);
  settle_equal();
  EXPECT_FALSE(has(online, "customer", id));
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::delete_update);
  EXPECT_NE(conflict.losing_image.find("08-2"), std::string::npos);
  EXPECT_NE(conflict.losing_image.find("Åkes Bageri"), std::string::npos);
}

// REQ: CNF-6
TEST_F(MergeTest, ChangedInTheOfficeDeletedOnlineComesBackWhole) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}, {"fax", "08-3"}});
  settle();
  edit(office, "customer", id, "phone", "08-1");
  erase(online, "customer", id);
  settle_equal();
  EXPECT_EQ(value(online, "customer", id, "phone"), Value("08-1"));
  EXPECT_EQ(value(online, "customer", id, "fax"), Value("08-3"));
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::update_delete);
  EXPECT_EQ(conflict.winning.by, "Anna");
  EXPECT_EQ(conflict.losing.by, "Erik");
  EXPECT_NE(conflict.losing_image.find("Åkes Bageri"), std::string::npos);
}

// REQ: CNF-6
TEST_F(MergeTest, ChangedInTheOfficeWhileTheDeletionWasOnItsWayStays) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  erase(online, "customer", id);
  const RoundRequest request = build_request(office);
  const RoundResponse response = answer(online, request);
  edit(office, "customer", id, "phone", "08-1");
  EXPECT_EQ(take_answer(office, request, response), Taken::done);
  settle_equal();
  EXPECT_EQ(value(online, "customer", id, "phone"), Value("08-1"));
  EXPECT_EQ(only_conflict().kind, ConflictKind::update_delete);
}

TEST_F(MergeTest, DeletedOnBothSidesLeavesNothing) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  erase(office, "customer", id);
  erase(online, "customer", id);
  settle_equal();
  EXPECT_TRUE(office.rows().empty());
  EXPECT_TRUE(office.conflicts.empty());
}

TEST_F(MergeTest, ACorrectionOfTheOfficeIsNobodysEditAndDoesNotReviveARecord) {
  const auto id = make(online, "customer", {{"name", "Åkes Bageri"}});  // no numbers online yet
  (void)run_round(office, online);                                      // the office gives one
  erase(online, "customer", id);
  settle_equal();
  EXPECT_TRUE(office.rows().empty());
  EXPECT_TRUE(office.conflicts.empty());
}

}  // namespace
}  // namespace tusk::sync::testing
