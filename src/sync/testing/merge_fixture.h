#pragma once

// Two sides that know the same records, for tests of one rule each.

#include <gtest/gtest.h>

#include "sync/codec.h"
#include "sync/testing/memory_round.h"

namespace tusk::sync::testing {

class MergeTest : public ::testing::Test {
 protected:
  MergeTest() { office.token = 1; }

  static const core::RecordType& type(const char* name) { return test_registry().get(name); }

  // A record made by a person; both sides know it after settle().
  core::RecordId make(MemorySide& side, const char* name,
                      std::vector<std::pair<const char*, core::Value>> fields) {
    core::Record record = core::make_record(type(name), 0);
    for (auto& [field, value] : fields)
      record.values[type(name).index_of(type(name).get_field(field))] = value;
    return side.create(type(name), record.values, stamp(side));
  }
  void edit(MemorySide& side, const char* name, core::RecordId id, const char* field,
            core::Value value) {
    side.edit(type(name), id, type(name).get_field(field), std::move(value), stamp(side));
  }
  void erase(MemorySide& side, const char* name, core::RecordId id) {
    side.erase(type(name), id, stamp(side));
  }
  core::Stamp stamp(const MemorySide& side) {
    return {side.side() == core::Side::office ? "Anna" : "Erik", ++now_};
  }

  // Rounds until nothing moves; then both sides are equal.
  void settle() {
    int rounds = 0;
    for (bool moves = true; moves; ++rounds) {
      ASSERT_LT(rounds, 8) << "never quiet";
      const std::int64_t before = office.head().sequence + online.head().sequence;
      const Position acked = office.own_acked;
      const Position peer = office.peer;
      ASSERT_NE(run_round(office, online), Taken::stopped);
      moves = before != office.head().sequence + online.head().sequence ||
              !(acked == office.own_acked) || !(peer == office.peer);
    }
  }
  void expect_equal() {
    std::size_t count = 0;
    for (const auto& [key, record] : office.rows()) {
      const core::RecordType& found = *test_registry().find(key.first);
      if (!found.is_synchronised()) continue;
      ++count;
      const auto other = online.row(found, key.second);
      ASSERT_TRUE(other) << found.name << " " << key.second << " is not online";
      EXPECT_EQ(core::difference(found, record, *other) & core::synchronised_mask(found), 0U)
          << found.name << " " << key.second;
    }
    EXPECT_EQ(count, online.rows().size());
    ASSERT_EQ(office.conflicts.size(), online.conflicts.size());
    for (const auto& [id, conflict] : office.conflicts) EXPECT_TRUE(online.conflicts.contains(id));
  }
  void settle_equal() {
    settle();
    expect_equal();
  }

  bool has(MemorySide& side, const char* name, core::RecordId id) {
    return side.row(type(name), id).has_value();
  }
  core::Value value(MemorySide& side, const char* name, core::RecordId id, const char* field) {
    return side.value(type(name), id, field);
  }
  // The only entry of the history; a default one and a failure if there is not exactly one.
  Conflict only_conflict() {
    EXPECT_EQ(office.conflicts.size(), 1U);
    return office.conflicts.size() == 1 ? office.conflicts.begin()->second.first : Conflict{};
  }
  std::vector<ConflictKind> kinds() {
    std::vector<ConflictKind> found;
    for (const auto& [id, logged] : office.conflicts) found.push_back(logged.first.kind);
    std::sort(found.begin(), found.end());
    return found;
  }

  MemorySide office{test_registry(), core::Side::office, 1};
  MemorySide online{test_registry(), core::Side::online, 2};

 private:
  std::int64_t now_ = 0;
};

}  // namespace tusk::sync::testing
