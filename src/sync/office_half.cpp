#include "sync/office_half.h"

#include "sync/conflicts.h"
#include "sync/references.h"

namespace tusk::sync {
namespace {

class OfficeMerge {
 public:
  OfficeMerge(const RoundContext& context, Local& local) : context_(context), local_(local) {}

  bool apply(const RecordChange& change) {
    const core::RecordType* type = context_.registry.find(change.type_number);
    if (type == nullptr || !type->is_synchronised()) return false;
    if (type->scope != core::Scope::both && change.operation != Operation::want) {
      return restore_online(*type, change), false;
    }
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
      // CONFLICT: deleted here after the request was made, changed online.
      // RESOLUTION: it stays deleted; what was written online is kept in the history.
      local_.add_conflict(delete_beats_update(
          context_,
          {type, change.record_id, name_in_image(type, removal->image), removal->stamp,
           change.changed, context_.peer_sequence, image_of(type, change, removal->image)}));
      return false;
    }
    if (change.operation == Operation::update) {
      local_.append(type, change.record_id, EntryKind::want, 0);
      return false;
    }
    return insert(type, change);
  }

  bool insert(const core::RecordType& type, const RecordChange& change) {
    core::Record record = core::make_record(type, change.record_id);
    record.created = change.created;
    record.changed = change.changed;
    core::FieldMask corrected = 0;
    for (const core::Field& field : type.fields) {
      const std::size_t i = type.index_of(field);
      if (core::writable_on(type, field, core::Side::online)) {
        record.values[i] = change.values[i];
      } else if ((core::synchronised_mask(type) & field.bit()) != 0 &&
                 !(record.values[i] == change.values[i])) {
        corrected |= field.bit();
      }
    }
    for (const core::Field* field : missing_references(context_.registry, type, record.values,
                                                       core::synchronised_mask(type), local_)) {
      if (is_owning(*field)) return refuse_orphan(type, change, *field);
      corrected |= leave_empty(type, record, *field, change, ConflictKind::reference);
    }
    corrected |= mend_unique(type, record, change, core::synchronised_mask(type));
    corrected |= give_number(type, record);
    local_.insert(type, record);
    // What differs from what was sent goes back, from this side only, so that it comes to an end.
    if (corrected != 0) local_.append(type, record.id, EntryKind::update, corrected);
    return true;
  }

  bool update(const core::RecordType& type, const RecordChange& change, const core::Record& row,
              const Pending& pending) {
    core::Record record = row;
    core::FieldMask written = 0;
    core::FieldMask corrected = 0;
    for (const core::Field& field : type.fields) {
      if ((change.mask & field.bit()) == 0) continue;
      const std::size_t i = type.index_of(field);
      if (row.values[i] == change.values[i]) continue;
      if (!core::writable_on(type, field, core::Side::online)) {
        corrected |= field.bit();
        continue;
      }
      if (const LocalEntry* ours = pending.last_touch(field.bit())) {
        // CONFLICT: the field was changed here after the request was made, and online.
        // RESOLUTION: ours stands and goes out with the next round; theirs is kept in the history.
        local_.add_conflict(same_field(
            context_, {type, field, row.id, core::title_of(type, row), row.values[i],
                       change.values[i], ours->stamp, change.changed, context_.peer_sequence}));
        continue;
      }
      record.values[i] = change.values[i];
      written |= field.bit();
    }
    for (const core::Field* field :
         missing_references(context_.registry, type, record.values, written, local_)) {
      if (is_owning(*field)) {
        // A record cannot be moved to a parent that is gone: it stays where it is.
        record.values[type.index_of(*field)] = row.values[type.index_of(*field)];
        written &= ~field->bit();
        corrected |= field->bit();
        local_.add_conflict(
            left_empty(context_, ConflictKind::reference, facts(type, *field, record, change)));
      } else {
        corrected |= leave_empty(type, record, *field, change, ConflictKind::reference);
      }
    }
    corrected |= mend_unique(type, record, change, written);
    if (written != 0) {
      record.changed = change.changed;
      local_.update(type, record, written);
    }
    if (corrected != 0) local_.append(type, record.id, EntryKind::update, corrected);
    return written != 0;
  }

  bool remove(const core::RecordType& type, const RecordChange& change) {
    const auto row = local_.row(type, change.record_id);
    if (!row) return false;
    const LocalEntry* newer = nullptr;
    Pending held;
    for (const RecordKey& key : with_descendants(local_, type, change.record_id)) {
      held = local_.pending(*key.type, key.id);
      if ((newer = held.last()) != nullptr) break;
    }
    const RecordConflict conflict{type,
                                  row->id,
                                  core::title_of(type, *row),
                                  newer != nullptr ? newer->stamp : row->changed,
                                  change.changed,
                                  context_.peer_sequence,
                                  {}};
    if (newer != nullptr) {
      // CONFLICT: deleted online; it, or something that belongs to it, was changed here meanwhile.
      // RESOLUTION: the record lives, and goes whole to the online side again.
      local_.add_conflict(update_beats_delete(context_, conflict));
      append_full_with_descendants(local_, type, change.record_id);
      return false;
    }
    if (const auto reason = local_.refusal_to_remove(type, change.record_id)) {
      // CONFLICT: deleted online, but the office needs it.
      // RESOLUTION: the record lives, and goes whole to the online side again.
      local_.add_conflict(refused(context_, conflict, *reason));
      append_full_with_descendants(local_, type, change.record_id);
      return false;
    }
    local_.remove(type, change.record_id);
    return true;
  }

  void answer_want(const core::RecordType& type, const RecordChange& change) {
    if (local_.row(type, change.record_id)) {
      append_full_with_descendants(local_, type, change.record_id);
    } else if (!local_.pending(type, change.record_id).has(EntryKind::remove)) {
      local_.append(type, change.record_id, EntryKind::remove, 0);
    }
  }

  // The online side changed a register that only the office may write: it gets the office's again.
  void restore_online(const core::RecordType& type, const RecordChange& change) {
    const auto row = local_.row(type, change.record_id);
    local_.add_conflict(refused(
        context_,
        {type,
         change.record_id,
         row ? core::title_of(type, *row) : "",
         {},
         change.changed,
         context_.peer_sequence,
         row ? image_of(type, change, "") : ""},
        {"registret ändras bara på kontoret.", "the register is changed in the office only."}));
    answer_want(type, change);
  }

  // CONFLICT: made online as part of a record that was deleted here.
  // RESOLUTION: it is deleted online too; its values are kept in the history.
  bool refuse_orphan(const core::RecordType& type, const RecordChange& change,
                     const core::Field& field) {
    const core::RecordType& parent_type = context_.registry.get(field.reference_type);
    const core::Value& parent = change.values[type.index_of(field)];
    const Pending pending = local_.pending(parent_type, parent.integer());
    const LocalEntry* removal = pending.last(EntryKind::remove);
    const std::string name =
        core::to_display(change.values[type.index_of(type.get_field(type.title_field))]);
    local_.add_conflict(child_of_deleted(
        context_,
        {type, change.record_id, name, removal != nullptr ? removal->stamp : core::Stamp{},
         change.changed, context_.peer_sequence, make_image(type, change.values)}));
    local_.append(type, change.record_id, EntryKind::remove, 0);
    return false;
  }

  [[nodiscard]] FieldConflict facts(const core::RecordType& type, const core::Field& field,
                                    const core::Record& record, const RecordChange& change) const {
    const std::size_t i = type.index_of(field);
    return {type,
            field,
            record.id,
            core::title_of(type, record),
            record.values[i],
            change.values[i],
            {},
            change.changed,
            context_.peer_sequence};
  }

  core::FieldMask leave_empty(const core::RecordType& type, core::Record& record,
                              const core::Field& field, const RecordChange& change,
                              ConflictKind kind) {
    record.values[type.index_of(field)] = core::Value();
    local_.add_conflict(left_empty(context_, kind, facts(type, field, record, change)));
    return field.bit();
  }

  // CONFLICT: the online side gave a unique value that another record has here.
  // RESOLUTION: a number is replaced by the next of the series; any other value is left empty.
  core::FieldMask mend_unique(const core::RecordType& type, core::Record& record,
                              const RecordChange& change, core::FieldMask mask) {
    core::FieldMask corrected = 0;
    for (const core::Field& field : type.fields) {
      core::Value& value = record.values[type.index_of(field)];
      if (!field.unique || (mask & field.bit()) == 0 || value.is_null()) continue;
      if (!local_.owner_of(type, field, value, record.id)) continue;
      if (field.name == type.series_field) {
        const auto number = local_.next_number(type);
        value = number ? core::Value(*number) : core::Value();
        local_.add_conflict(renumbered(context_, facts(type, field, record, change)));
        corrected |= field.bit();
      } else {
        corrected |= leave_empty(type, record, field, change, ConflictKind::refused);
      }
    }
    return corrected;
  }

  // The online side had no numbers left.
  core::FieldMask give_number(const core::RecordType& type, core::Record& record) {
    if (type.series_field.empty()) return 0;
    const core::Field& field = type.get_field(type.series_field);
    core::Value& value = record.values[type.index_of(field)];
    if (!value.is_null()) return 0;
    const auto number = local_.next_number(type);
    if (!number) return 0;
    value = core::Value(*number);
    return field.bit();
  }

  // All values that the change carries, over what the record was.
  [[nodiscard]] static std::string image_of(const core::RecordType& type,
                                            const RecordChange& change, const std::string& before) {
    const core::FieldMask carried =
        change.operation == Operation::full ? core::synchronised_mask(type) : change.mask;
    return merge_images(type, before, change.values, carried);
  }

  const RoundContext& context_;
  Local& local_;
};

}  // namespace

bool is_answer_to(const OfficeState& state, const RoundRequest& request,
                  const RoundResponse& response) {
  return response.requested_from == request.from && response.online_from == request.online_from &&
         request.from == state.own_acked && request.online_from == state.peer &&
         response.applied == request.to;
}

bool can_go_on_from(const OfficeState& state, const RoundResponse& response,
                    std::optional<std::int64_t> salt_at_applied) {
  if (response.applied == Position{}) return state.own_acked == Position{};
  return salt_at_applied == response.applied.salt;
}

std::vector<RecordChange> apply_response(const RoundContext& context, const RoundResponse& response,
                                         Local& local) {
  std::vector<RecordChange> changes = response.changes;
  sort_for_apply(context.registry, changes);
  OfficeMerge merge(context, local);
  std::vector<RecordChange> applied;
  for (RecordChange& change : changes) {
    if (merge.apply(change)) applied.push_back(std::move(change));
  }
  return applied;
}

}  // namespace tusk::sync
