// One test for each rule of docs/merge-rules.md. Numbers and other unique values, and what a side
// may not write or does not take.

#include "sync/testing/merge_fixture.h"

namespace tusk::sync::testing {
namespace {

using core::Value;

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

TEST_F(MergeTest, WhatWasMovedOnlineIntoARecordThatHasToStayLivesWithItWhereTheOfficeHasIt) {
  const auto old_parent = make(office, "customer", {{"name", "Kvarnen"}});
  const auto used = make(office, "customer", {{"name", "Åkes Bageri"}});
  const auto child = make(office, "person", {{"customer", old_parent}, {"name", "Åke"}});
  const auto remark = make(office, "remark", {{"person", child}, {"name", "ring"}});
  make(office, "invoice", {{"customer", used}, {"name", "F 1"}});
  settle();
  edit(online, "person", child, "customer", used);
  erase(online, "customer", used);
  settle_equal();
  EXPECT_EQ(value(online, "person", child, "customer"), Value(old_parent));
  EXPECT_TRUE(has(online, "remark", remark));
  // One entry for each record whose deletion did not happen.
  EXPECT_EQ(kinds(), (std::vector{ConflictKind::update_delete, ConflictKind::update_delete,
                                  ConflictKind::refused}));
}

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

}  // namespace
}  // namespace tusk::sync::testing
