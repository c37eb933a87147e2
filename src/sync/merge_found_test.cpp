// What simulations have found: what needs several steps to go wrong.

#include "sync/testing/merge_fixture.h"

namespace tusk::sync::testing {
namespace {

using core::Value;

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
