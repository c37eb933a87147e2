#pragma once

// An office and its online side, each over a database of its own, and the line between them.

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/record_json.h"
#include "core/testing/manual_clock.h"
#include "replica/conflict_log.h"
#include "replica/round.h"
#include "replica/round_log.h"
#include "replica/state.h"
#include "replica/testing/connect.h"
#include "storage/change_log.h"
#include "storage/schema.h"
#include "storage/testing/both_engines.h"
#include "sync/codec.h"

namespace tusk::replica {

class Side {
 public:
  template <typename Work>
  auto write(Work&& work) {
    return storage::write(*database_, std::forward<Work>(work));
  }
  template <typename Work>
  auto read(Work&& work) {
    return storage::read(*database_, std::forward<Work>(work));
  }

  Side(core::Side side, storage::Engine engine, const core::Clock& clock)
      : place_(engine), database_(place_.open()), store_(core::registry(), side), clock_(clock) {
    storage::migrate_company(*database_, core::registry(), side);
    write([&](storage::Transaction& transaction) {
      storage::initialise_company(transaction, core::registry(), side, core::name_of(side));
    });
  }

  core::RecordId create(const char* type_name, const core::FieldValues& fields) {
    const core::RecordType& type = core::registry().get(type_name);
    return write([&](storage::Transaction& transaction) {
      return store_.create(transaction, type, core::make_change(type, fields), stamp()).id;
    });
  }
  void update(const char* type_name, core::RecordId id, const core::FieldValues& fields) {
    const core::RecordType& type = core::registry().get(type_name);
    write([&](storage::Transaction& transaction) {
      store_.update(transaction, type, id, core::make_change(type, fields), stamp());
    });
  }
  void remove(const char* type_name, core::RecordId id) {
    write([&](storage::Transaction& transaction) {
      store_.remove(transaction, core::registry().get(type_name), id, stamp());
    });
  }
  [[nodiscard]] std::optional<core::Record> find(const char* type_name, core::RecordId id) {
    return read([&](storage::Transaction& transaction) {
      return store_.find(transaction, core::registry().get(type_name), id);
    });
  }
  [[nodiscard]] core::Value value(const char* type_name, core::RecordId id, const char* field) {
    const auto record = find(type_name, id);
    if (!record) return "(no record)";
    return core::value_of(core::registry().get(type_name), *record, field);
  }
  [[nodiscard]] std::vector<LoggedConflict> conflicts() {
    return read([&](storage::Transaction& transaction) {
      return list_conflicts(transaction, core::registry(), 100, "").conflicts;
    });
  }
  // Everything that both sides have, as text: equal sides have equal texts.
  [[nodiscard]] std::string content() {
    return read([&](storage::Transaction& transaction) {
      std::string text;
      for (const core::RecordType& type : core::registry().types()) {
        storage::RecordQuery query{.sort = "id", .limit = storage::max_page_size};
        do {
          const auto page = store_.list(transaction, type, query);
          for (const core::Record& record : page.records) {
            text += type.name + " " + std::to_string(record.id);
            for (const core::Field& field : type.fields) {
              if ((core::synchronised_mask(type) & field.bit()) == 0) continue;
              text +=
                  " " + field.name + "=" + core::to_display(record.values[type.index_of(field)]);
            }
            text += "\n";
          }
          query.cursor = page.next_cursor;
        } while (!query.cursor.empty());
      }
      return text;
    });
  }
  [[nodiscard]] core::Stamp stamp() const {
    return {store_.side() == core::Side::office ? "Anna" : "Erik", clock_.now()};
  }
  [[nodiscard]] storage::Database& database() { return *database_; }
  void reopen() { database_ = place_.open(); }
  void close() { database_.reset(); }
  [[nodiscard]] const storage::TestDatabase& place() const { return place_; }
  [[nodiscard]] const storage::RecordStore& store() const { return store_; }

 private:
  storage::TestDatabase place_;
  std::unique_ptr<storage::Database> database_;
  storage::RecordStore store_;
  const core::Clock& clock_;
};

enum class Line { good, request_lost, answer_lost };

class TwoSides : public testing::TestWithParam<storage::Engine> {
 protected:
  TwoSides()
      : office_(core::Side::office, GetParam(), clock_),
        online_(core::Side::online, GetParam(), clock_) {
    clock_.step = 1000;
  }

  void connect() {
    online_.write(
        [&](storage::Transaction& transaction) { begin_online(transaction, "c_1", clock_); });
    office_.write([&](storage::Transaction& transaction) {
      begin_connection(transaction, office_.store(),
                       {.online_url = "https://online.example",
                        .company_id = "c_1",
                        .device_id = "d_1",
                        .connected_by = "Anna Berg",
                        .connected_by_email = "anna@norrsken.example"},
                       clock_);
    });
  }

  OfficeRoundResult round(Line line, LeaseKeeper& keeper) {
    MemoryLink link(*this, line);
    return run_office_round(office_.database(), office_.store(), link, keeper, clock_,
                            {.computer = "KONTOR-1"});
  }
  OfficeRoundResult round(Line line = Line::good) { return round(line, keeper_); }
  // A round whose answer or request is lost.
  void lose(Line line) { EXPECT_THROW((void)round(line), LinkError); }
  // Rounds until both sides have everything.
  void settle() {
    for (int i = 0; i < 50; ++i) {
      const OfficeRoundResult result = round();
      ASSERT_TRUE(result.outcome == RoundOutcome::done || result.outcome == RoundOutcome::stale)
          << result.message.en;
      if (result.outcome == RoundOutcome::done && !result.more && result.up == 0 &&
          result.down == 0) {
        return;
      }
    }
    FAIL() << "the sides never came to rest";
  }
  void settle_equal() {
    settle();
    EXPECT_EQ(office_.content(), online_.content());
  }

  class MemoryLink final : public Link {
   public:
    MemoryLink(TwoSides& sides, Line line) : sides_(sides), line_(line) {}
    sync::RoundResponse exchange(const sync::RoundRequest& request) override {
      if (line_ == Line::request_lost) fail();
      const core::Registry& registry = core::registry();
      // Over the wire and back, as in production.
      const auto received = sync::parse_request(registry, sync::to_json(registry, request));
      const auto result = run_online_round(sides_.online_.database(), sides_.online_.store(),
                                           received, sides_.clock_);
      sides_.applied_ = result.applied;
      if (line_ == Line::answer_lost) fail();
      if (sides_.before_answer_) sides_.before_answer_();
      return sync::parse_response(registry, sync::to_json(registry, result.response));
    }

   private:
    [[noreturn]] static void fail() {
      throw LinkError(LinkProblem::no_line, {"Ingen lina.", "No line."}, "test");
    }
    TwoSides& sides_;
    Line line_;
  };

  core::ManualClock clock_;
  Side office_;
  Side online_;
  LeaseKeeper keeper_{"computer-1", "KONTOR-1"};
  std::vector<sync::RecordChange> applied_;  // of the last round, at the online side
  std::function<void()> before_answer_;      // runs when the answer is on its way
};

}  // namespace tusk::replica
