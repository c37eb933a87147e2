#include "replica/problems.h"

#include <gmock/gmock.h>

#include "replica/testing/two_sides.h"

namespace tusk::replica {
namespace {

using core::Value;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Problems : public TwoSides {
 protected:
  Problems() {
    connect();
    settle();
  }

  static std::vector<Problem> problems(Side& side) {
    return side.read([](storage::Transaction& tx) { return list_problems(tx, 100); });
  }
  static std::vector<RoundRow> errors(Side& side) {
    auto rows = side.read([](storage::Transaction& tx) { return list_rounds(tx, 100); });
    std::erase_if(rows, [](const RoundRow& row) { return row.ok; });
    return rows;
  }
  static void execute(Side& side, const std::string& sql) {
    side.write([&](storage::Transaction& tx) { tx.execute(sql); });
  }
  // Another program of the office wants something that Tusk does not.
  void no_two_with_the_same_organisation_number() {
    const char* company = GetParam() == storage::Engine::sqlite ? "" : "company_id, ";
    execute(office_, std::string("CREATE UNIQUE INDEX of_another_program ON contact(") + company +
                         "organisation_number)");
  }
  static const core::RecordType& contact() { return core::registry().get("contact"); }
};
TUSK_ON_BOTH_ENGINES(Problems);

// REQ: SYN-5
TEST_P(Problems, ARecordThatTheOfficeDoesNotTakeIsSeenOnBothSidesAndHoldsUpNoOther) {
  (void)office_.create("contact", {{"name", "Ägaren"}, {"organisation_number", "55"}});
  settle();
  no_two_with_the_same_organisation_number();
  const auto bad = online_.create("contact", {{"name", "Kopian"}, {"organisation_number", "55"}});
  const auto person = online_.create("contact_person", {{"name", "Per"}, {"contact", Value(bad)}});
  const auto good = online_.create("contact", {{"name", "Annan"}});
  settle();
  EXPECT_TRUE(office_.find("contact", good));
  EXPECT_FALSE(office_.find("contact", bad));

  for (Side* side : {&office_, &online_}) {
    const auto found = problems(*side);
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].record_name, "Kopian");
    EXPECT_EQ(found[0].record_id, bad);
    EXPECT_EQ(found[1].record_id, person);
    EXPECT_THAT(found[0].reason.sv, HasSubstr("finns redan"));
    EXPECT_THAT(found[0].reason.en, HasSubstr("is in another already"));
    EXPECT_GT(found[0].since, 0);
    EXPECT_EQ(found[0].place, side == &office_ ? ProblemPlace::here : ProblemPlace::there);
    // In the log with the reason, and the rounds go on.
    const auto rows = errors(*side);
    ASSERT_FALSE(rows.empty());
    EXPECT_THAT(rows.back().message.en, HasSubstr("Kopian is not taken by the office"));
    EXPECT_TRUE(side->read([](storage::Transaction& tx) { return last_round(tx); })->ok);
  }

  // It is tried again when it is changed, and then comes with what waited for it.
  online_.update("contact", bad, {{"organisation_number", "56"}});
  settle_equal();
  EXPECT_TRUE(office_.find("contact_person", person));
  EXPECT_THAT(problems(office_), IsEmpty());
  EXPECT_THAT(problems(online_), IsEmpty());
}

TEST_P(Problems, WhenTheCauseIsGoneItComes) {
  (void)office_.create("contact", {{"name", "Ägaren"}, {"organisation_number", "55"}});
  settle();
  for (const int way : {0, 1, 2}) {
    no_two_with_the_same_organisation_number();
    const auto bad = online_.create("contact", {{"name", "Kopian"}, {"organisation_number", "55"}});
    settle();
    ASSERT_FALSE(office_.find("contact", bad));
    execute(office_, "DROP INDEX of_another_program");
    settle();
    ASSERT_FALSE(office_.find("contact", bad)) << "nobody has tried yet";
    Side& side = way == 0 ? office_ : online_;
    if (way < 2) {
      side.write([&](storage::Transaction& tx) {
        try_again(tx, side.store(), contact(), bad, side.stamp());
      });
    } else {
      clock_.advance(core::seconds(24 * 60 * 60));
    }
    settle();
    settle_equal();
    EXPECT_TRUE(office_.find("contact", bad)) << way;
    EXPECT_THAT(problems(office_), IsEmpty());
    EXPECT_THAT(problems(online_), IsEmpty());
    online_.remove("contact", bad);
    settle();
  }
}

TEST_P(Problems, ARecordThatIsDeletedWhereItBelongsIsNoProblemAnyMore) {
  (void)office_.create("contact", {{"name", "Ägaren"}, {"organisation_number", "55"}});
  settle();
  no_two_with_the_same_organisation_number();
  const auto bad = online_.create("contact", {{"name", "Kopian"}, {"organisation_number", "55"}});
  settle();
  online_.remove("contact", bad);
  settle_equal();
  EXPECT_THAT(problems(office_), IsEmpty());
  EXPECT_THAT(problems(online_), IsEmpty());
}

TEST_P(Problems, ARecordWithoutAProblemCannotBeTriedAgain) {
  const auto good = office_.create("contact", {{"name", "Bra"}});
  EXPECT_THROW(office_.write([&](storage::Transaction& tx) {
    try_again(tx, office_.store(), contact(), good, office_.stamp());
  }),
               core::Error);
}

TEST_P(Problems, TextThatNoMessageCanCarryHoldsUpNothing) {
  // A program that writes Latin 1 into the office's file. PostgreSQL takes no such text.
  if (GetParam() == storage::Engine::postgres) {
    const auto id = office_.create("contact", {{"name", "Bra"}});
    settle_equal();
    EXPECT_TRUE(online_.find("contact", id));
    return;
  }
  const auto bad = office_.create("contact", {{"name", "Dålig"}, {"phone", "08"}});
  const auto person = office_.create("contact_person", {{"name", "Per"}, {"contact", Value(bad)}});
  execute(office_, "UPDATE contact SET city = CAST(x'4c756c65e5' AS TEXT) WHERE id = " +
                       std::to_string(bad));
  const auto good = office_.create("contact", {{"name", "Bra"}});
  settle();
  EXPECT_TRUE(online_.find("contact", good));
  EXPECT_FALSE(online_.find("contact", bad));
  ASSERT_THAT(problems(office_), Not(IsEmpty()));
  EXPECT_EQ(problems(office_)[0].place, ProblemPlace::unsendable);
  EXPECT_THAT(problems(office_)[0].reason.en, HasSubstr("City"));
  EXPECT_THAT(problems(online_), SizeIs(2)) << "the contact, and the person that waits for it";

  office_.update("contact", bad, {{"city", "Luleå"}});
  settle_equal();
  EXPECT_EQ(online_.value("contact", bad, "phone"), Value("08"));
  EXPECT_TRUE(online_.find("contact_person", person));
  EXPECT_THAT(problems(office_), IsEmpty());
  EXPECT_THAT(problems(online_), IsEmpty());

  // One that the other side has: it keeps its values there until the text can be carried.
  execute(office_,
          "UPDATE contact SET city = CAST(x'4c756c65e5' AS TEXT), phone = '09' WHERE id = " +
              std::to_string(bad));
  settle();
  EXPECT_EQ(online_.value("contact", bad, "phone"), Value("08"));
  office_.update("contact", bad, {{"city", "Boden"}});
  settle_equal();
  EXPECT_EQ(online_.value("contact", bad, "phone"), Value("09"));
  EXPECT_THAT(problems(office_), IsEmpty());
}

}  // namespace
}  // namespace tusk::replica
