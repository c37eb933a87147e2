#include "sync/online_half.h"

#include <algorithm>

#include "sync/conflicts.h"
#include "sync/references.h"

namespace tusk::sync {
namespace {

class OnlineMerge {
 public:
  OnlineMerge(const RoundContext& context, Local& local) : context_(context), local_(local) {}

  // True if something changed here.
  bool apply(const RecordChange& change) {
    const core::RecordType* type = context_.registry.find(change.type_number);
    if (type == nullptr || !type->is_synchronised()) return false;
    switch (change.operation) {
      case Operation::update:
      case Operation::full:
        return upsert(*type, change);
      case Operation::remove:
        return remove(*type, change);
      case Operation::want:
        return answer_want(*type, change), false;
    }
    return false;
  }

 private:
  bool upsert(const core::RecordType& type, const RecordChange& change) {
    const auto row = local_.row(type, change.record_id);
    const Pending pending = local_.pending(type, change.record_id);
    if (row) return update(type, change, *row, pending);

    if (const LocalEntry* removal = pending.last(EntryKind::remove)) {
      // CONFLICT: changed in the office, deleted here.
      // RESOLUTION: the record lives; the office is asked for the whole of it, and of what went
      // with it.
      local_.add_conflict(update_beats_delete(
          context_, {type, change.record_id, name_in_image(type, removal->image), change.changed,
                     removal->stamp, removal->entry_id, removal->image}));
      void_removal(type, change.record_id, pending);
    }
    if (change.operation == Operation::update) {
      local_.append(type, change.record_id, EntryKind::want, 0);
      return false;
    }
    return insert(type, change, pending);
  }

  bool insert(const core::RecordType& type, const RecordChange& change, const Pending& pending) {
    core::Record record{change.record_id, change.values, change.created, change.changed};
    if (!mend_references(type, record, core::synchronised_mask(type))) return false;
    make_room(type, record, change, core::synchronised_mask(type));
    for (const LocalEntry& entry : pending.entries) {
      if (entry.kind == EntryKind::want) local_.clear_entry(entry);
    }
    local_.insert(type, record);
    return true;
  }

  bool update(const core::RecordType& type, const RecordChange& change, const core::Record& row,
              const Pending& pending) {
    core::Record record = row;
    core::FieldMask written = 0;
    for (const core::Field& field : type.fields) {
      const std::size_t i = type.index_of(field);
      const bool touched_in_office = (change.mask & field.bit()) != 0;
      if (!touched_in_office && change.operation != Operation::full) continue;
      if ((core::synchronised_mask(type) & field.bit()) == 0) continue;
      const LocalEntry* ours = pending.last_touch(field.bit());
      if (!touched_in_office && ours != nullptr)
        continue;  // our edit is on its way; nobody edited it there
      if (ours != nullptr) {
        if (!(row.values[i] == change.values[i])) {
          // CONFLICT: the same field was changed in the office and here in one round.
          // RESOLUTION: the office's value stands; ours is kept in the history.
          local_.add_conflict(same_field(
              context_, {type, field, row.id, core::title_of(type, row), change.values[i],
                         row.values[i], change.changed, ours->stamp, ours->entry_id}));
        }
        // Ours must not go to the office later and look like a new edit. With equal values (no
        // conflict) there is nothing left to send either.
        for (const LocalEntry& entry : pending.entries) local_.clear_bits(entry, field.bit());
      }
      if (row.values[i] == change.values[i]) continue;
      record.values[i] = change.values[i];
      written |= field.bit();
    }
    for (const LocalEntry& entry : pending.entries) {
      if (change.operation == Operation::full && entry.kind == EntryKind::want)
        local_.clear_entry(entry);
    }
    if (written == 0) return false;
    record.changed = change.changed;
    if (!mend_references(type, record, written)) return false;
    make_room(type, record, change, written);
    local_.update(type, record, written);
    return true;
  }

  bool remove(const core::RecordType& type, const RecordChange& change) {
    const auto row = local_.row(type, change.record_id);
    const Pending pending = local_.pending(type, change.record_id);
    if (!row) {
      // Deleted on both sides (or never here): nothing to tell the office any more.
      for (const LocalEntry& entry : pending.entries) local_.clear_entry(entry);
      return false;
    }
    // Children first: with_descendants gives parents first.
    auto keys = with_descendants(local_, type, change.record_id);
    std::reverse(keys.begin(), keys.end());
    for (const RecordKey& key : keys) {
      const bool is_child = key.id != change.record_id || key.type != &type;
      const Pending own = local_.pending(*key.type, key.id);
      const auto lost = local_.row(*key.type, key.id);
      if (lost && (own.mask() != 0 || own.has(EntryKind::full))) {
        const RecordConflict conflict{*key.type,
                                      key.id,
                                      core::title_of(*key.type, *lost),
                                      change.changed,
                                      own.last()->stamp,
                                      own.last()->entry_id,
                                      make_image(*key.type, lost->values)};
        // CONFLICT: deleted in the office (itself, or what it belongs to), changed or made here.
        // RESOLUTION: it is deleted; all its values are kept in the history.
        local_.add_conflict(is_child ? child_of_deleted(context_, conflict)
                                     : delete_beats_update(context_, conflict));
      }
      for (const LocalEntry& entry : own.entries) local_.clear_entry(entry);
    }
    local_.remove(type, change.record_id);
    return true;
  }

  void answer_want(const core::RecordType& type, const RecordChange& change) {
    // In the log, not in the answer: an answer can get lost, the log cannot.
    if (local_.row(type, change.record_id)) {
      append_full_with_descendants(local_, type, change.record_id);
    } else if (!local_.pending(type, change.record_id).has(EntryKind::remove)) {
      local_.append(type, change.record_id, EntryKind::remove, 0);
    }
  }

  // Takes back this side's deletion of a record, of what was deleted with it, and of what it needs.
  void void_removal(const core::RecordType& type, core::RecordId id, const Pending& pending) {
    for (const LocalEntry& entry : pending.entries) local_.clear_entry(entry);
    for (const LocalEntry& child : local_.removed_children(type, id)) {
      const core::RecordType* child_type = context_.registry.find(child.type_number);
      if (child_type == nullptr) continue;
      void_removal(*child_type, child.record_id, local_.pending(*child_type, child.record_id));
      local_.append(*child_type, child.record_id, EntryKind::want, 0);
    }
  }

  // Empties references to records that are not here (the office sends them again when it sends
  // those). False if the record cannot exist without one: then both are asked for.
  bool mend_references(const core::RecordType& type, core::Record& record, core::FieldMask mask) {
    bool can_exist = true;
    for (const core::Field* field :
         missing_references(context_.registry, type, record.values, mask, local_)) {
      core::Value& value = record.values[type.index_of(*field)];
      if (!is_owning(*field)) {
        value = core::Value();
        continue;
      }
      const core::RecordType& parent_type = context_.registry.get(field->reference_type);
      const Pending parent = local_.pending(parent_type, value.integer());
      if (const LocalEntry* removal = parent.last(EntryKind::remove)) {
        // CONFLICT: the office made or changed a child of what was deleted here.
        // RESOLUTION: the parent lives, and what went with it.
        local_.add_conflict(update_beats_delete(
            context_, {parent_type, value.integer(), name_in_image(parent_type, removal->image),
                       record.changed, removal->stamp, removal->entry_id, removal->image}));
        void_removal(parent_type, value.integer(), parent);
      }
      local_.append(parent_type, value.integer(), EntryKind::want, 0);
      can_exist = false;
    }
    if (!can_exist) local_.append(type, record.id, EntryKind::want, 0);
    return can_exist;
  }

  // Another record here may have a unique value that the office gives to this one.
  void make_room(const core::RecordType& type, const core::Record& record,
                 const RecordChange& change, core::FieldMask mask) {
    for (const core::Field& field : type.fields) {
      if (!field.unique || (mask & field.bit()) == 0) continue;
      const core::Value& value = record.values[type.index_of(field)];
      if (value.is_null()) continue;
      const auto owner = local_.owner_of(type, field, value, record.id);
      if (!owner) continue;
      auto other = local_.row(type, *owner);
      const Pending pending = local_.pending(type, *owner);
      const LocalEntry* ours = pending.last_touch(field.bit());
      const bool numbered = field.name == type.series_field;
      const auto number = numbered ? local_.next_number(type) : std::nullopt;
      // CONFLICT: the same number was given on both sides.
      // RESOLUTION: the office keeps it; the record made here gets the next, or waits for the
      // office to give it one.
      other->values[type.index_of(field)] = number ? core::Value(*number) : core::Value();
      if (ours != nullptr) {
        local_.add_conflict(renumbered(context_, {type, field, *owner, core::title_of(type, *other),
                                                  other->values[type.index_of(field)], value,
                                                  change.changed, ours->stamp, ours->entry_id}));
      }
      local_.update(type, *other, field.bit());
    }
  }

  const RoundContext& context_;
  Local& local_;
};

}  // namespace

std::optional<RoundStatus> check_request(const OnlineState& state, const RoundRequest& request) {
  if (request.protocol != protocol_version || request.schema_version > state.schema_version) {
    return RoundStatus::schema;
  }
  if (request.token < state.max_token) return RoundStatus::fenced;
  if (!(request.from == state.applied)) return RoundStatus::position;
  const bool from_start = request.online_from == Position{};
  const bool known = from_start ? state.acknowledged == Position{}
                                : state.salt_at_online_from == request.online_from.salt;
  if (!known || request.online_from.sequence < state.acknowledged.sequence)
    return RoundStatus::rewound;
  return std::nullopt;
}

std::vector<RecordChange> apply_request(const RoundContext& context, const RoundRequest& request,
                                        Local& local) {
  std::vector<RecordChange> changes = request.changes;
  sort_for_apply(context.registry, changes);
  OnlineMerge merge(context, local);
  std::vector<RecordChange> applied;
  for (RecordChange& change : changes) {
    if (merge.apply(change)) applied.push_back(std::move(change));
  }
  return applied;
}

}  // namespace tusk::sync
