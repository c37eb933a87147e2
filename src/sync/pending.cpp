#include "sync/pending.h"

#include <algorithm>
#include <map>

namespace tusk::sync {

bool Pending::empty() const {
  return last() == nullptr;
}

core::FieldMask Pending::mask() const {
  core::FieldMask mask = 0;
  for (const LocalEntry& entry : entries) {
    if (entry.kind == EntryKind::update || entry.kind == EntryKind::full) mask |= entry.mask;
  }
  return mask;
}

bool Pending::has(EntryKind kind) const {
  return last(kind) != nullptr;
}

const LocalEntry* Pending::last_touch(core::FieldMask field) const {
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const bool touches = entry->kind == EntryKind::update || entry->kind == EntryKind::full;
    if (touches && (entry->mask & field) != 0) return &*entry;
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

std::vector<RecordChange> coalesce(const core::Registry& registry,
                                   const std::vector<LocalEntry>& entries, RowSource& source) {
  std::map<std::pair<int, core::RecordId>, Pending> records;
  for (const LocalEntry& entry : entries) {
    if (entry.kind != EntryKind::nothing)
      records[{entry.type_number, entry.record_id}].entries.push_back(entry);
  }
  std::vector<RecordChange> changes;
  for (const auto& [key, pending] : records) {
    const core::RecordType* type = registry.find(key.first);
    if (type == nullptr) continue;
    RecordChange change{.type_number = key.first, .record_id = key.second};
    change.changed = pending.last()->stamp;
    const auto row = source.row(*type, key.second);
    if (!row) {
      change.operation = pending.has(EntryKind::want) && !pending.has(EntryKind::remove)
                             ? Operation::want
                             : Operation::remove;
    } else if (pending.has(EntryKind::full)) {
      change.operation = Operation::full;
      change.mask = pending.mask() & core::synchronised_mask(*type);
      change.values = row->values;
      change.created = row->created;
    } else {
      change.operation = Operation::update;
      change.mask = pending.mask() & core::synchronised_mask(*type);
      change.values = row->values;
      if (change.mask == 0) continue;
    }
    if (row && change.changed.by.empty()) change.changed = row->changed;
    changes.push_back(std::move(change));
  }
  sort_for_apply(registry, changes);
  return changes;
}

void sort_for_apply(const core::Registry& registry, std::vector<RecordChange>& changes) {
  std::map<int, int> rank;
  int next = 0;
  for (const core::RecordType& type : registry.types()) rank[type.number] = next++;
  const auto key = [&](const RecordChange& change) {
    const int order = rank.contains(change.type_number) ? rank[change.type_number] : next;
    const bool removes = change.operation == Operation::remove;
    return std::tuple(removes, removes ? -order : order, change.record_id);
  };
  std::sort(changes.begin(), changes.end(),
            [&](const RecordChange& a, const RecordChange& b) { return key(a) < key(b); });
}

}  // namespace tusk::sync
