#include "storage/record_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/change_log.h"
#include "storage/ownership.h"
#include "storage/schema.h"
#include "storage/testing/both_engines.h"

namespace tusk::storage {
namespace {

using core::Change;
using core::Record;
using core::RecordType;
using core::Stamp;
using core::Value;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const RecordType& contact() {
  return core::registry().get("contact");
}
const RecordType& person() {
  return core::registry().get("contact_person");
}

class Records : public BothEngines {
 protected:
  Records() : Records(core::Side::office) {}
  explicit Records(core::Side side) : store_(core::registry(), side) {
    migrate_company(database(), core::registry(), side);
    write(database(), [&](Transaction& transaction) {
      initialise_company(transaction, core::registry(), side, "uuid");
    });
  }

  Record create(const RecordType& type, const core::FieldValues& fields) {
    return write(database(), [&](Transaction& transaction) {
      return store_.create(transaction, type, core::make_change(type, fields),
                           {"Anna Berg", ++now_});
    });
  }
  Record update(const Record& record, const RecordType& type, const core::FieldValues& fields,
                std::string_view etag = {}) {
    return write(database(), [&](Transaction& transaction) {
      return store_.update(transaction, type, record.id, core::make_change(type, fields),
                           {"Erik Lund", ++now_}, etag);
    });
  }
  void remove(const Record& record, const RecordType& type) {
    write(database(), [&](Transaction& transaction) {
      store_.remove(transaction, type, record.id, {"Erik Lund", ++now_});
    });
  }
  RecordPage list(const RecordQuery& query, const RecordType& type = contact()) {
    return read(database(),
                [&](Transaction& transaction) { return store_.list(transaction, type, query); });
  }
  std::vector<std::string> names(const RecordQuery& query, const RecordType& type = contact()) {
    std::vector<std::string> found;
    for (const Record& record : list(query, type).records) {
      found.push_back(core::title_of(type, record));
    }
    return found;
  }
  std::vector<std::string> search(std::string words) { return names({.search = std::move(words)}); }
  std::vector<LogEntry> log() {
    return read(database(),
                [](Transaction& transaction) { return entries_after(transaction, 0, 1000); });
  }
  // The problem of the one field that is refused.
  static core::Problem problem_of(const std::function<void()>& work) {
    try {
      work();
    } catch (const core::Error& error) {
      EXPECT_EQ(error.problems().size(), 1U) << error.what();
      return error.problems().empty() ? core::Problem{} : error.problems().front();
    }
    ADD_FAILURE() << "nothing was refused";
    return {};
  }
  template <typename Work>
  static std::string refusal(core::ErrorCode code, Work&& work) {
    try {
      work();
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      return error.text().en;
    }
    ADD_FAILURE() << "nothing was refused";
    return "";
  }

  RecordStore store_;
  core::Microseconds now_ = 1'000'000;
};

class OnlineRecords : public Records {
 protected:
  OnlineRecords() : Records(core::Side::online) {}
};

class SqliteRecords : public Records {};

TUSK_ON_BOTH_ENGINES(Records);
TUSK_ON_BOTH_ENGINES(OnlineRecords);
INSTANTIATE_TEST_SUITE_P(Engines, SqliteRecords, testing::Values(Engine::sqlite));

TEST_P(Records, ComeBackAsTheyWereEntered) {
  const Record made = create(contact(), {{"name", "  Öbergs Bygg AB "},
                                         {"phone", "08-123 45 67"},
                                         {"is_customer", true},
                                         {"discount", 250},
                                         {"note", "Första raden\nandra"},
                                         {"credit_limit", std::int64_t{5'000'000'00}}});
  const Record read_back = read(database(), [&](Transaction& transaction) {
    return store_.get(transaction, contact(), made.id);
  });
  EXPECT_EQ(read_back, made);
  EXPECT_EQ(core::value_of(contact(), made, "name"), Value("Öbergs Bygg AB"));
  EXPECT_EQ(core::value_of(contact(), made, "active"), Value(true));
  EXPECT_EQ(made.created, (Stamp{"Anna Berg", 1'000'001}));
  EXPECT_TRUE(core::is_record_id(made.id));
  EXPECT_EQ(core::side_of(made.id), core::Side::office);
}

TEST_P(Records, GetNumbersOfTheirSeries) {
  const auto number = [](const Record& record) {
    return core::value_of(contact(), record, "number").integer();
  };
  EXPECT_EQ(number(create(contact(), {{"name", "A"}})), 1001);
  EXPECT_EQ(number(create(contact(), {{"name", "B"}, {"number", 1003}})), 1003);
  EXPECT_EQ(number(create(contact(), {{"name", "C"}})), 1002);
  EXPECT_EQ(number(create(contact(), {{"name", "D"}})), 1004) << "1003 is B's";
  EXPECT_EQ(core::value_of(core::registry().get("employee"),
                           create(core::registry().get("employee"), {{"name", "Eva"}}), "number"),
            Value(1));
}

TEST_P(OnlineRecords, HaveNoNumberWithoutABlockAndNoOfficeOnlyFields) {
  const Record made = create(contact(), {{"name", "A"}});
  EXPECT_TRUE(core::value_of(contact(), made, "number").is_null());
  EXPECT_EQ(core::side_of(made.id), core::Side::online);
  const auto problem = problem_of([&] {
    create(contact(), {{"name", "B"}, {"credit_limit", std::int64_t{100}}});
  });
  EXPECT_EQ(problem.field, "credit_limit");
  EXPECT_THAT(problem.text.en, HasSubstr("in the office only"));
}

TEST_P(Records, RefuseWhatIsWrongAndNameFieldAndValue) {
  EXPECT_EQ(problem_of([&] { create(contact(), {{"phone", "08"}}); }).field, "name");
  const auto email = problem_of([&] {
    create(contact(), {{"name", "A"}, {"email", "anna at example"}});
  });
  EXPECT_EQ(email.field, "email");
  EXPECT_EQ(email.value, "anna at example");
  const auto reference = problem_of([&] {
    create(contact(), {{"name", "A"}, {"our_reference", 4711}});
  });
  EXPECT_EQ(reference.field, "our_reference");
  EXPECT_THAT(reference.text.en, HasSubstr("Choose another"));

  create(contact(), {{"name", "Berg"}, {"number", 7}});
  const auto number = problem_of([&] { create(contact(), {{"name", "Ek"}, {"number", 7}}); });
  EXPECT_EQ(number.field, "number");
  EXPECT_THAT(number.text.sv, HasSubstr("7 används redan av Berg"));
  EXPECT_THAT(names({}), ElementsAre("Berg"));
}

TEST_P(Records, TakeAListValueOfTheRightListAlone) {
  const RecordType& property = core::registry().get("property");
  const Record status = create(property, {{"kind", "contact_status"}, {"name", "Vilande"}});
  EXPECT_NO_THROW(create(contact(), {{"name", "A"}, {"status", status.id}}));
  EXPECT_EQ(problem_of([&] {
              create(contact(), {{"name", "B"}, {"category", status.id}});
            }).field,
            "category");
}

TEST_P(Records, UpdateChangesWhatDiffersAndLogsThat) {
  const Record made = create(contact(), {{"name", "Berg"}, {"phone", "08-1"}});
  const Record same = update(made, contact(), {{"name", "Berg"}});
  EXPECT_EQ(same.changed, made.changed);
  EXPECT_EQ(log().size(), 1U) << "nothing differed, so nothing was written";

  const Record changed = update(made, contact(), {{"name", "Berg"}, {"phone", "08-2"}});
  EXPECT_EQ(changed.changed.by, "Erik Lund");
  ASSERT_EQ(log().size(), 2U);
  EXPECT_EQ(log()[1].mask, contact().get_field("phone").bit());
  EXPECT_EQ(log()[1].stamp, changed.changed);
}

TEST_P(Records, AStampOfTheSameMomentStillNamesItsPerson) {
  const Record made = create(contact(), {{"name", "Berg"}});
  write(database(), [&](Transaction& transaction) {
    store_.update(transaction, contact(), made.id, core::make_change(contact(), {{"phone", "08"}}),
                  {"Karin", made.changed.at});
  });
  EXPECT_EQ(log().back().stamp.by, "Karin");
}

// Two people have the record open; the second to save is told so and overwrites nothing.
TEST_P(Records, UpdateOfAnOlderStateIsRefused) {
  const Record made = create(contact(), {{"name", "Berg"}});
  const std::string seen = core::etag_of(contact(), made);
  update(made, contact(), {{"phone", "08-1"}}, seen);
  const std::string text = refusal(core::ErrorCode::conflict, [&] {
    update(made, contact(), {{"phone", "08-2"}}, seen);
  });
  EXPECT_THAT(text, HasSubstr("changed by Erik Lund"));
  EXPECT_EQ(core::value_of(contact(), list({}).records.at(0), "phone"), Value("08-1"));
}

TEST_P(Records, RemovalTakesChildrenAndEmptiesReferencesUnderThePersonsName) {
  const Record firm = create(contact(), {{"name", "Berg"}});
  create(person(), {{"name", "Eva"}, {"contact", firm.id}});
  const Record employee = create(core::registry().get("employee"), {{"name", "Karin"}});
  const Record other = create(contact(), {{"name", "Ek"}, {"our_reference", employee.id}});
  const std::size_t before = log().size();
  remove(firm, contact());
  remove(employee, core::registry().get("employee"));

  EXPECT_THAT(names({}, person()), IsEmpty());
  EXPECT_THAT(names({}), ElementsAre("Ek"));
  EXPECT_TRUE(core::value_of(contact(), list({}).records.at(0), "our_reference").is_null());
  const auto entries = log();
  ASSERT_EQ(entries.size(), before + 4);
  for (std::size_t i = before; i < entries.size(); ++i) {
    EXPECT_EQ(entries[i].stamp.by, "Erik Lund") << "entry " << i;
  }
  EXPECT_THAT(entries[before].image, HasSubstr("\"name\":\"Eva\""));
  EXPECT_EQ(entries[before + 2].record_id, other.id);
  EXPECT_THAT(refusal(core::ErrorCode::not_found, [&] { remove(firm, contact()); }),
              HasSubstr("deleted"));
}

TEST_P(Records, SortAsSwedesDo) {
  for (const char* name : {"Öberg", "Zander", "ärlig", "Åberg", "anka", "Éclair", "Egon", "ek"}) {
    create(contact(), {{"name", name}});
  }
  EXPECT_THAT(names({}),
              ElementsAre("anka", "Éclair", "Egon", "ek", "Zander", "Åberg", "ärlig", "Öberg"));
  EXPECT_THAT(names({.sort = "name", .descending = true, .limit = 2}),
              ElementsAre("Öberg", "ärlig"));
}

TEST_P(Records, SortByNumbersMomentsAnswersAndTitlesOfOthers) {
  const RecordType& employee = core::registry().get("employee");
  const Record karin = create(employee, {{"name", "Karin"}});
  const Record anna = create(employee, {{"name", "Anna"}});
  const Record one =
      create(contact(),
             {{"name", "1"}, {"discount", 20}, {"is_supplier", true}, {"our_reference", karin.id}});
  create(contact(), {{"name", "2"}, {"discount", 5}, {"our_reference", anna.id}});
  create(contact(), {{"name", "3"}});
  update(one, contact(), {{"city", "Umeå"}});
  EXPECT_THAT(names({.sort = "discount"}), ElementsAre("3", "2", "1"));
  EXPECT_THAT(names({.sort = "changed_at", .descending = true}), ElementsAre("1", "3", "2"));
  EXPECT_THAT(names({.sort = "is_supplier", .descending = true, .limit = 1}), ElementsAre("1"));
  EXPECT_THAT(names({.sort = "our_reference"}), ElementsAre("3", "2", "1"));
}

TEST_P(Records, PagesHoldEachRecordOnce) {
  for (int i = 0; i < 25; ++i) {
    create(contact(), {{"name", i % 3 == 0 ? "Samma Namn" : "Namn " + std::to_string(i)},
                       {"discount", i % 4}});
  }
  for (const char* sort : {"", "name", "discount", "changed_at", "number", "email"}) {
    for (const bool descending : {false, true}) {
      RecordQuery query{.sort = sort, .descending = descending, .limit = 4};
      std::vector<core::RecordId> ids;
      do {
        const RecordPage page = list(query);
        EXPECT_EQ(page.total, 25);
        for (const Record& record : page.records) ids.push_back(record.id);
        query.cursor = page.next_cursor;
      } while (!query.cursor.empty() && ids.size() < 100);
      std::sort(ids.begin(), ids.end());
      EXPECT_EQ(ids.size(), 25U) << sort;
      EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end()) << sort;
    }
  }
}

TEST_P(Records, ACursorOfAnotherListIsRefused) {
  create(contact(), {{"name", "A"}});
  create(contact(), {{"name", "B"}});
  const std::string cursor = list({.limit = 1}).next_cursor;
  for (const RecordQuery& query :
       {RecordQuery{.sort = "number", .cursor = cursor}, RecordQuery{.cursor = "x"},
        RecordQuery{.cursor = cursor + "0"}, RecordQuery{.search = "a", .cursor = cursor}}) {
    EXPECT_EQ(problem_of([&] { list(query); }).field, "cursor");
  }
}

TEST_P(Records, Filter) {
  create(contact(), {{"name", "A"}, {"is_customer", true}, {"discount", 10}});
  create(contact(), {{"name", "B"}, {"city", "Umeå"}, {"discount", 20}});
  create(contact(), {{"name", "C"}, {"city", "Luleå"}, {"is_customer", true}});
  EXPECT_THAT(names({.filters = {{"is_customer", Comparison::equal, true}}}),
              ElementsAre("A", "C"));
  EXPECT_THAT(names({.filters = {{"city", Comparison::not_equal, "Umeå"}}}), ElementsAre("A", "C"));
  EXPECT_THAT(names({.filters = {{"city", Comparison::equal, {}}}}), ElementsAre("A"));
  EXPECT_THAT(names({.filters = {{"city", Comparison::not_equal, {}},
                                 {"discount", Comparison::greater_equal, 10}}}),
              ElementsAre("B"));
  EXPECT_EQ(problem_of([&] {
              list({.filters = {{"discount", Comparison::less, "ten"}}});
            }).field,
            "discount");
  EXPECT_EQ(problem_of([&] {
              list({.filters = {{"colour", Comparison::equal, "red"}}});
            }).field,
            "colour");
}

// SEC-3: what a role that is limited to one's own records asks.
TEST_P(Records, OfOneOwnerWithWhatBelongsToThem) {
  const Record erik = create(core::registry().get("employee"), {{"name", "Erik Ek"}});
  const Record anna = create(core::registry().get("employee"), {{"name", "Anna Berg"}});
  const Record his = create(contact(), {{"name", "Björks El"}, {"our_reference", erik.id}});
  const Record hers = create(contact(), {{"name", "Cederlunds"}, {"our_reference", anna.id}});
  const Record nobodys = create(contact(), {{"name", "Dalens"}});
  const Record siv = create(person(), {{"name", "Siv"}, {"contact", his.id}});
  const Record kalle = create(person(), {{"name", "Kalle"}, {"contact", hers.id}});
  EXPECT_THAT(names({.owner = erik.id}), ElementsAre("Björks El"));
  EXPECT_EQ(list({.owner = erik.id}).total, 1);
  EXPECT_THAT(names({.owner = erik.id}, person()), ElementsAre("Siv"));
  EXPECT_THAT(names({.search = "ceder", .owner = erik.id}), IsEmpty());
  EXPECT_THAT(names({.owner = 0}), IsEmpty());
  EXPECT_THAT(names({.owner = erik.id}, core::registry().get("employee")), IsEmpty());
  read(database(), [&](Transaction& transaction) {
    const auto is_his = [&](const RecordType& type, const Record& record) {
      return is_owned_by(transaction, store_, type, record, erik.id);
    };
    EXPECT_TRUE(is_his(contact(), his));
    EXPECT_TRUE(is_his(person(), siv));
    EXPECT_FALSE(is_his(contact(), hers));
    EXPECT_FALSE(is_his(contact(), nobodys));
    EXPECT_FALSE(is_his(person(), kalle));
    EXPECT_FALSE(is_his(core::registry().get("employee"), erik));
  });
}

TEST_P(OnlineRecords, CannotBeAskedForOfficeOnlyFields) {
  EXPECT_EQ(problem_of([&] {
              list({.filters = {{"credit_limit", Comparison::equal, 1}}});
            }).field,
            "credit_limit");
  EXPECT_EQ(problem_of([&] { list({.sort = "bank_account"}); }).field, "bank_account");
}

TEST_P(Records, AreFoundByWordsAndTheirBeginnings) {
  create(contact(), {{"name", "Öbergs Bygg & Måleri AB"}, {"city", "Umeå"}});
  create(contact(), {{"name", "Obergs Plåt"}, {"email", "info@obergs-plat.example"}});
  create(contact(), {{"name", "Café Lindén"}, {"phone", "+46 (0)8-123 45 67"}});
  EXPECT_THAT(search("öber"), ElementsAre("Öbergs Bygg & Måleri AB"));
  EXPECT_THAT(search("ober"), ElementsAre("Obergs Plåt"));
  EXPECT_THAT(search("bygg UME"), ElementsAre("Öbergs Bygg & Måleri AB"));
  EXPECT_THAT(search("bygg luleå"), IsEmpty());
  EXPECT_THAT(search("cafe linden"), ElementsAre("Café Lindén"));
  EXPECT_THAT(search("CAFÉ"), ElementsAre("Café Lindén"));
  EXPECT_THAT(search("obergs-plat"), ElementsAre("Obergs Plåt"));
  EXPECT_THAT(search("info@obergs-plat.example"), ElementsAre("Obergs Plåt"));
  EXPECT_THAT(search("1234567"), IsEmpty()) << "a word's beginning, not its middle";
  EXPECT_THAT(search("46081234567"), ElementsAre("Café Lindén"));
  EXPECT_THAT(search("+46 (0)8 12345"), ElementsAre("Café Lindén"));
  EXPECT_THAT(search("+46 08-1"), ElementsAre("Café Lindén"));
  EXPECT_THAT(search("1001"), ElementsAre("Öbergs Bygg & Måleri AB")) << "by number";
  EXPECT_THAT(search("  "), testing::SizeIs(3)) << "no word: all";
  EXPECT_THAT(search("&"), IsEmpty());
}

TEST_P(Records, SearchTakesEverythingThatCanBeTyped) {
  create(contact(), {{"name", "Berg"}});
  for (const char* typed : {"\"", "'", "*", "a\"*", "NEAR(", "berg OR ek", "berg)", "-berg",
                            "name:berg", "^berg", "%", "\\", "b:*", "!berg", "берг", "محمد"}) {
    EXPECT_NO_THROW(search(typed)) << typed;
  }
  EXPECT_THAT(search("berg*"), ElementsAre("Berg"));
  EXPECT_EQ(problem_of([&] { search(std::string(2000, 'a')); }).field, "q");
}

TEST_P(Records, SearchFollowsChangesAndForeignWrites) {
  const Record made = create(contact(), {{"name", "Berg"}});
  update(made, contact(), {{"name", "Ek"}});
  EXPECT_THAT(search("berg"), IsEmpty());
  EXPECT_THAT(search("ek"), ElementsAre("Ek"));
  write(database(), [](Transaction& transaction) {
    const Applying applying(transaction);
    transaction.prepare_company("UPDATE contact SET city = 'Örnsköldsvik' WHERE {company}")->run();
  });
  EXPECT_THAT(search("örn"), ElementsAre("Ek"));
  remove(made, contact());
  EXPECT_THAT(search("örn"), IsEmpty());
}

TEST_P(SqliteRecords, AForeignProcessCannotReplaceARowBehindTheCapture) {
  const Record made = create(contact(), {{"name", "Berg"}, {"number", 5}});
  const Record other = create(contact(), {{"name", "Ek"}});
  for (const std::string& sql :
       {"INSERT OR REPLACE INTO contact(id, name) VALUES (" + std::to_string(made.id) + ", 'X')",
        std::string("INSERT OR REPLACE INTO contact(id, name, number) VALUES (99, 'X', 5)"),
        "UPDATE OR REPLACE contact SET number = 5 WHERE id = " + std::to_string(other.id)}) {
    EXPECT_THROW(write(database(),
                       [&](Transaction& transaction) {
                         transaction.execute("PRAGMA recursive_triggers = OFF");
                         transaction.execute(sql);
                       }),
                 ConstraintError)
        << sql;
  }
  EXPECT_THAT(names({}), ElementsAre("Berg", "Ek"));
}

}  // namespace
}  // namespace tusk::storage
