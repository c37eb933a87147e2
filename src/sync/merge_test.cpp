// One test for each rule of docs/merge-rules.md.

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

// ---- what belongs together ----

// REQ: CNF-6
TEST_F(MergeTest, AChildMadeInTheOfficeRevivesItsParentAndWhatWentWithIt) {
  const auto parent = make(office, "customer", {{"name", "Åkes Bageri"}});
  const auto old_child = make(office, "person", {{"customer", parent}, {"name", "Åke"}});
  settle();
  erase(online, "customer", parent);
  const auto new_child = make(office, "person", {{"customer", parent}, {"name", "Ulla"}});
  settle_equal();
  EXPECT_TRUE(has(online, "customer", parent));
  EXPECT_TRUE(has(online, "person", old_child));
  EXPECT_TRUE(has(online, "person", new_child));
  // One entry for each record whose deletion did not happen.
  EXPECT_EQ(kinds(), (std::vector{ConflictKind::update_delete, ConflictKind::update_delete}));
}

TEST_F(MergeTest, AChildChangedInTheOfficeRevivesItsParent) {
  const auto parent = make(office, "customer", {{"name", "Åkes Bageri"}});
  const auto child = make(office, "person", {{"customer", parent}, {"name", "Åke"}});
  const auto remark = make(office, "remark", {{"person", child}, {"name", "ring"}});
  settle();
  erase(online, "customer", parent);
  edit(office, "remark", remark, "name", "ring i dag");
  settle_equal();
  EXPECT_TRUE(has(online, "customer", parent));
  EXPECT_EQ(value(online, "remark", remark, "name"), Value("ring i dag"));
  EXPECT_EQ(office.conflicts.size(), 3U);
}

TEST_F(MergeTest, AChildMadeInTheOfficeWhileTheDeletionWasOnItsWayKeepsItsParent) {
  const auto parent = make(office, "customer", {{"name", "Åkes Bageri"}});
  const auto child = make(office, "person", {{"customer", parent}, {"name", "Åke"}});
  settle();
  erase(online, "customer", parent);
  const RoundRequest request = build_request(office);
  const RoundResponse response = answer(online, request);
  const auto late = make(office, "person", {{"customer", parent}, {"name", "Ulla"}});
  EXPECT_EQ(take_answer(office, request, response), Taken::done);
  settle_equal();
  EXPECT_TRUE(has(online, "person", child));
  EXPECT_TRUE(has(online, "person", late));
  EXPECT_EQ(kinds(), (std::vector{ConflictKind::update_delete, ConflictKind::update_delete}));
}

// REQ: CNF-6
TEST_F(MergeTest, AChildMadeOnlineGoesWithItsParentAndIsInTheHistory) {
  const auto parent = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  erase(office, "customer", parent);
  const auto child = make(online, "person", {{"customer", parent}, {"name", "Åke"}});
  settle_equal();
  EXPECT_FALSE(has(online, "person", child));
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::child_of_deleted);
  EXPECT_NE(conflict.losing_image.find("Åke"), std::string::npos);
}

TEST_F(MergeTest, AChildMadeOnlineArrivesAfterItsParentWasDeletedHere) {
  const auto parent = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  const auto child = make(online, "person", {{"customer", parent}, {"name", "Åke"}});
  make(online, "remark", {{"person", child}, {"name", "ring"}});
  const RoundRequest request = build_request(office);
  const RoundResponse response = answer(online, request);
  erase(office, "customer", parent);
  EXPECT_EQ(take_answer(office, request, response), Taken::done);
  settle_equal();
  EXPECT_TRUE(online.rows().empty());
  EXPECT_EQ(kinds(), (std::vector{ConflictKind::child_of_deleted, ConflictKind::child_of_deleted}));
}

TEST_F(MergeTest, MovedInTheOfficeIntoWhatWasDeletedOnlineRevivesThat) {
  const auto from = make(office, "customer", {{"name", "Från"}});
  const auto to = make(office, "customer", {{"name", "Till"}});
  const auto child = make(office, "person", {{"customer", from}, {"name", "Åke"}});
  settle();
  edit(office, "person", child, "customer", to);
  erase(online, "customer", to);
  settle_equal();
  EXPECT_EQ(value(online, "person", child, "customer"), Value(to));
  EXPECT_EQ(only_conflict().kind, ConflictKind::update_delete);
}

TEST_F(MergeTest, MovedOutInTheOfficeOfWhatWasDeletedOnlineLivesAlone) {
  const auto from = make(office, "customer", {{"name", "Från"}});
  const auto to = make(office, "customer", {{"name", "Till"}});
  const auto child = make(office, "person", {{"customer", from}, {"name", "Åke"}});
  settle();
  edit(office, "person", child, "customer", to);
  erase(online, "customer", from);
  settle_equal();
  EXPECT_FALSE(has(office, "customer", from));
  EXPECT_EQ(value(online, "person", child, "customer"), Value(to));
}

TEST_F(MergeTest, MovedOnlineIntoWhatTheOfficeDeletedComesBackToItsOldParent) {
  const auto from = make(office, "customer", {{"name", "Från"}});
  const auto to = make(office, "customer", {{"name", "Till"}});
  const auto child = make(office, "person", {{"customer", from}, {"name", "Åke"}});
  settle();
  erase(office, "customer", to);
  edit(online, "person", child, "customer", to);
  settle_equal();
  EXPECT_EQ(value(online, "person", child, "customer"), Value(from));
  EXPECT_EQ(only_conflict().kind, ConflictKind::child_of_deleted);
}

TEST_F(MergeTest, MovedOnlineIntoWhatTheOfficeDeletedMeanwhileStaysWithItsOldParent) {
  const auto from = make(office, "customer", {{"name", "Från"}});
  const auto to = make(office, "customer", {{"name", "Till"}});
  const auto child = make(office, "person", {{"customer", from}, {"name", "Åke"}});
  settle();
  edit(online, "person", child, "customer", to);
  const RoundRequest request = build_request(office);
  const RoundResponse response = answer(online, request);
  erase(office, "customer", to);
  EXPECT_EQ(take_answer(office, request, response), Taken::done);
  settle_equal();
  EXPECT_EQ(value(online, "person", child, "customer"), Value(from));
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::reference);
  EXPECT_EQ(conflict.losing_value, Value(to));
}

TEST_F(MergeTest, DeletedOnlineButUsedInTheOfficeLivesAndTheHistorySaysWhy) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  make(office, "invoice", {{"customer", id}, {"name", "F 1"}});
  settle();
  erase(online, "customer", id);
  settle_equal();
  EXPECT_TRUE(has(online, "customer", id));
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::refused);
  EXPECT_NE(conflict.how.en.find("invoice"), std::string::npos);
}

// ---- references that may be empty ----

TEST_F(MergeTest, AReferenceMadeOnlineToWhatTheOfficeDeletedIsLeftEmpty) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  const auto partner = make(office, "customer", {{"name", "Kvarnen"}});
  settle();
  erase(office, "customer", partner);
  edit(online, "customer", id, "partner", partner);
  settle_equal();
  EXPECT_TRUE(value(online, "customer", id, "partner").is_null());
  const Conflict conflict = only_conflict();
  EXPECT_EQ(conflict.kind, ConflictKind::reference);
  EXPECT_EQ(conflict.losing_value, Value(partner));
}

TEST_F(MergeTest, AReferenceThatArrivesAfterItsTargetWasDeletedHereIsLeftEmpty) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  const auto partner = make(office, "customer", {{"name", "Kvarnen"}});
  settle();
  edit(online, "customer", id, "partner", partner);
  const RoundRequest request = build_request(office);
  const RoundResponse response = answer(online, request);
  erase(office, "customer", partner);
  EXPECT_EQ(take_answer(office, request, response), Taken::done);
  settle_equal();
  EXPECT_TRUE(value(online, "customer", id, "partner").is_null());
  EXPECT_EQ(only_conflict().kind, ConflictKind::reference);
}

TEST_F(MergeTest, AReferenceMadeInTheOfficeToWhatLivesAgainIsKept) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  const auto partner = make(office, "customer", {{"name", "Kvarnen"}});
  settle();
  erase(online, "customer", partner);
  edit(office, "customer", id, "partner", partner);
  edit(office, "customer", partner, "phone", "08-1");
  settle_equal();
  EXPECT_EQ(value(online, "customer", id, "partner"), Value(partner));
}

TEST_F(MergeTest, RecordsMadeTogetherMayNameEachOther) {
  const auto one = make(online, "customer", {{"name", "Åkes Bageri"}});
  const auto two = make(online, "customer", {{"name", "Kvarnen"}, {"partner", one}});
  edit(online, "customer", one, "partner", two);
  settle_equal();
  EXPECT_EQ(value(office, "customer", one, "partner"), Value(two));
  EXPECT_EQ(value(office, "customer", two, "partner"), Value(one));
  EXPECT_TRUE(office.conflicts.empty());
}

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

// ---- found by the simulated world ----

TEST_F(MergeTest, AChildOnItsWayBackKeepsItsParentThatIsDeletedMeanwhile) {
  const auto parent = make(office, "customer", {{"name", "Åkes Bageri"}});
  const auto child = make(office, "person", {{"customer", parent}, {"name", "Åke"}});
  settle();
  erase(online, "person", child);
  edit(office, "person", child, "name", "Åke Å");
  const RoundRequest request = build_request(office);
  (void)answer(online, request);  // asks for the person; the answer is lost
  erase(online, "customer", parent);
  settle_equal();
  EXPECT_EQ(value(online, "person", child, "name"), Value("Åke Å"));
}

TEST_F(MergeTest, AChildDeletedByItselfBeforeItsParentIsInTheHistoryWhenBothLive) {
  const auto parent = make(office, "customer", {{"name", "Åkes Bageri"}});
  const auto child = make(office, "person", {{"customer", parent}, {"name", "Åke"}});
  settle();
  erase(online, "person", child);
  erase(online, "customer", parent);
  edit(office, "customer", parent, "phone", "08-1");
  settle_equal();
  EXPECT_TRUE(has(online, "person", child));
  EXPECT_EQ(kinds(), (std::vector{ConflictKind::update_delete, ConflictKind::update_delete}));
}

TEST_F(MergeTest, TheImageOfADeletionHasWhatWasWrittenBeforeIt) {
  const auto id = make(office, "customer", {{"name", "Åkes Bageri"}});
  settle();
  edit(online, "customer", id, "fax", "08-2");
  erase(online, "customer", id);
  const RoundRequest request = build_request(office);
  const RoundResponse response = answer(online, request);
  edit(office, "customer", id, "phone", "08-1");
  EXPECT_EQ(take_answer(office, request, response), Taken::done);
  settle_equal();
  EXPECT_NE(only_conflict().losing_image.find("08-2"), std::string::npos);
}

TEST_F(MergeTest, AChildMayComeInAnEarlierMessageThanItsNewParent) {
  const auto from = make(online, "customer", {{"name", "Från"}});
  const auto child = make(online, "person", {{"customer", from}, {"name", "Åke"}});
  const auto to = make(online, "customer", {{"name", "Till"}});
  edit(online, "person", child, "customer", to);
  for (int i = 0; i < 6; ++i) (void)run_round(office, online, 2);
  settle_equal();
  EXPECT_EQ(value(office, "person", child, "customer"), Value(to));
}

TEST_F(MergeTest, AChildThatLivesIsAskedForBeforeTheRemovalOfItsOldParentArrives) {
  const auto from = make(office, "customer", {{"name", "Från"}});
  const auto to = make(office, "customer", {{"name", "Till"}});
  const auto child = make(office, "person", {{"customer", from}, {"name", "Åke"}});
  settle();
  edit(online, "person", child, "customer", to);
  erase(online, "customer", from);
  erase(online, "person", child);
  edit(office, "person", child, "name", "Åke Å");
  const RoundRequest request = build_request(office);
  EXPECT_EQ(take_answer(office, request, answer(online, request, 2)), Taken::done);
  settle_equal();
  EXPECT_EQ(value(online, "person", child, "name"), Value("Åke Å"));
}

TEST_F(MergeTest, ANumberTakenTwiceIsInTheHistoryTwice) {
  make(office, "customer", {{"name", "Ett"}});
  settle();
  const auto there = make(online, "customer", {{"name", "Två"}});
  const Value first = value(online, "customer", there, "number");
  make(office, "customer", {{"name", "Tre"}, {"number", first}});
  (void)answer(online, build_request(office));  // the answer is lost
  const Value second = value(online, "customer", there, "number");
  EXPECT_NE(first, second);
  make(office, "customer", {{"name", "Fyra"}, {"number", second}});
  settle_equal();
  EXPECT_EQ(kinds(), (std::vector{ConflictKind::renumber, ConflictKind::renumber}));
}

}  // namespace
}  // namespace tusk::sync::testing
