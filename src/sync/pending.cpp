#include "sync/pending.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "sync/safeguards.h"

namespace tusk::sync {
namespace {

bool is_edit(const LocalEntry& entry) {
  return entry.kind == EntryKind::update || entry.kind == EntryKind::full;
}

}  // namespace

bool Pending::empty() const {
  return last() == nullptr;
}

core::FieldMask Pending::mask() const {
  core::FieldMask mask = 0;
  for (const LocalEntry& entry : entries) {
    if (is_edit(entry)) mask |= entry.mask;
  }
  return mask;
}

bool Pending::has(EntryKind kind) const {
  return last(kind) != nullptr;
}

const LocalEntry* Pending::last_touch(core::FieldMask field) const {
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (is_edit(*entry) && (entry->mask & field) != 0) return &*entry;
  }
  return nullptr;
}

const LocalEntry* Pending::last(EntryKind kind) const {
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->kind == kind) return &*entry;
  }
  return nullptr;
}

const LocalEntry* Pending::last() const {
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->kind != EntryKind::nothing) return &*entry;
  }
  return nullptr;
}

std::vector<Touch> Pending::touches() const {
  std::vector<Touch> touches;
  core::FieldMask seen = 0;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (!is_edit(*entry)) continue;
    const core::FieldMask mask = entry->mask & ~seen;
    if (mask == 0) continue;
    touches.push_back({mask, entry->edit_id, entry->stamp});
    seen |= mask;
  }
  return touches;
}

namespace {

using Key = std::pair<int, core::RecordId>;

// Restricts the touches of a change to `allowed`.
void set_touches(RecordChange& change, const Pending& pending, core::FieldMask allowed) {
  for (Touch touch : pending.touches()) {
    touch.mask &= allowed;
    if (touch.mask == 0) continue;
    change.mask |= touch.mask;
    change.touches.push_back(std::move(touch));
  }
}

// The fields that this side asks for; nothing if it asks for none. Mask 0: the whole record.
std::optional<core::FieldMask> wanted_of(const Pending& pending) {
  std::optional<core::FieldMask> wanted;
  for (const LocalEntry& entry : pending.entries) {
    if (entry.kind != EntryKind::want) continue;
    if (entry.mask == 0) return 0;
    wanted = wanted.value_or(0) | entry.mask;
  }
  return wanted;
}

RecordChange base_of(const Key& key, Operation operation, const core::Stamp& changed) {
  RecordChange change;
  change.type_number = key.first;
  change.record_id = key.second;
  change.operation = operation;
  change.changed = changed;
  return change;
}

// Of the edits that are not told yet, those that set a unique value free.
core::FieldMask given_up_of(const core::RecordType& type, const Pending& pending,
                            core::FieldMask allowed) {
  if (!is_on(Safeguard::given_up)) return 0;
  core::FieldMask given_up = 0;
  for (const core::Field& field : type.fields) {
    if (field.unique) given_up |= field.bit() & pending.mask() & ~allowed;
  }
  return given_up & core::synchronised_mask(type);
}

void add_changes(const core::RecordType& type, const Key& key, const Pending& pending,
                 core::FieldMask allowed, RowSource& source, std::vector<RecordChange>& changes) {
  const auto row = source.row(type, key.second);
  const auto wanted = wanted_of(pending);
  if (!row) {
    const LocalEntry* removal = pending.last(EntryKind::remove);
    if (removal == nullptr && wanted) {
      changes.push_back(base_of(key, Operation::want, pending.last()->stamp));
      return;
    }
    const LocalEntry& last = removal != nullptr ? *removal : *pending.last();
    RecordChange change = base_of(key, Operation::remove, last.stamp);
    change.touches.push_back({0, last.edit_id, last.stamp});
    change.image = last.image;
    changes.push_back(std::move(change));
    return;
  }
  const bool is_full = pending.has(EntryKind::full);
  RecordChange change = base_of(key, is_full ? Operation::full : Operation::update, row->changed);
  set_touches(change, pending, allowed);
  change.given_up = given_up_of(type, pending, allowed);
  if (is_full || (change.mask | change.given_up) != 0) {
    change.values = row->values;
    change.carried = is_full ? core::synchronised_mask(type) : change.mask;
    // Nothing else leaves this side, whatever the messages are made into.
    for (const core::Field& field : type.fields) {
      if ((change.carried & field.bit()) == 0) change.values[type.index_of(field)] = core::Value();
    }
    if (is_full) change.created = row->created;
    changes.push_back(std::move(change));
  }
  if (!wanted) return;
  const LocalEntry& last = *pending.last(EntryKind::want);
  RecordChange want = base_of(key, Operation::want, last.stamp);
  want.mask = *wanted;
  if (want.mask != 0) want.touches.push_back({want.mask, last.edit_id, last.stamp});
  changes.push_back(std::move(want));
}

}  // namespace

std::vector<RecordChange> coalesce(const core::Registry& registry,
                                   const std::vector<LocalEntry>& entries, RowSource& source,
                                   const std::vector<LocalEntry>& later) {
  std::map<Key, Pending> records;
  for (const LocalEntry& entry : entries) {
    if (entry.kind != EntryKind::nothing)
      records[{entry.type_number, entry.record_id}].entries.push_back(entry);
  }
  std::map<Key, core::FieldMask> touched_again;
  std::map<Key, Pending> removed_later;
  for (const LocalEntry& entry : later) {
    if (is_edit(entry) && is_on(Safeguard::later_edits))
      touched_again[{entry.type_number, entry.record_id}] |= entry.mask;
    // Before the removal of what belongs together with it, or that takes it along.
    if (entry.kind == EntryKind::want && is_on(Safeguard::wants_first))
      records[{entry.type_number, entry.record_id}].entries.push_back(entry);
    // Its removal says all that there is to say, but that a unique value was free before.
    if (entry.kind != EntryKind::remove) continue;
    if (auto node = records.extract({entry.type_number, entry.record_id}))
      removed_later.insert(std::move(node));
  }
  std::vector<RecordChange> changes;
  for (const auto& [key, pending] : records) {
    const core::RecordType* type = registry.find(key.first);
    if (type == nullptr || !type->is_synchronised()) continue;
    core::FieldMask allowed = core::synchronised_mask(*type);
    const auto again = touched_again.find(key);
    if (again != touched_again.end()) allowed &= ~again->second;
    add_changes(*type, key, pending, allowed, source, changes);
  }
  for (const auto& [key, pending] : removed_later) {
    const core::RecordType* type = registry.find(key.first);
    if (type == nullptr || !type->is_synchronised()) continue;
    RecordChange change = base_of(key, Operation::update, pending.entries.back().stamp);
    change.given_up = given_up_of(*type, pending, 0);
    change.values = core::make_record(*type, key.second).values;
    if (change.given_up != 0) changes.push_back(std::move(change));
  }
  sort_for_apply(registry, changes);
  return changes;
}

std::size_t estimate_bytes(const std::vector<RecordChange>& changes) {
  constexpr std::size_t per_change = 160;  // keys, ids, stamps
  constexpr std::size_t per_field = 40;    // names (twice) and numbers
  std::size_t bytes = 0;
  for (const RecordChange& change : changes) {
    bytes += per_change + change.image.size();
    for (const core::Value& value : change.values) {
      bytes += per_field;
      if (value.is_text()) bytes += value.text().size();
    }
  }
  return bytes;
}

void sort_for_apply(const core::Registry& registry, std::vector<RecordChange>& changes) {
  const auto types = registry.types();
  const auto key = [&](const RecordChange& change) {
    const core::RecordType* type = registry.find(change.type_number);
    const std::ptrdiff_t order =
        type != nullptr ? type - types.data() : static_cast<std::ptrdiff_t>(types.size());
    const bool removes = change.operation == Operation::remove;
    const bool wants = change.operation == Operation::want;
    return std::tuple(removes, removes ? -order : order, change.record_id, wants);
  };
  std::sort(changes.begin(), changes.end(),
            [&](const RecordChange& a, const RecordChange& b) { return key(a) < key(b); });
}

}  // namespace tusk::sync
