// What row-level security costs what people do: the same work in the same PostgreSQL database by a
// role that policies hold for, and by one that goes past them (BYPASSRLS), taking turns. A line of
// JSON per turn and work, milliseconds each.
//
//   tusk-row-security-bench GUARDED-ADDRESS EXEMPT-ADDRESS --fill RECORDS
//   tusk-row-security-bench GUARDED-ADDRESS EXEMPT-ADDRESS TURNS

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "storage/change_log.h"
#include "storage/record_store.h"
#include "storage/schema.h"

namespace {

using namespace tusk;
using Clock = std::chrono::steady_clock;

constexpr core::Side side = core::Side::online;
constexpr int companies = 3;
constexpr std::int64_t measured_company = 2;
constexpr int repetitions = 200;
constexpr int bulk_rows = 2'000;
constexpr std::int64_t first_bulk_id = 10'000'000;

void add_contact(storage::BulkInsert& insert, std::int64_t id) {
  const auto text = [&](std::string_view value) { insert.add(value); };
  insert.add(id);
  insert.add(id);
  text(fmt::format("Företaget {:06} i Norr AB", id * 7'919 % 1'000'003));
  text(fmt::format("0920-{:06}", id % 1'000'000));
  text(fmt::format("info{}@foretag.example", id));
  text(fmt::format("Storgatan {}", id % 200));
  text(id % 3 == 0 ? "Luleå" : "Göteborg");
}

void insert_contacts(storage::Transaction& tx, std::int64_t first, std::int64_t count) {
  const storage::Applying applying(tx);
  const auto insert = tx.insert_many(
      {"contact", {"id", "number", "name", "phone", "email", "address_line_1", "city"}});
  for (std::int64_t id = first; id < first + count; ++id) {
    add_contact(*insert, id);
    insert->end_row();
  }
  insert->finish();
}

void fill(const std::string& location, std::int64_t records) {
  const auto database = storage::open_database({location});
  storage::migrate_company(*database, core::registry(), side);
  for (int company = 1; company <= companies; ++company) {
    storage::write(*database->as_company(company), [&](storage::Transaction& tx) {
      tx.execute("SET LOCAL statement_timeout = 0");
      storage::initialise_company(tx, core::registry(), side, "bench");
      insert_contacts(tx, 1, records);
    });
  }
  storage::write(*database, [](storage::Transaction& tx) {
    tx.execute("SET LOCAL statement_timeout = 0; ANALYZE contact");
  });
}

class Work {
 public:
  // `name`: what this one's edits write, so that each changes something.
  Work(const std::string& location, std::string name)
      : database_(storage::open_database({location, measured_company})),
        store_(core::registry(), side),
        name_(std::move(name)) {
    storage::RecordQuery query{.limit = 500};
    for (int page = 0; page < 10; ++page) query.cursor = list(query).next_cursor;
    deep_cursor_ = query.cursor;
  }

  // Each: by name, run `times` times, milliseconds of one.
  void measure(const std::function<void(const char*, double)>& tell) {
    const auto time = [&](const char* name, int times, const std::function<void(int)>& work) {
      work(0);
      const auto start = Clock::now();
      for (int i = 1; i <= times; ++i) work(i);
      tell(name, std::chrono::duration<double, std::milli>(Clock::now() - start).count() / times);
    };
    const core::RecordType& contact = core::registry().get("contact");
    const auto nobody = database_->as_company(0);
    time("transaction without company", repetitions * 5,
         [&](int) { storage::read(*nobody, [](storage::Transaction&) {}); });
    time("transaction", repetitions * 5,
         [&](int) { storage::read(*database_, [](storage::Transaction&) {}); });
    time("one record", repetitions, [&](int i) {
      storage::read(*database_, [&](storage::Transaction& tx) {
        static_cast<void>(store_.get(tx, contact, i * 7 + 1));
      });
    });
    time("first page", repetitions, [&](int) { static_cast<void>(list({})); });
    time("page in the middle", repetitions / 4, [&](int) {
      static_cast<void>(list({.limit = 500, .cursor = deep_cursor_, .count_total = false}));
    });
    time("search of one word", repetitions / 4,
         [&](int i) { static_cast<void>(list({.search = fmt::format("info{}", i * 31 + 100)})); });
    time("edit of one record", repetitions, [&](int i) {
      storage::write(*database_, [&](storage::Transaction& tx) {
        ++edits_;
        static_cast<void>(store_.update(
            tx, contact, i * 7 + 1,
            core::make_change(contact,
                              {{"city", core::Value(fmt::format("{} {}", name_, edits_))}}),
            {"Anna", edits_}));
      });
    });
    time("bulk insert of 2,000", 3, [&](int) {
      const auto tx = database_->begin(storage::Access::write);  // and never committed
      insert_contacts(*tx, first_bulk_id, bulk_rows);
    });
  }

 private:
  storage::RecordPage list(const storage::RecordQuery& query) {
    return storage::read(*database_, [&](storage::Transaction& tx) {
      return store_.list(tx, core::registry().get("contact"), query);
    });
  }

  std::unique_ptr<storage::Database> database_;
  storage::RecordStore store_;
  std::string name_;
  std::string deep_cursor_;
  std::int64_t edits_ = 1;
};

int run(const std::vector<std::string>& words) {
  if (words.size() == 4 && words[2] == "--fill") {
    fill(words[0], std::stoll(words[3]));
    return 0;
  }
  if (words.size() != 3) throw std::runtime_error("see the head of bench/row_security_bench.cpp");
  Work guarded(words[0], "Luleå");
  Work exempt(words[1], "Göteborg");
  for (int turn = 0; turn < std::stoi(words[2]); ++turn) {
    for (const bool is_guarded : {true, false}) {
      (is_guarded ? guarded : exempt).measure([&](const char* name, double milliseconds) {
        fmt::print("{{\"guarded\":{},\"work\":\"{}\",\"ms\":{:.4f}}}\n", is_guarded, name,
                   milliseconds);
      });
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
