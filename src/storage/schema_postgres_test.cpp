// What only PostgreSQL has: many companies in one database, many writers at once.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "core/id.h"
#include "storage/change_log.h"
#include "storage/record_query.h"
#include "storage/schema.h"
#include "storage/testing/both_engines.h"

namespace tusk::storage {
namespace {

class SharedDatabase : public testing::Test {
 protected:
  SharedDatabase() : place_(Engine::postgres), database_(place_.open()) {
    migrate_company(*database_, core::registry(), core::Side::office);
    initialise(*database_);
  }

  static void initialise(Database& database) {
    write(database, [](Transaction& t) {
      initialise_company(t, core::registry(), core::Side::office, "uuid");
    });
  }

  static void insert(Transaction& t, std::int64_t id) {
    t.prepare_company(
         "INSERT INTO contact({company_column}id, name) VALUES ({company_value}$1, 'Berg')")
        ->bind(id)
        .run();
  }

  // The record ids of the entries that got their positions, in the order of these.
  static std::vector<core::RecordId> numbered(Database& database, std::int64_t after = 0) {
    return write(database, [&](Transaction& t) {
      assign_positions(t);
      std::vector<core::RecordId> ids;
      for (const LogEntry& entry : entries_after(t, after, 1'000'000)) {
        if (entry.sequence != 0) ids.push_back(entry.record_id);
      }
      return ids;
    });
  }

  TestDatabase place_;
  std::unique_ptr<Database> database_;
};

// REQ: SYN-1
TEST_F(SharedDatabase, AnEntryThatIsCommittedLateIsNotLost) {
  const auto other = place_.open();
  const auto slow = other->begin(Access::write);
  insert(*slow, 1);
  write(*database_, [](Transaction& t) { insert(t, 2); });
  EXPECT_EQ(numbered(*database_), std::vector<core::RecordId>{2});
  const auto seen = read(*database_, [](Transaction& t) { return head(t); });
  slow->commit();
  read(*database_, [&](Transaction& t) {
    EXPECT_EQ(head(t), seen) << "it has no position yet";
    EXPECT_TRUE(has_entries_after(t, seen.sequence));
    EXPECT_EQ(count_after(t, seen.sequence), 1);
    const auto entries = entries_after(t, seen.sequence, 10);
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].sequence, 0);
    EXPECT_EQ(entries[0].record_id, 1);
  });
  EXPECT_EQ(numbered(*database_, seen.sequence), std::vector<core::RecordId>{1});
}

// REQ: SYN-1
TEST_F(SharedDatabase, NoEntryIsLostOrSeenTwiceWhileManyWrite) {
  constexpr int writers = 4;
  constexpr int rounds = 60;
  std::atomic<int> working = writers;
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      const auto own = place_.open();
      for (int round = 0; round < rounds; ++round) {
        write(*own, [&](Transaction& t) {
          for (int i = 0; i <= writer; ++i) insert(t, writer * 100'000 + round * 10 + i + 1);
        });
      }
      --working;
    });
  }
  std::multiset<core::RecordId> seen;
  std::int64_t position = 0;
  for (bool last = false; !last;) {
    last = working == 0;
    for (const core::RecordId id : numbered(*database_, position)) seen.insert(id);
    position = read(*database_, [](Transaction& t) { return head(t).sequence; });
  }
  for (std::thread& thread : threads) thread.join();
  const std::size_t expected = rounds * (1 + 2 + 3 + 4);
  EXPECT_EQ(seen.size(), expected);
  EXPECT_EQ(std::set<core::RecordId>(seen.begin(), seen.end()).size(), expected);
  EXPECT_EQ(position, static_cast<std::int64_t>(expected));
}

TEST_F(SharedDatabase, CompaniesDoNotSeeEachOther) {
  const auto other = place_.open(2);
  initialise(*other);
  write(*database_, [](Transaction& t) { insert(t, 1); });
  write(*other, [](Transaction& t) {
    insert(t, 1);
    insert(t, 2);
  });
  EXPECT_EQ(numbered(*database_).size(), 1U);
  EXPECT_EQ(numbered(*other).size(), 2U);
  write(*database_, [](Transaction& t) {
    EXPECT_EQ(t.prepare_company("DELETE FROM contact WHERE {company}")->run(), 1);
  });
  read(*other, [](Transaction& t) {
    const auto count = t.prepare_company("SELECT count(*) FROM contact WHERE {company}");
    count->step();
    EXPECT_EQ(count->integer(0), 2);
  });
}

TEST_F(SharedDatabase, ErasingACompanyLeavesTheOthers) {
  const auto other = place_.open(2);
  initialise(*other);
  for (Database* database : {database_.get(), other.get()}) {
    write(*database, [](Transaction& t) {
      insert(t, 1);
      t.prepare_company(
           "INSERT INTO contact_person({company_column}id, name, contact) VALUES "
           "({company_value}1, 'Anna', 1)")
          ->run();
    });
  }
  write(*other, [](Transaction& t) { erase_company(t, core::registry(), core::Side::office); });
  const auto count = [](Transaction& t, const std::string& table) {
    const auto row = t.prepare_company("SELECT count(*) FROM " + table + " WHERE {company}");
    row->step();
    return row->integer(0);
  };
  for (const char* table :
       {"contact", "contact_person", "sync_log", "sync_state", "number_block"}) {
    read(*database_, [&](Transaction& t) { EXPECT_GT(count(t, table), 0) << table; });
    read(*other, [&](Transaction& t) { EXPECT_EQ(count(t, table), 0) << table; });
  }
  initialise(*other);
}

TEST_F(SharedDatabase, OneConnectionServesAllCompanies) {
  const auto other = database_->as_company(2);
  initialise(*other);
  write(*other, [](Transaction& t) { insert(t, 7); });
  EXPECT_EQ(numbered(*other), std::vector<core::RecordId>{7});
  EXPECT_TRUE(numbered(*database_).empty());
}

TEST_F(SharedDatabase, AReferenceToAnotherCompanysRecordIsRefused) {
  const auto other = place_.open(2);
  write(*other, [](Transaction& t) { insert(t, 1); });
  EXPECT_THROW(write(*database_,
                     [](Transaction& t) {
                       t.prepare_company(
                            "INSERT INTO contact_person({company_column}id, name, contact) VALUES "
                            "({company_value}1, 'Anna', 1)")
                           ->run();
                     }),
               ConstraintError);
}

TEST_F(SharedDatabase, DeferredReferencesMayComeInAnyOrder) {
  write(*database_, [](Transaction& t) {
    defer_constraints(t);
    t.prepare_company(
         "INSERT INTO contact_person({company_column}id, name, contact) VALUES "
         "({company_value}1, 'Anna', 1)")
        ->run();
    insert(t, 1);
  });
}

TEST_F(SharedDatabase, TruncateIsRefused) {
  write(*database_, [](Transaction& t) { insert(t, 1); });
  EXPECT_THROW(write(*database_, [](Transaction& t) { t.execute("TRUNCATE contact CASCADE"); }),
               core::Error);
  EXPECT_EQ(numbered(*database_).size(), 1U);
}

TEST_F(SharedDatabase, ReplicationModeDoesNotHideWrites) {
  write(*database_, [](Transaction& t) {
    t.execute("SET LOCAL session_replication_role = replica");
    insert(t, 1);
  });
  EXPECT_EQ(numbered(*database_).size(), 1U);
}

TEST_F(SharedDatabase, CaptureDoesNotDependOnTheWritersSearchPath) {
  write(*database_, [](Transaction& t) {
    const auto row = t.prepare("SELECT current_schema()");
    row->step();
    const std::string schema(row->text(0));
    t.execute("SET LOCAL search_path = pg_catalog; INSERT INTO " + schema +
              ".contact(company_id, id, name) VALUES (1, 1, 'Berg')");
  });
  EXPECT_EQ(numbered(*database_).size(), 1U);
}

TEST_F(SharedDatabase, ProgramsThatStartTogetherMigrateOnce) {
  const TestDatabase fresh(Engine::postgres);
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      const auto own = fresh.open();
      EXPECT_NO_THROW(migrate_company(*own, core::registry(), core::Side::online));
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Policies keep the planner from every index whose operator is not leakproof (decision 0021).
TEST_F(SharedDatabase, SearchingAndSortingUseTheirIndexes) {
  for (const int company : {1, 2, 3}) {
    write(*database_->as_company(company), [&](Transaction& t) {
      t.execute(
          "SET LOCAL tusk.applying = 'on'; INSERT INTO contact(company_id, id, name) SELECT " +
          std::to_string(company) + ", g, 'Berg ' || g FROM generate_series(1, 1000) AS g");
    });
  }
  write(*database_, [](Transaction& t) {
    t.execute(
        "SET LOCAL enable_seqscan = off; ANALYZE contact; "
        "SELECT gin_clean_pending_list('contact_search')");
    const auto plan_of = [&](const std::string& sql) {
      std::string plan;
      const auto row = t.prepare_company("EXPLAIN " + sql);
      while (row->step()) plan += std::string(row->text(0)) + "\n";
      return plan;
    };
    EXPECT_THAT(
        plan_of("SELECT id FROM contact WHERE {company} AND search_words @@ "
                "CAST('''1234'':*' AS tsquery)"),
        testing::ContainsRegex("Index Scan on contact_search .*\n *Index Cond: .*search_words"));
    const std::string title = title_key_sql(core::registry().get("contact"), Engine::postgres);
    EXPECT_THAT(
        plan_of("SELECT id FROM contact WHERE {company} ORDER BY " + title + ", id LIMIT 9"),
        testing::HasSubstr("contact_by_title"));
    // The page that begins in the middle of the list begins there in the index, too.
    EXPECT_THAT(plan_of("SELECT id FROM contact WHERE {company} AND " + title +
                        " >= 'berg 5' ORDER BY " + title + ", id LIMIT 9"),
                testing::ContainsRegex("contact_by_title on contact.*\n *Index Cond: .*title_key"));
  });
}

}  // namespace
}  // namespace tusk::storage
