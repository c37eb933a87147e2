#include <gtest/gtest.h>

#include <map>

#include "sync/codec.h"
#include "sync/office_half.h"
#include "sync/online_half.h"

namespace tusk::sync {
namespace {

using core::Value;

const core::RecordType& contact() {
  return core::registry().get("contact");
}

// One side in memory: records and the log beyond what the other side knows.
class ModelSide final : public Local {
 public:
  std::map<core::RecordId, core::Record> rows;
  std::vector<LocalEntry> log;
  std::vector<Conflict> conflicts;

  std::optional<core::Record> row(const core::RecordType& type, core::RecordId id) override {
    if (type.name != "contact" || !rows.contains(id)) return std::nullopt;
    return rows[id];
  }
  Pending pending(const core::RecordType& type, core::RecordId id) override {
    Pending pending;
    for (const LocalEntry& entry : log) {
      if (entry.type_number == type.number && entry.record_id == id)
        pending.entries.push_back(entry);
    }
    return pending;
  }
  std::vector<Referrer> referrers(const core::RecordType&, core::RecordId,
                                  core::OnDelete) override {
    return {};
  }
  std::vector<LocalEntry> removed_children(const core::RecordType&, core::RecordId) override {
    return {};
  }
  std::optional<core::RecordId> owner_of(const core::RecordType& type, const core::Field& field,
                                         const Value& value, core::RecordId but_not) override {
    for (const auto& [id, record] : rows) {
      if (id != but_not && record.values[type.index_of(field)] == value) return id;
    }
    return std::nullopt;
  }
  std::optional<std::int64_t> next_number(const core::RecordType&) override {
    return next_number_++;
  }
  std::optional<core::Text> insert(const core::RecordType&, const core::Record& record) override {
    rows[record.id] = record;
    return std::nullopt;
  }
  std::optional<core::Text> update(const core::RecordType&, const core::Record& record,
                                   core::FieldMask) override {
    rows[record.id] = record;
    return std::nullopt;
  }
  void remove(const core::RecordType&, core::RecordId id) override { rows.erase(id); }
  void append(const core::RecordType& type, core::RecordId id, EntryKind kind, core::FieldMask mask,
              const core::Stamp& stamp) override {
    const auto entry = static_cast<std::int64_t>(log.size()) + 1;
    log.push_back({entry, entry, type.number, id, kind, mask, stamp, {}});
  }
  void clear_bits(const LocalEntry& entry, core::FieldMask bits) override {
    for (LocalEntry& own : log) {
      if (own.entry_id == entry.entry_id) own.mask &= ~bits;
    }
  }
  void clear_entry(const LocalEntry& entry) override {
    for (LocalEntry& own : log) {
      if (own.entry_id == entry.entry_id) own.kind = EntryKind::nothing;
    }
  }
  void quarantine(const core::RecordType&, core::RecordId, const core::Text& reason) override {
    FAIL() << reason.en;
  }
  void add_conflict(Conflict conflict) override { conflicts.push_back(std::move(conflict)); }

  // A person of this side changes a field.
  void edit(core::RecordId id, const char* field, const char* value, const char* who) {
    const core::Field& found = contact().get_field(field);
    rows[id].values[contact().index_of(found)] = value;
    append(contact(), id, EntryKind::update, found.bit(), {who, 1});
  }
  [[nodiscard]] Value get(core::RecordId id, const char* field) {
    return rows.at(id).values[contact().index_of(contact().get_field(field))];
  }

 private:
  std::int64_t next_number_ = 5000;
};

struct MergeTest : testing::Test {
  MergeTest() {
    core::Record record = core::make_record(contact(), 7);
    record.values[contact().index_of(contact().get_field("name"))] = "Åkes Bageri";
    office.rows[7] = record;
    online.rows[7] = record;
  }

  // Everything that the office has logged, through the codec, merged online.
  void send_to_online() {
    RoundRequest request;
    request.changes = coalesce(core::registry(), office.log, office);
    office.log.clear();
    apply_request(context, parse_request(core::registry(), to_json(core::registry(), request)),
                  online);
  }
  // What the online side has logged, merged in the office.
  void answer_to_office() {
    RoundResponse response;
    response.changes = coalesce(core::registry(), online.log, online);
    online.log.clear();
    apply_response(context, parse_response(core::registry(), to_json(core::registry(), response)),
                   office);
  }

  ModelSide office;
  ModelSide online;
  RoundContext context{core::registry(), 1, 2};
};

// REQ: CNF-4
TEST_F(MergeTest, TelephoneHereAndFaxThereBothStay) {
  office.edit(7, "phone", "08-1", "Anna");
  online.edit(7, "fax", "08-2", "Erik");
  send_to_online();
  answer_to_office();
  for (ModelSide* side : {&office, &online}) {
    EXPECT_EQ(side->get(7, "phone"), Value("08-1"));
    EXPECT_EQ(side->get(7, "fax"), Value("08-2"));
    EXPECT_TRUE(side->conflicts.empty());
  }
}

// REQ: CNF-1 CNF-2 CNF-3
TEST_F(MergeTest, SameFieldTheOfficeWinsAndTheHistoryKeepsBothValues) {
  office.edit(7, "phone", "08-1", "Anna");
  online.edit(7, "phone", "08-2", "Erik");
  send_to_online();
  answer_to_office();
  EXPECT_EQ(online.get(7, "phone"), Value("08-1"));
  EXPECT_EQ(office.get(7, "phone"), Value("08-1"));
  ASSERT_EQ(online.conflicts.size(), 1U);
  const Conflict& conflict = online.conflicts[0];
  EXPECT_EQ(conflict.kind, ConflictKind::same_field);
  EXPECT_EQ(conflict.winning_value, Value("08-1"));
  EXPECT_EQ(conflict.losing_value, Value("08-2"));
  EXPECT_EQ(conflict.winning.by, "Anna");
  EXPECT_EQ(conflict.losing.by, "Erik");
  EXPECT_EQ(conflict.record_name, "Åkes Bageri");
  EXPECT_TRUE(office.conflicts.empty());  // the loser's edit was not sent as if it were a new one
}

// REQ: CNF-5
TEST_F(MergeTest, TheSameNewValueOnBothSidesIsNoConflict) {
  office.edit(7, "phone", "08-1", "Anna");
  online.edit(7, "phone", "08-1", "Erik");
  send_to_online();
  answer_to_office();
  EXPECT_EQ(online.get(7, "phone"), Value("08-1"));
  EXPECT_TRUE(online.conflicts.empty());
  EXPECT_TRUE(office.conflicts.empty());
}

// REQ: CNF-2
TEST_F(MergeTest, AnOfficeEditMadeWhileTheAnswerWasOnItsWayWins) {
  online.edit(7, "phone", "08-2", "Erik");
  send_to_online();
  office.edit(7, "phone", "08-1", "Anna");
  answer_to_office();
  EXPECT_EQ(office.get(7, "phone"), Value("08-1"));
  ASSERT_EQ(office.conflicts.size(), 1U);
  EXPECT_EQ(office.conflicts[0].losing_value, Value("08-2"));
  send_to_online();
  EXPECT_EQ(online.get(7, "phone"), Value("08-1"));
  EXPECT_TRUE(online.conflicts.empty());  // logged once
}

// REQ: CNF-6
TEST_F(MergeTest, DeletedInTheOfficeChangedOnlineStaysDeletedAndIsInTheHistory) {
  office.rows.erase(7);
  office.append(contact(), 7, EntryKind::remove, 0, {"Anna", 1});
  online.edit(7, "phone", "08-2", "Erik");
  send_to_online();
  answer_to_office();
  EXPECT_TRUE(online.rows.empty());
  EXPECT_TRUE(office.rows.empty());
  ASSERT_EQ(online.conflicts.size(), 1U);
  EXPECT_EQ(online.conflicts[0].kind, ConflictKind::delete_update);
  EXPECT_NE(online.conflicts[0].losing_image.find("08-2"), std::string::npos);
}

// REQ: CNF-6
TEST_F(MergeTest, ChangedInTheOfficeDeletedOnlineComesBackWhole) {
  office.edit(7, "phone", "08-1", "Anna");
  online.rows.erase(7);
  online.append(contact(), 7, EntryKind::remove, 0, {"Anna", 1});
  send_to_online();
  ASSERT_EQ(online.conflicts.size(), 1U);
  EXPECT_EQ(online.conflicts[0].kind, ConflictKind::update_delete);
  answer_to_office();
  send_to_online();
  ASSERT_TRUE(online.rows.contains(7));
  EXPECT_EQ(online.get(7, "phone"), Value("08-1"));
  EXPECT_EQ(online.get(7, "name"), Value("Åkes Bageri"));
  EXPECT_TRUE(office.rows.contains(7));
}

}  // namespace
}  // namespace tusk::sync
