#include "sync/incoming.h"

#include <algorithm>

#include "sync/conflicts.h"
#include "sync/safeguards.h"

namespace tusk::sync {

Incoming::Incoming(const core::Registry& registry, std::vector<RecordChange> changes,
                   const std::vector<Refusal>& refusals)
    : changes_(std::move(changes)) {
  for (const Refusal& one : refusals) {
    if (is_on(Safeguard::quarantine_is_told))
      unseen_[{one.type_number, one.record_id}] = one.fields;
  }
  sort_for_apply(registry, changes_);
  for (const RecordChange& change : changes_) {
    const Key key{change.type_number, change.record_id};
    switch (change.operation) {
      case Operation::update:
      case Operation::full:
        edits_[key] = &change;
        break;
      case Operation::remove:
        removals_[key] = &change;
        break;
      case Operation::want:
        break;
    }
  }
}

void Incoming::mark_applied(const RecordChange& change) {
  if (change.operation == Operation::want) return;
  auto& map = change.operation == Operation::remove ? removals_ : edits_;
  map.erase({change.type_number, change.record_id});
}

const RecordChange* Incoming::edit_of(const core::RecordType& type, core::RecordId id) const {
  const auto found = edits_.find({type.number, id});
  return found == edits_.end() ? nullptr : found->second;
}

const RecordChange* Incoming::removal_of(const core::RecordType& type, core::RecordId id) const {
  const auto found = removals_.find({type.number, id});
  return found == removals_.end() ? nullptr : found->second;
}

std::vector<RecordKey> Incoming::removed_below(const core::Registry& registry,
                                               const core::RecordType& type,
                                               core::RecordId id) const {
  std::vector<RecordKey> below;
  for (const auto& [child, field] : registry.references_to(type)) {
    if (field->on_delete != core::OnDelete::cascade) continue;
    for (auto it = removals_.lower_bound({child->number, 0});
         it != removals_.end() && it->first.first == child->number; ++it) {
      if (reference_in_image(*field, it->second->image) == id)
        below.push_back({child, it->first.second});
    }
  }
  return below;
}

bool Incoming::gives_up(const core::RecordType& type, core::RecordId id, const core::Field& field,
                        const core::Value& value) const {
  const RecordChange* edit = edit_of(type, id);
  if (edit == nullptr) return false;
  return (edit->given_up & field.bit()) != 0 ||
         ((edit->mask & field.bit()) != 0 && !(edit->values[type.index_of(field)] == value));
}

core::FieldMask Incoming::unseen_of(const core::RecordType& type, core::RecordId id) const {
  const auto found = unseen_.find({type.number, id});
  return found == unseen_.end() ? 0 : found->second;
}

void LateReferences::leave_empty(const core::RecordType& type, core::Record& record,
                                 const core::Field& field, const RecordChange& change) {
  core::Value& value = record.values[type.index_of(field)];
  references_.push_back({&type, record.id, &field, value.integer(), &change});
  value = core::Value();
}

std::vector<const core::Field*> missing_references(const core::Registry& registry,
                                                   const core::RecordType& type,
                                                   const std::vector<core::Value>& values,
                                                   core::FieldMask mask, Local& local) {
  std::vector<const core::Field*> missing;
  for (const core::Field& field : type.fields) {
    if (field.kind != core::FieldKind::reference || (mask & field.bit()) == 0) continue;
    const core::Value& value = values[type.index_of(field)];
    if (!value.is_integer()) continue;
    if (!local.row(registry.get(field.reference_type), value.integer())) missing.push_back(&field);
  }
  return missing;
}

std::vector<RecordKey> with_descendants(Local& local, const core::RecordType& type,
                                        core::RecordId id) {
  std::vector<RecordKey> keys{{&type, id}};
  std::set<std::pair<int, core::RecordId>> seen{{type.number, id}};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const RecordKey key = keys[i];
    for (const Referrer& child : local.referrers(*key.type, key.id, core::OnDelete::cascade)) {
      if (seen.insert({child.record.type->number, child.record.id}).second)
        keys.push_back(child.record);
    }
  }
  return keys;
}

namespace {

// The record is in the log whole, with these fields as edits, and the other side has not had it
// yet. With many messages to send it asks again in each: it must not be answered in each, or there
// is no end to it.
bool is_on_its_way(const Pending& pending, core::FieldMask edits) {
  return is_on(Safeguard::answered_once) &&
         std::any_of(pending.entries.begin(), pending.entries.end(), [&](const LocalEntry& entry) {
           return entry.kind == EntryKind::full && (edits & ~entry.mask) == 0;
         });
}

}  // namespace

void append_full_with_descendants(Local& local, const core::RecordType& type, core::RecordId id,
                                  SendAs as) {
  for (const RecordKey& key : with_descendants(local, type, id)) {
    const auto row = local.row(*key.type, key.id);
    const bool is_edit = as == SendAs::edits && key.id == id && key.type == &type;
    const core::FieldMask edits = is_edit ? core::synchronised_mask(*key.type) : core::FieldMask{0};
    if (row && !is_on_its_way(local.pending(*key.type, key.id), edits))
      local.append(*key.type, key.id, EntryKind::full, edits, row->changed);
  }
}

namespace {

core::FieldMask filled_fields(const core::RecordType& type, const core::Record& record) {
  core::FieldMask mask = 0;
  for (const core::Field& field : type.fields) {
    if (!record.values[type.index_of(field)].is_null()) mask |= field.bit();
  }
  return mask;
}

}  // namespace

void answer_want(Local& local, const core::RecordType& type, const RecordChange& want, SendAs as) {
  const auto row = local.row(type, want.record_id);
  if (row && want.mask != 0) {
    // A field that is empty by now (what it named is gone) is no edit that must be heard.
    const core::FieldMask filled = want.mask & filled_fields(type, *row);
    const EntryKind kind = filled != 0 ? EntryKind::update : EntryKind::full;
    const Pending pending = local.pending(type, want.record_id);
    const bool is_told = filled != 0 ? (filled & ~pending.mask()) == 0 : is_on_its_way(pending, 0);
    if (is_told && is_on(Safeguard::answered_once)) return;
    // The stamp of the edit comes back with the want.
    local.append(type, want.record_id, kind, filled, want.changed);
  } else if (row) {
    append_full_with_descendants(local, type, want.record_id, as);
  } else if (!local.pending(type, want.record_id).has(EntryKind::remove)) {
    local.append(type, want.record_id, EntryKind::remove, 0, want.changed);
  }
}

void append_want(Local& local, const core::RecordType& type, core::RecordId id,
                 core::FieldMask mask, const core::Stamp& stamp) {
  for (const LocalEntry& entry : local.pending(type, id).entries) {
    if (entry.kind == EntryKind::want && entry.mask == mask) return;
  }
  if (is_on(Safeguard::want_in_log)) local.append(type, id, EntryKind::want, mask, stamp);
}

void clear_touches(Local& local, const Pending& pending, core::FieldMask bits) {
  for (const LocalEntry& entry : pending.entries) {
    const bool is_edit = entry.kind == EntryKind::update || entry.kind == EntryKind::full;
    if (is_edit && (entry.mask & bits) != 0) local.clear_bits(entry, bits);
  }
}

void clear_wants(Local& local, const Pending& pending, core::FieldMask bits, bool all) {
  for (const LocalEntry& entry : pending.entries) {
    if (entry.kind != EntryKind::want) continue;
    if (all || (entry.mask != 0 && (entry.mask & ~bits) == 0)) {
      local.clear_entry(entry);
    } else if ((entry.mask & bits) != 0) {
      local.clear_bits(entry, bits);
    }
  }
}

void clear_all(Local& local, const Pending& pending) {
  for (const LocalEntry& entry : pending.entries) {
    if (entry.kind != EntryKind::nothing) local.clear_entry(entry);
  }
}

}  // namespace tusk::sync
