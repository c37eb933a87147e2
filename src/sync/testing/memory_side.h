#pragma once

// One side of a company in memory, for tests and the simulator: records and a log in maps, capture
// of users' writes as the triggers of storage do it, and sync::Local over them. A copy of a side is
// a backup of it.

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/random.h"
#include "core/registry.h"
#include "sync/conflicts.h"
#include "sync/local.h"

namespace tusk::sync::testing {

using Key = std::pair<int, core::RecordId>;

// Registers that have every kind of relation the merge knows of.
//   place      written in the office only
//   customer   number series, unique code, loose references to customer and place, an office field
//   person     belongs to a customer;  remark  belongs to a person
//   invoice    in the office only, keeps its customer from being deleted
[[nodiscard]] const core::Registry& test_registry();

struct LoggedEntry {
  LocalEntry entry;
  std::int64_t salt = 0;
};

class MemorySide final : public Local {
 public:
  MemorySide(const core::Registry& registry, core::Side side, std::uint64_t seed)
      : registry_(&registry), side_(side), random_(seed) {}

  // ---- state that the shell keeps ----
  Position own_acked;
  Position peer;
  std::int64_t token = 0;
  std::int64_t last_round = 0;
  std::map<std::string, std::pair<Conflict, std::int64_t>> conflicts;  // with carrying position
  std::int64_t next_free = 1;                                          // office: of the series
  std::vector<std::pair<NumberBlock, std::int64_t>> granted;           // office: with position
  std::vector<NumberBlock> blocks;                                     // online
  std::map<Key, std::pair<core::Text, core::FieldMask>> in_quarantine;
  std::int64_t after = 0;  // what pending() starts from
  // Stands for the constraints of a database.
  std::function<std::optional<core::Text>(const core::RecordType&, const core::Record&)> refuse;

  // ---- what people do ----
  core::RecordId create(const core::RecordType& type, std::vector<core::Value> values,
                        const core::Stamp& stamp) {
    core::Record record{core::make_record_id(side_, incarnation, ++counter_), std::move(values),
                        stamp, stamp};
    if (!type.series_field.empty()) {
      core::Value& number = record.values[type.index_of(type.get_field(type.series_field))];
      if (const auto next = next_number(type); number.is_null() && next)
        number = core::Value(*next);
    }
    rows_[{type.number, record.id}] = record;
    capture(type, record.id, EntryKind::full, core::synchronised_mask(type), stamp, {});
    return record.id;
  }
  void edit(const core::RecordType& type, core::RecordId id, const core::Field& field,
            core::Value value, const core::Stamp& stamp) {
    core::Record& record = rows_.at({type.number, id});
    record.values[type.index_of(field)] = std::move(value);
    record.changed = stamp;
    capture(type, id, EntryKind::update, field.bit(), stamp, {});
  }
  // A value of a record that was just made: part of its making.
  void set_created(Key key, const core::Field& field, core::Value value) {
    const core::RecordType& type = *registry_->find(key.first);
    rows_.at(key).values[type.index_of(field)] = std::move(value);
  }
  // With its children; loose references to it are left empty. All of that is captured.
  void erase(const core::RecordType& type, core::RecordId id, const core::Stamp& stamp) {
    remove_row(type, id, &stamp);
  }

  // ---- what tests look at ----
  std::int64_t incarnation = 0;
  [[nodiscard]] const core::Registry& registry() const { return *registry_; }
  [[nodiscard]] core::Side side() const { return side_; }
  [[nodiscard]] const std::map<Key, core::Record>& rows() const { return rows_; }
  [[nodiscard]] const std::map<std::int64_t, LoggedEntry>& log() const { return log_; }
  [[nodiscard]] const core::Value& value(const core::RecordType& type, core::RecordId id,
                                         const char* field) const {
    return core::value_of(type, rows_.at({type.number, id}), field);
  }

  // ---- the log, as storage keeps it ----
  [[nodiscard]] Position head() const {
    if (log_.empty()) return {};
    return {log_.rbegin()->first, log_.rbegin()->second.salt};
  }
  [[nodiscard]] std::optional<std::int64_t> salt_at(std::int64_t sequence) const {
    const auto found = log_.find(sequence);
    if (found == log_.end()) return std::nullopt;
    return found->second.salt;
  }
  [[nodiscard]] std::vector<LocalEntry> entries_after(std::int64_t sequence) const {
    std::vector<LocalEntry> entries;
    for (auto at = log_.upper_bound(sequence); at != log_.end(); ++at)
      entries.push_back(at->second.entry);
    return entries;
  }
  void prune(std::int64_t sequence) {
    if (!log_.empty())
      log_.erase(log_.begin(), log_.lower_bound(std::min(sequence, head().sequence)));
  }
  void restart_randomness(std::uint64_t seed) { random_ = core::SeededRandom(seed); }

  // ---- Local ----
  std::optional<core::Record> row(const core::RecordType& type, core::RecordId id) override {
    const auto found = rows_.find({type.number, id});
    if (found == rows_.end()) return std::nullopt;
    return found->second;
  }
  Pending pending(const core::RecordType& type, core::RecordId id) override {
    Pending pending;
    for (auto at = log_.upper_bound(after); at != log_.end(); ++at) {
      const LocalEntry& entry = at->second.entry;
      if (entry.type_number == type.number && entry.record_id == id)
        pending.entries.push_back(entry);
    }
    return pending;
  }
  std::vector<Referrer> referrers(const core::RecordType& type, core::RecordId id,
                                  core::OnDelete on_delete) override {
    std::vector<Referrer> found;
    for_references(type, on_delete, [&](const core::RecordType& user, const core::Field& field) {
      const std::size_t i = user.index_of(field);
      for (const auto& [key, record] : rows_) {
        if (key.first == user.number && record.values[i] == core::Value(id))
          found.push_back({{&user, key.second}, &field});
      }
    });
    return found;
  }
  std::vector<LocalEntry> removed_children(const core::RecordType& type,
                                           core::RecordId id) override {
    std::vector<LocalEntry> found;
    for_references(type, core::OnDelete::cascade,
                   [&](const core::RecordType& child, const core::Field& field) {
                     for (auto at = log_.upper_bound(after); at != log_.end(); ++at) {
                       const LocalEntry& entry = at->second.entry;
                       if (entry.kind == EntryKind::remove && entry.type_number == child.number &&
                           reference_in_image(field, entry.image) == id) {
                         found.push_back(entry);
                       }
                     }
                   });
    return found;
  }
  std::optional<core::RecordId> owner_of(const core::RecordType& type, const core::Field& field,
                                         const core::Value& value,
                                         core::RecordId but_not) override {
    const std::size_t i = type.index_of(field);
    for (const auto& [key, record] : rows_) {
      if (key.first == type.number && key.second != but_not && record.values[i] == value)
        return key.second;
    }
    return std::nullopt;
  }
  std::optional<std::int64_t> next_number(const core::RecordType& type) override {
    const core::Field& field = type.get_field(type.series_field);
    for (;;) {
      std::optional<std::int64_t> number;
      if (side_ == core::Side::office) {
        number = next_free++;
      } else {
        while (!blocks.empty() && blocks.front().first > blocks.front().last)
          blocks.erase(blocks.begin());
        if (blocks.empty()) return std::nullopt;
        number = blocks.front().first++;
      }
      if (!owner_of(type, field, core::Value(*number), 0)) return number;
    }
  }
  std::optional<core::Text> insert(const core::RecordType& type,
                                   const core::Record& record) override {
    if (refuse) {
      if (auto reason = refuse(type, record)) return reason;
    }
    rows_[{type.number, record.id}] = record;
    in_quarantine.erase({type.number, record.id});
    return std::nullopt;
  }
  std::optional<core::Text> update(const core::RecordType& type, const core::Record& record,
                                   core::FieldMask mask) override {
    if (refuse && mask != 0) {
      if (auto reason = refuse(type, record)) return reason;
    }
    core::Record& row = rows_.at({type.number, record.id});
    for (const core::Field& field : type.fields) {
      const std::size_t i = type.index_of(field);
      if ((mask & field.bit()) != 0) row.values[i] = record.values[i];
    }
    row.changed = record.changed;
    return std::nullopt;
  }
  void remove(const core::RecordType& type, core::RecordId id) override {
    in_quarantine.erase({type.number, id});
    remove_row(type, id, nullptr);
  }
  void taken(const core::RecordType& type, core::RecordId id, core::FieldMask fields) override {
    const auto found = in_quarantine.find({type.number, id});
    if (found != in_quarantine.end() && (found->second.second &= ~fields) == 0)
      in_quarantine.erase(found);
  }
  std::vector<Quarantined> quarantined() override {
    std::vector<Quarantined> all;
    for (const auto& [key, one] : in_quarantine)
      all.push_back({{registry_->find(key.first), key.second}, one.second});
    return all;
  }
  // What the other side is told.
  std::vector<Refusal> refusals() {
    std::vector<Refusal> all;
    for (const auto& [key, one] : in_quarantine)
      all.push_back({key.first, key.second, one.second, one.first, 0});
    return all;
  }
  bool is_quarantined(const core::RecordType& type, core::RecordId id) override {
    return in_quarantine.contains({type.number, id});
  }
  void append(const core::RecordType& type, core::RecordId id, EntryKind kind, core::FieldMask mask,
              const core::Stamp& stamp) override {
    capture(type, id, kind, mask, stamp, {});
  }
  void clear_bits(const LocalEntry& entry, core::FieldMask bits) override {
    LocalEntry& own = log_.at(entry.sequence).entry;
    own.mask &= ~bits;
    if (own.kind == EntryKind::update && own.mask == 0) own.kind = EntryKind::nothing;
  }
  void clear_entry(const LocalEntry& entry) override {
    LocalEntry& own = log_.at(entry.sequence).entry;
    own.kind = EntryKind::nothing;
    own.mask = 0;
  }
  void add_conflict(Conflict conflict) override { new_conflicts.push_back(std::move(conflict)); }
  void quarantine(const core::RecordType& type, core::RecordId id, core::FieldMask fields,
                  const core::Text& reason) override {
    auto& one = in_quarantine[{type.number, id}];
    one = {reason, one.second | fields};
  }

  std::vector<Conflict> new_conflicts;  // by this merge

 private:
  void capture(const core::RecordType& type, core::RecordId id, EntryKind kind,
               core::FieldMask mask, const core::Stamp& stamp, std::string image) {
    if (!type.is_synchronised()) return;
    mask &= core::synchronised_mask(type);
    if (kind == EntryKind::update && mask == 0) return;
    const std::int64_t sequence = ++last_sequence_;
    const auto salt = static_cast<std::int64_t>(random_.below(1ULL << 53));
    log_[sequence] = {
        {sequence, salt, sequence, type.number, id, kind, mask, stamp, std::move(image)}, salt};
  }
  void remove_row(const core::RecordType& type, core::RecordId id, const core::Stamp* stamp) {
    const auto at = rows_.find({type.number, id});
    if (at == rows_.end()) return;
    const core::Record record = at->second;
    rows_.erase(at);
    if (stamp != nullptr) {
      capture(type, id, EntryKind::remove, 0, *stamp, make_image(type, record.values));
    }
    for (const Referrer& child : referrers(type, id, core::OnDelete::cascade))
      remove_row(*child.record.type, child.record.id, stamp);
    for (const Referrer& user : referrers(type, id, core::OnDelete::set_null)) {
      const core::RecordType& user_type = *user.record.type;
      rows_.at({user_type.number, user.record.id}).values[user_type.index_of(*user.field)] = {};
      if (stamp != nullptr) {
        capture(user_type, user.record.id, EntryKind::update, user.field->bit(), *stamp, {});
      }
    }
  }
  template <typename Visit>
  void for_references(const core::RecordType& target, core::OnDelete on_delete,
                      Visit&& visit) const {
    for (const core::RecordType& type : registry_->types()) {
      if (!core::exists_on(type, side_)) continue;
      for (const core::Field& field : type.fields) {
        const bool refers =
            field.kind == core::FieldKind::reference && field.reference_type == target.name;
        if (refers && field.on_delete == on_delete) visit(type, field);
      }
    }
  }

  const core::Registry* registry_;
  core::Side side_;
  core::SeededRandom random_;
  std::map<Key, core::Record> rows_;
  std::map<std::int64_t, LoggedEntry> log_;
  std::int64_t last_sequence_ = 0;
  std::int64_t counter_ = 0;
};

inline const core::Registry& test_registry() {
  using core::Field;
  using core::FieldKind;
  const auto field = [](int number, FieldKind kind, const char* name) {
    Field made;
    made.number = number;
    made.kind = kind;
    made.name = name;
    made.label = {name, name};
    return made;
  };
  const auto reference = [&](int number, const char* name, const char* type) {
    Field made = field(number, FieldKind::reference, name);
    made.reference_type = type;
    return made;
  };
  const auto type = [](int number, const char* name, std::vector<Field> fields) {
    core::RecordType made;
    made.number = number;
    made.name = name;
    made.label = made.label_plural = {name, name};
    made.fields = std::move(fields);
    made.title_field = "name";
    return made;
  };
  static const core::Registry registry = [&] {
    core::RecordType place = type(1, "place", {field(0, FieldKind::text, "name").need()});
    place.scope = core::Scope::office_to_online;
    core::RecordType customer = type(
        2, "customer",
        {field(0, FieldKind::integer, "number").once(), field(1, FieldKind::text, "name").need(),
         field(2, FieldKind::text, "phone"), field(3, FieldKind::text, "fax"),
         field(4, FieldKind::text, "code").once(), reference(5, "partner", "customer"),
         reference(6, "place", "place"), field(7, FieldKind::integer, "terms").from_office(),
         field(8, FieldKind::integer, "credit_limit").office_only()});
    customer.series_field = "number";
    core::RecordType person =
        type(3, "person",
             {reference(0, "customer", "customer").need().cascade(),
              field(1, FieldKind::text, "name").need(), field(2, FieldKind::text, "phone")});
    core::RecordType remark = type(4, "remark",
                                   {reference(0, "person", "person").need().cascade(),
                                    field(1, FieldKind::text, "name").need()});
    core::RecordType invoice = type(5, "invoice",
                                    {reference(0, "customer", "customer").restrict_delete(),
                                     field(1, FieldKind::text, "name")});
    invoice.scope = core::Scope::office_only;
    return core::Registry({std::move(place), std::move(customer), std::move(person),
                           std::move(remark), std::move(invoice)});
  }();
  return registry;
}

}  // namespace tusk::sync::testing
