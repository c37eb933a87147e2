// Several computers of an office write into one PostgreSQL database at the same time.

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "core/record.h"
#include "storage/record_store.h"
#include "storage/schema.h"
#include "storage/testing/both_engines.h"

namespace tusk::storage {
namespace {

class ConcurrentWriters : public testing::Test {
 protected:
  ConcurrentWriters()
      : place_(Engine::postgres),
        database_(place_.open()),
        store_(core::registry(), core::Side::office) {
    migrate_company(*database_, core::registry(), core::Side::office);
    write(*database_, [](Transaction& t) {
      initialise_company(t, core::registry(), core::Side::office, "uuid");
    });
  }

  static const core::RecordType& contact() { return core::registry().get("contact"); }
  static core::Change change(const char* field, core::Value value) {
    return core::make_change(contact(), {{field, std::move(value)}});
  }
  // Runs `work(database, i)` in a thread with a connection of its own, for each i below `count`.
  template <typename Work>
  void in_threads(int count, Work work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
      threads.emplace_back([&, i] {
        const auto own = place_.open();
        EXPECT_NO_THROW(work(*own, i));
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  std::vector<core::Record> all() {
    return read(*database_, [&](Transaction& t) {
      return store_.list(t, contact(), {.limit = max_page_size}).records;
    });
  }

  TestDatabase place_;
  std::unique_ptr<Database> database_;
  RecordStore store_;
};

TEST_F(ConcurrentWriters, NoTwoRecordsGetTheSameIdOrNumberAndNoNumberIsLeftOut) {
  in_threads(4, [&](Database& own, int writer) {
    for (int i = 0; i < 20; ++i) {
      write(own, [&](Transaction& t) {
        store_.create(t, contact(), change("name", "Berg"), {"Anna", writer * 1000 + i + 1});
      });
    }
  });
  std::set<core::RecordId> ids;
  std::set<std::int64_t> numbers;
  for (const core::Record& record : all()) {
    ids.insert(record.id);
    numbers.insert(core::value_of(contact(), record, "number").integer());
  }
  EXPECT_EQ(ids.size(), 80U);
  ASSERT_EQ(numbers.size(), 80U);
  EXPECT_EQ(*numbers.rbegin() - *numbers.begin(), 79);
}

TEST_F(ConcurrentWriters, EditsOfDifferentFieldsOfOneRecordAreAllKept) {
  const core::RecordId id = write(*database_, [&](Transaction& t) {
    return store_.create(t, contact(), change("name", "Berg"), {"Anna", 1}).id;
  });
  const std::vector<const char*> fields = {"phone", "fax", "city", "email"};
  in_threads(4, [&](Database& own, int writer) {
    for (int i = 1; i <= 15; ++i) {
      const std::string value =
          writer == 3 ? std::to_string(i) + "@example.se" : "08-" + std::to_string(i);
      write(own, [&](Transaction& t) {
        store_.update(t, contact(), id, change(fields[writer], value), {"Erik", i});
      });
    }
  });
  const core::Record record = all().at(0);
  EXPECT_EQ(core::value_of(contact(), record, "phone"), core::Value("08-15"));
  EXPECT_EQ(core::value_of(contact(), record, "fax"), core::Value("08-15"));
  EXPECT_EQ(core::value_of(contact(), record, "city"), core::Value("08-15"));
  EXPECT_EQ(core::value_of(contact(), record, "email"), core::Value("15@example.se"));
}

// The second to save sees what the first saved, even if both read before either saved.
TEST_F(ConcurrentWriters, OfTwoPeopleWhoEditTheSameStateOneIsToldSo) {
  const core::Record seen = write(*database_, [&](Transaction& t) {
    return store_.create(t, contact(), change("name", "Berg"), {"Anna", 1});
  });
  std::atomic<int> saved = 0;
  std::atomic<int> refused = 0;
  in_threads(4, [&](Database& own, int writer) {
    try {
      write(own, [&](Transaction& t) {
        store_.update(t, contact(), seen.id, change("city", "Ort " + std::to_string(writer)),
                      {"Erik", 2}, core::etag_of(contact(), seen));
      });
      ++saved;
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), core::ErrorCode::conflict) << error.what();
      ++refused;
    }
  });
  EXPECT_EQ(saved, 1);
  EXPECT_EQ(refused, 3);
}

}  // namespace
}  // namespace tusk::storage
