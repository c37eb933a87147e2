// One test for each rule of docs/merge-rules.md. Numbers and other unique values, and what a side
// may not write or does not take.

#include "sync/testing/merge_fixture.h"

namespace tusk::sync::testing {
namespace {

using core::Value;

// ---- numbers and other unique values ----

TEST_F(MergeTest, ARecordMadeOnlineWithoutNumbersGetsOneFromTheOffice) {
  const auto id = make(online, "customer", {{"name", "Åkes Bageri"}});
  EXPECT_TRUE(value(online, "customer", id, "number").is_null());
  settle_equal();
  EXPECT_EQ(value(online, "customer", id, "number"), Value(1));
  EXPECT_TRUE(office.conflicts.empty());
}

TEST_F(MergeTest, NumbersGrantedToTheOnlineSideAreNotGivenInTheOffice) {
  make(office, "customer", {{"name", "Ett"}});
  settle();  // the office grants a block
  const auto here = make(office, "customer", {{"name", "Två"}});
  const auto there = make(online, "customer", {{"name", "Tre"}});
  EXPECT_NE(value(office, "customer", here, "number"), value(online, "customer", there, "number"));
  settle_equal();
  EXPECT_TRUE(office.conflicts.empty());
}

TEST_F(MergeTest, ANumberGivenOnBothSidesStaysInTheOfficeAndTheOtherRecordGetsTheNext) {
  make(office, "customer", {{"name", "Ett"}});
  settle();
  const auto here = make(office, "customer", {{"name", "Två"}, {"number", 900}});
  const auto there = make(online, "customer", {{"name", "Tre"}, {"number", 900}});
  settle_equal();
  EXPECT_EQ(value(office, "customer", here, "number"), Value(900));
  const Value given = value(office, "customer", there, "number");
  EXPECT_FALSE(given.is_null());
  EXPECT_NE(given, Value(900));
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::renumber);
  EXPECT_EQ(conflict.losing_value, Value(900));
  EXPECT_EQ(conflict.winning_value, given);
}

TEST_F(MergeTest, ANumberGivenInTheOfficeMeanwhileRenumbersTheRecordThatArrives) {
  settle();
  const auto there = make(online, "customer", {{"name", "Tre"}, {"number", 900}});
  const RoundRequest request = build_request(office);
  const RoundResponse response = answer(online, request);
  make(office, "customer", {{"name", "Två"}, {"number", 900}});
  EXPECT_EQ(take_answer(office, request, response), Taken::done);
  settle_equal();
  EXPECT_NE(value(online, "customer", there, "number"), Value(900));
  EXPECT_EQ(only_conflict().kind, ConflictKind::renumber);
}

TEST_F(MergeTest, AKnownRecordThatIsGivenATakenNumberOnlineKeepsItsOwn) {
  const auto here = make(office, "customer", {{"name", "Ett"}, {"number", 10}});
  const auto there = make(office, "customer", {{"name", "Två"}, {"number", 20}});
  settle();
  edit(office, "customer", here, "number", 30);
  edit(online, "customer", there, "number", 30);
  settle_equal();
  EXPECT_EQ(value(office, "customer", here, "number"), Value(30));
  EXPECT_EQ(value(online, "customer", there, "number"), Value(20));
  EXPECT_EQ(only_conflict().kind, ConflictKind::renumber);
}

TEST_F(MergeTest, NumbersMayChangeHands) {
  const auto one = make(office, "customer", {{"name", "Ett"}, {"number", 10}});
  const auto two = make(office, "customer", {{"name", "Två"}, {"number", 20}});
  settle();
  for (MemorySide* side : {&online, &office}) {
    edit(*side, "customer", one, "number", 99);
    edit(*side, "customer", two, "number", 10);
    edit(*side, "customer", one, "number", 20);
    settle_equal();
    EXPECT_EQ(value(office, "customer", two, "number"), Value(10));
    EXPECT_TRUE(office.conflicts.empty());
    edit(*side, "customer", one, "number", 99);
    edit(*side, "customer", two, "number", 20);
    edit(*side, "customer", one, "number", 10);
    settle_equal();
    EXPECT_TRUE(office.conflicts.empty());
  }
}

TEST_F(MergeTest, TheNumberOfADeletedRecordMayBeUsedAgain) {
  const auto one = make(office, "customer", {{"name", "Ett"}, {"number", 10}});
  settle();
  erase(online, "customer", one);
  const auto two = make(online, "customer", {{"name", "Två"}, {"number", 10}});
  settle_equal();
  EXPECT_EQ(value(office, "customer", two, "number"), Value(10));
  EXPECT_TRUE(office.conflicts.empty());
}

TEST_F(MergeTest, AUniqueValueTakenOnBothSidesIsLeftEmptyOnTheOnlineRecord) {
  settle();
  const auto here = make(office, "customer", {{"name", "Ett"}, {"code", "A"}});
  const auto there = make(online, "customer", {{"name", "Två"}, {"code", "A"}});
  settle_equal();
  EXPECT_EQ(value(online, "customer", here, "code"), Value("A"));
  EXPECT_TRUE(value(online, "customer", there, "code").is_null());
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::refused);
  EXPECT_EQ(conflict.losing_value, Value("A"));
}

TEST_F(MergeTest, AKnownRecordThatIsGivenATakenUniqueValueOnlineKeepsItsOwn) {
  const auto here = make(office, "customer", {{"name", "Ett"}, {"code", "A"}});
  const auto there = make(office, "customer", {{"name", "Två"}, {"code", "B"}});
  settle();
  edit(office, "customer", here, "code", "C");
  edit(online, "customer", there, "code", "C");
  settle_equal();
  EXPECT_EQ(value(office, "customer", here, "code"), Value("C"));
  EXPECT_EQ(value(office, "customer", there, "code"), Value("B"));
  EXPECT_EQ(only_conflict().kind, ConflictKind::refused);
}

// ---- what the online side may not write ----

TEST_F(MergeTest, AFieldOfTheOfficeChangedOnlineIsSetBackAndInTheHistory) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}, {"terms", 30}});
  settle();
  edit(online, "customer", id, "terms", 90);
  settle_equal();
  EXPECT_EQ(value(online, "customer", id, "terms"), Value(30));
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::refused);
  EXPECT_EQ(conflict.losing_value, Value(90));
}

TEST_F(MergeTest, ARegisterOfTheOfficeChangedOnlineIsSetBackAndInTheHistory) {
  const auto changed = make(office, "place", {{"name", "Växjö"}});
  const auto removed = make(office, "place", {{"name", "Umeå"}});
  settle();
  edit(online, "place", changed, "name", "Vaxjo");
  erase(online, "place", removed);
  const auto added = make(online, "place", {{"name", "Borås"}});
  settle_equal();
  EXPECT_EQ(value(online, "place", changed, "name"), Value("Växjö"));
  EXPECT_TRUE(has(online, "place", removed));
  EXPECT_FALSE(has(online, "place", added));
  EXPECT_EQ(kinds(),
            (std::vector{ConflictKind::refused, ConflictKind::refused, ConflictKind::refused}));
}

// REQ: SYN-4
TEST_F(MergeTest, WhatIsTheOfficesAloneNeverLeavesIt) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}, {"credit_limit", 5}});
  const auto invoice = make(office, "invoice", {{"customer", id}, {"name", "F 1"}});
  const RoundRequest request = build_request(office);
  const std::string sent = to_json(test_registry(), request);
  EXPECT_EQ(sent.find("credit_limit"), std::string::npos);
  EXPECT_EQ(sent.find("invoice"), std::string::npos);
  settle();
  EXPECT_TRUE(value(online, "customer", id, "credit_limit").is_null());
  EXPECT_FALSE(has(online, "invoice", invoice));
  edit(online, "customer", id, "phone", "08-2");
  settle_equal();
  EXPECT_EQ(value(office, "customer", id, "credit_limit"), Value(5));
}

// ---- what a database does not take ----

std::optional<core::Text> refuse_short_names(const core::RecordType& type,
                                             const core::Record& record) {
  if (type.name != "customer" || core::title_of(type, record).size() > 2) return std::nullopt;
  return core::Text{"för kort", "too short"};
}

TEST_F(MergeTest, AChangeThatTheOfficesDatabaseRefusesIsSetBackAndInTheHistory) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  office.refuse = refuse_short_names;
  edit(online, "customer", id, "name", "Å");
  settle_equal();
  EXPECT_EQ(value(online, "customer", id, "name"), Value("Åkes Bageri"));
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::refused);
  EXPECT_EQ(conflict.losing_value, Value("Å"));
  EXPECT_NE(conflict.how.en.find("too short"), std::string::npos);
}

TEST_F(MergeTest, ARecordThatTheOfficesDatabaseRefusesWaitsWithItsChildrenAndHoldsUpNothing) {
  office.refuse = refuse_short_names;
  const auto bad = make(online, "customer", {{"name", "Å"}});
  const auto child = make(online, "person", {{"customer", bad}, {"name", "Åke"}});
  const auto good = make(online, "customer", {{"name", "Kvarnen"}});
  settle();
  EXPECT_TRUE(has(office, "customer", good));
  EXPECT_FALSE(has(office, "customer", bad));
  EXPECT_EQ(office.in_quarantine.size(), 2U);
  EXPECT_TRUE(has(online, "customer", bad));  // nothing that somebody wrote is thrown away

  edit(online, "customer", bad, "name", "Åkes Bageri");
  settle_equal();
  EXPECT_TRUE(has(office, "person", child));
  EXPECT_TRUE(office.in_quarantine.empty());
}

TEST_F(MergeTest, ARecordThatTheOnlineDatabaseRefusesWaitsWithItsChildrenAndHoldsUpNothing) {
  online.refuse = refuse_short_names;
  const auto bad = make(office, "customer", {{"name", "Å"}});
  const auto child = make(office, "person", {{"customer", bad}, {"name", "Åke"}});
  const auto good = make(office, "customer", {{"name", "Kvarnen"}, {"partner", bad}});
  settle();
  EXPECT_TRUE(has(online, "customer", good));
  EXPECT_FALSE(has(online, "customer", bad));
  EXPECT_EQ(online.in_quarantine.size(), 3U);

  edit(office, "customer", bad, "name", "Åkes Bageri");
  settle_equal();
  EXPECT_TRUE(has(online, "person", child));
  EXPECT_EQ(value(online, "customer", good, "partner"), Value(bad));
  EXPECT_TRUE(online.in_quarantine.empty());
}

TEST_F(MergeTest, AChangeThatTheOnlineDatabaseRefusedComesWithTheNextThatItTakes) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  online.refuse = refuse_short_names;
  office.edit(type("customer"), id, type("customer").get_field("phone"), "08-1", {"Anna", 50});
  edit(office, "customer", id, "name", "Å");
  settle();
  EXPECT_TRUE(value(online, "customer", id, "phone").is_null());
  EXPECT_EQ(online.in_quarantine.size(), 1U);
  edit(office, "customer", id, "name", "Åkes Konditori");
  settle_equal();
  EXPECT_EQ(value(online, "customer", id, "phone"), Value("08-1"));
  EXPECT_TRUE(online.in_quarantine.empty());
}

TEST_F(MergeTest, ARecordThatIsDeletedBeforeTheOnlineDatabaseTookItIsInQuarantineNoLonger) {
  online.refuse = refuse_short_names;
  const auto bad = make(office, "customer", {{"name", "Å"}});
  settle();
  EXPECT_EQ(online.in_quarantine.size(), 1U);
  erase(office, "customer", bad);
  settle_equal();
  EXPECT_TRUE(online.in_quarantine.empty());
}

TEST_F(MergeTest, AValueOfARecordThatTheOfficeDidNotTakeIsGivenInTheOffice) {
  settle();
  office.refuse = refuse_short_names;
  const auto bad = make(online, "customer", {{"name", "Å"}, {"code", "A"}});
  settle();
  const auto here = make(office, "customer", {{"name", "Kvarnen"}, {"code", "A"}});
  settle();
  EXPECT_EQ(value(online, "customer", here, "code"), Value("A"));
  EXPECT_TRUE(has(online, "customer", bad));  // nobody has deleted it
  EXPECT_TRUE(value(online, "customer", bad, "code").is_null());
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::refused);
  EXPECT_EQ(conflict.losing_value, Value("A"));
  edit(online, "customer", bad, "name", "Åkes Bageri");
  settle_equal();
  EXPECT_TRUE(has(office, "customer", bad));
}

// Who edits online what the online side could not take has not seen it: the edits meet.
TEST_F(MergeTest, AnOnlineEditOfAValueThatTheOnlineDatabaseDidNotTakeLoses) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  online.refuse = refuse_short_names;
  edit(office, "customer", id, "name", "Å");
  settle();
  EXPECT_EQ(online.in_quarantine.size(), 1U);
  edit(online, "customer", id, "name", "Åkes Konditori");
  edit(online, "customer", id, "phone", "08-1");
  settle();
  EXPECT_EQ(value(office, "customer", id, "name"), Value("Å"));
  EXPECT_EQ(value(office, "customer", id, "phone"), Value("08-1"));
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::same_field);
  EXPECT_EQ(conflict.losing_value, Value("Åkes Konditori"));
}

TEST_F(MergeTest, ARecordOfWhichTheOnlineDatabaseDidNotTakeAnEditLivesWhenItIsDeletedThere) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  online.refuse = refuse_short_names;
  edit(office, "customer", id, "name", "Å");
  settle();
  erase(online, "customer", id);
  settle();
  EXPECT_EQ(value(office, "customer", id, "name"), Value("Å"));
  EXPECT_EQ(only_conflict().kind, ConflictKind::update_delete);
  online.refuse = nullptr;
  edit(office, "customer", id, "phone", "08-1");
  settle_equal();
}

TEST_F(MergeTest, AChildThatTheOfficesDatabaseDidNotTakeIsInTheHistoryWhenItGoesWithItsParent) {
  const auto parent = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  office.refuse = [](const core::RecordType& of, const core::Record&) {
    return of.name == "person" ? std::optional(core::Text{"nej", "no"}) : std::nullopt;
  };
  const auto child = make(online, "person", {{"customer", parent}, {"name", "Åke"}});
  settle();
  EXPECT_EQ(office.in_quarantine.size(), 1U);
  erase(office, "customer", parent);
  settle_equal();
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::child_of_deleted);
  EXPECT_EQ(conflict.record_id, child);
  EXPECT_NE(conflict.losing_image.find("Åke"), std::string::npos);
  EXPECT_TRUE(office.in_quarantine.empty());
}

}  // namespace
}  // namespace tusk::sync::testing
