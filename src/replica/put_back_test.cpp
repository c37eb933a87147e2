#include <gmock/gmock.h>

#include "replica/testing/two_sides.h"

namespace tusk::replica {
namespace {

using core::Value;
using sync::ConflictKind;
using testing::HasSubstr;
using testing::SizeIs;

class PutBack : public TwoSides {
 protected:
  PutBack() { connect(); }

  // The newest entry of the kind, the same on both sides.
  sync::Conflict newest(ConflictKind kind) {
    settle_equal();
    for (const LoggedConflict& each : office_.conflicts()) {
      if (each.conflict.kind == kind) return each.conflict;
    }
    ADD_FAILURE() << "no such entry";
    return {};
  }
  static core::Record put_back_at(Side& side, const std::string& id) {
    return side.write(
        [&](storage::Transaction& tx) { return put_back(tx, side.store(), id, side.stamp()); });
  }
  // Why it is refused, in English.
  static std::string refusal(Side& side, const std::string& id) {
    try {
      (void)put_back_at(side, id);
    } catch (const core::Error& error) {
      return error.text().en;
    }
    return "";
  }
  core::RecordId shared(const core::FieldValues& fields) {
    const auto id = office_.create("contact", fields);
    settle();
    return id;
  }
  sync::Conflict same_field_conflict(core::RecordId id) {
    office_.update("contact", id, {{"fax", "1"}});
    online_.update("contact", id, {{"fax", "2"}});
    return newest(ConflictKind::same_field);
  }
};
TUSK_ON_BOTH_ENGINES(PutBack);

// REQ: CNF-7
TEST_P(PutBack, AValueOnceOnEitherSide) {
  const auto id = shared({{"name", "Ek"}});
  const auto in_office = same_field_conflict(id);
  (void)put_back_at(office_, in_office.id);
  settle_equal();
  EXPECT_EQ(online_.value("contact", id, "fax"), Value("2"));
  EXPECT_THAT(refusal(office_, in_office.id), HasSubstr("Anna has put it back already"));

  office_.update("contact", id, {{"fax", core::Value()}});
  settle();
  const auto in_browser = same_field_conflict(id);
  (void)put_back_at(online_, in_browser.id);
  settle_equal();
  EXPECT_EQ(office_.value("contact", id, "fax"), Value("2"));
}

TEST_P(PutBack, AValueOfARecordThatIsGoneIsToldInstead) {
  const auto id = shared({{"name", "Ek"}});
  const auto conflict = same_field_conflict(id);
  office_.remove("contact", id);
  settle();
  for (Side* side : {&office_, &online_}) {
    EXPECT_THAT(refusal(*side, conflict.id), HasSubstr("Ek is gone"));
    EXPECT_THAT(refusal(*side, conflict.id), HasSubstr("value 2 "));
  }
}

TEST_P(PutBack, AnUnknownEntryIsSaidToBeUnknown) {
  EXPECT_THAT(refusal(office_, "nothing"), HasSubstr("not in the history"));
}

// REQ: CNF-6, CNF-7
TEST_P(PutBack, ARecordThatWasDeletedInTheOfficeAndChangedOnline) {
  const auto id = shared({{"name", "Ek"}, {"city", "Umeå"}});
  office_.remove("contact", id);
  online_.update("contact", id, {{"fax", "2"}});
  const auto conflict = newest(ConflictKind::delete_update);
  const auto back = put_back_at(online_, conflict.id);
  settle_equal();
  EXPECT_NE(back.id, id);
  EXPECT_EQ(office_.value("contact", back.id, "fax"), Value("2"));
  EXPECT_EQ(office_.value("contact", back.id, "city"), Value("Umeå"));
}

TEST_P(PutBack, ADeletionThatLostDeletesAgain) {
  const auto id = shared({{"name", "Ek"}});
  online_.remove("contact", id);
  office_.update("contact", id, {{"fax", "1"}});
  const auto conflict = newest(ConflictKind::update_delete);
  ASSERT_TRUE(online_.find("contact", id));
  (void)put_back_at(office_, conflict.id);
  settle_equal();
  EXPECT_FALSE(online_.find("contact", id));
  EXPECT_THAT(refusal(online_, conflict.id), HasSubstr("deleted already"));
}

TEST_P(PutBack, AChildNeedsItsParent) {
  const auto parent = shared({{"name", "Ek"}});
  office_.remove("contact", parent);
  (void)online_.create("contact_person", {{"name", "Per"}, {"contact", Value(parent)}});
  const auto conflict = newest(ConflictKind::child_of_deleted);
  for (Side* side : {&office_, &online_}) {
    EXPECT_THAT(refusal(*side, conflict.id),
                HasSubstr("Contact: the record that this one belongs to is gone"));
  }
}

TEST_P(PutBack, ANumberThatAnotherHasIsRefusedAndOneThatIsFreeIsNot) {
  const auto id = shared({{"name", "Ek"}});
  const auto other = shared({{"name", "Gran"}});
  office_.update("contact", other, {{"number", Value(5000)}});
  online_.update("contact", id, {{"number", Value(5000)}});
  const auto conflict = newest(ConflictKind::renumber);
  for (Side* side : {&office_, &online_}) EXPECT_NE(refusal(*side, conflict.id), "");
  office_.remove("contact", other);
  settle();
  (void)put_back_at(online_, conflict.id);
  settle_equal();
  EXPECT_EQ(office_.value("contact", id, "number"), Value(5000));
}

TEST_P(PutBack, AReferenceToARecordThatIsGoneIsRefused) {
  const auto id = shared({{"name", "Ek"}});
  const auto person = office_.create("employee", {{"name", "Per Ek"}});
  settle();
  office_.remove("employee", person);
  online_.update("contact", id, {{"our_reference", Value(person)}});
  const auto conflict = newest(ConflictKind::reference);
  for (Side* side : {&office_, &online_}) EXPECT_NE(refusal(*side, conflict.id), "");
}

TEST_P(PutBack, WhatOnlyTheOfficeMayWriteIsPutBackThere) {
  const auto id = shared({{"name", "Ek"}});
  online_.write([&](storage::Transaction& tx) {
    // As a program of the server's own would.
    tx.prepare_company("UPDATE contact SET discount = 500 WHERE {company}")->run();
  });
  const auto conflict = newest(ConflictKind::refused);
  EXPECT_NE(refusal(online_, conflict.id), "");
  (void)put_back_at(office_, conflict.id);
  settle_equal();
  EXPECT_EQ(online_.value("contact", id, "discount"), Value(500));
}

TEST_P(PutBack, TheHistoryIsKeptForMoreThanAYear) {
  const auto id = shared({{"name", "Ek"}});
  (void)same_field_conflict(id);
  constexpr core::Microseconds day = core::seconds(24 * 60 * 60);
  for (const int days : {90, 200, 105}) {
    clock_.advance(days * day);
    settle();
    clock_.advance(day);
    settle();
    EXPECT_THAT(office_.conflicts(), SizeIs(1)) << days;
    EXPECT_THAT(online_.conflicts(), SizeIs(1)) << days;
  }
  clock_.advance(10 * day);
  settle();
  clock_.advance(day);
  settle();
  EXPECT_THAT(office_.conflicts(), SizeIs(0));
  EXPECT_THAT(online_.conflicts(), SizeIs(0));
}

}  // namespace
}  // namespace tusk::replica
