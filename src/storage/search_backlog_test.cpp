#include "storage/search_backlog.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.h"
#include "storage/change_log.h"
#include "storage/columns.h"
#include "storage/record_store.h"
#include "storage/schema.h"
#include "storage/search.h"
#include "storage/testing/both_engines.h"
#include "storage/text_fold.h"

namespace tusk::storage {
namespace {

using core::RecordType;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const RecordType& contact() {
  return core::registry().get("contact");
}

// Contacts 1 to 5, "Kontakt 1" …, as a first synchronisation brings them: loaded into bare tables,
// to be searched later.
class SearchBacklog : public ::testing::Test {
 protected:
  SearchBacklog() {
    write(*database_, [](Transaction& tx) {
      create_bare_company(tx, core::registry(), core::Side::online);
      {
        const Applying applying(tx);
        auto insert = tx.insert_many({"contact", {"id", "name"}});
        for (std::int64_t id = 1; id <= 5; ++id) {
          insert->add(id);
          insert->add(std::string_view(fmt::format("Kontakt {}", id)));
          insert->end_row();
        }
        insert->finish();
      }
      complete_company(tx, core::registry(), core::Side::online, SearchTables::later);
      initialise_company(tx, core::registry(), core::Side::online, "uuid");
    });
  }

  bool fill(int most) {
    return write(*database_,
                 [&](Transaction& tx) { return fill_search(tx, core::registry(), most); });
  }
  void run(const std::string& sql) {
    write(*database_, [&](Transaction& tx) { tx.execute(sql); });
  }
  std::vector<core::RecordId> search(const std::string& words) {
    return read(*database_, [&](Transaction& tx) {
      std::vector<core::RecordId> ids;
      for (const auto& record : store_.list(tx, contact(), {.search = words, .sort = "id"}).records)
        ids.push_back(record.id);
      return ids;
    });
  }
  std::string refusal(const std::string& words) {
    try {
      (void)search(words);
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), core::ErrorCode::unavailable);
      return error.text().sv;
    }
    return "";
  }
  bool has_backlog() {
    return read(*database_, [](Transaction& tx) { return has_search_backlog(tx); });
  }

  TestDatabase place_{Engine::sqlite};
  std::unique_ptr<Database> database_ = place_.open();
  RecordStore store_{core::registry(), core::Side::online};
};

TEST_F(SearchBacklog, ASearchIsRefusedUntilNothingWouldBeMissed) {
  EXPECT_THAT(refusal("kontakt"), HasSubstr("0 %"));
  EXPECT_TRUE(fill(2));
  EXPECT_THAT(refusal("kontakt"), HasSubstr("40 %"));
  EXPECT_TRUE(fill(2));
  EXPECT_TRUE(has_backlog());
  EXPECT_FALSE(fill(2));
  EXPECT_FALSE(has_backlog());
  EXPECT_THAT(search("kontakt"), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_FALSE(fill(2)) << "nothing is left";
}

TEST_F(SearchBacklog, OtherRegistersAndListsDoNotWait) {
  const auto people = read(*database_, [&](Transaction& tx) {
    return store_.list(tx, core::registry().get("contact_person"), {.search = "anna"}).records;
  });
  EXPECT_THAT(people, IsEmpty());
  EXPECT_THAT(search(""), ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(SearchBacklog, WhatIsWrittenMeanwhileIsFoundAsItIs) {
  EXPECT_TRUE(fill(2));
  run("UPDATE contact SET name = 'Ahlgrens Bygg' WHERE id IN (1, 5)");  // one before, one after
  run("DELETE FROM contact WHERE id IN (2, 4)");
  run("INSERT INTO contact(id, name) VALUES (6, 'Ny'), (0x7000000000, 'Ny')");
  while (fill(2)) {
  }
  EXPECT_THAT(search("kontakt"), ElementsAre(3));
  EXPECT_THAT(search("ahlgren"), ElementsAre(1, 5));
  EXPECT_THAT(search("ny"), UnorderedElementsAre(6, 0x7000000000));
  run("DELETE FROM contact WHERE id = 6");
  EXPECT_THAT(search("ny"), ElementsAre(0x7000000000)) << "it is there once";
}

TEST_F(SearchBacklog, AMigrationMakesAllOfItSearchable) {
  EXPECT_TRUE(fill(2));
  run("UPDATE schema_version SET registry = 'of another program'");
  migrate_company(*database_, core::registry(), core::Side::online);
  EXPECT_FALSE(has_backlog());
  EXPECT_THAT(search("kontakt"), ElementsAre(1, 2, 3, 4, 5));
}

// The triggers make the same text in SQL.
TEST(SearchedText, IsWhatTheTriggersWrite) {
  constexpr std::uint64_t seed = 20261127;
  SCOPED_TRACE(fmt::format("seed {}", seed));
  core::SeededRandom random(seed);
  const std::vector<std::string> pieces = {
      "a",      "A\u030A", "a\u0308", "O\u0308", "å",          "Ä", "ö",  "ꜳ", "é",
      "Ł",      "08",      "-",       " ",       "(",          ")", "/",  ".", "+46",
      "\u00A0", "\u2013",  "\u030A",  "日本",    "\U0001F600", "'", "\"", "x"};
  const auto text = [&] {
    std::string made;
    for (std::uint64_t i = random.below(8); i > 0; --i) made += pieces[random.below(pieces.size())];
    return made;
  };
  const TestDatabase place(Engine::sqlite);
  const auto database = place.open();
  migrate_company(*database, core::registry(), core::Side::office);
  SearchedText searched(contact());
  const std::string of_triggers =
      protect_letters_sql(searched_text_sql(contact(), "", Engine::sqlite));
  write(*database, [&](Transaction& tx) {
    const auto insert = tx.prepare(
        "INSERT INTO contact(id, number, name, phone, mobile, city) VALUES ($1, $2, $3, $4, $5, "
        "$6)");
    for (std::int64_t id = 1; id <= 500; ++id) {
      insert->bind(id);
      if (random.below(3) == 0) {
        insert->bind_null();
      } else {
        insert->bind(id * 1000);
      }
      insert->bind(text()).bind(text()).bind(text()).bind(text()).run();
      insert->reset();
    }
    const auto rows =
        tx.prepare(fmt::format("SELECT {}{} FROM contact", of_triggers, searched.columns()));
    while (rows->step()) EXPECT_EQ(searched.of(*rows, 1), rows->text(0));
  });
}

}  // namespace
}  // namespace tusk::storage
