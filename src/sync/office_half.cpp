#include "sync/office_half.h"

#include <algorithm>
#include <set>
#include <utility>

#include "sync/conflicts.h"
#include "sync/incoming.h"
#include "sync/office_values.h"
#include "sync/safeguards.h"

namespace tusk::sync {
namespace {

class OfficeMerge {
 public:
  OfficeMerge(const RoundContext& context, const RoundResponse& response, Local& local)
      : context_(context),
        local_(local),
        incoming_(context.registry, response.changes, response.refusals),
        values_(local, incoming_, [this](const RecordChange& removal) {
          // It is another record than the one at hand.
          const bool corrected = std::exchange(corrected_, false);
          const bool is_gone = apply(removal);
          corrected_ = corrected;
          return is_gone;
        }) {}

  std::vector<RecordChange> run() {
    std::vector<RecordChange> applied;
    const auto apply_one = [&](const RecordChange& change) {
      if (apply(change)) applied.push_back(change);
    };
    std::vector<const RecordChange*> removals;
    std::vector<const RecordChange*> wants;
    for (const RecordChange& change : incoming_.changes()) {
      if (change.operation == Operation::want) {
        wants.push_back(&change);
        if (change.mask == 0 && is_on(Safeguard::wanted_stay))
          wanted_.insert({change.type_number, change.record_id});
      }
    }
    for (const RecordChange& change : incoming_.changes()) {
      if (change.operation == Operation::remove) {
        removals.push_back(&change);
      } else if (change.operation != Operation::want) {
        apply_one(change);
      }
    }
    // Parents first: one that has to stay keeps its children.
    if (is_on(Safeguard::parents_first)) std::reverse(removals.begin(), removals.end());
    for (const RecordChange* removal : removals) apply_one(*removal);
    for (const LateReference& late : late_.all()) {
      if (is_on(Safeguard::late_references_office)) settle(late);
    }
    // Last: with what the records hold after all that.
    for (const RecordChange* want : wants) apply_one(*want);
    return applied;
  }

 private:
  bool apply(const RecordChange& change) {
    incoming_.mark_applied(change);
    const core::RecordType* type = context_.registry.find(change.type_number);
    if (type == nullptr || !type->is_synchronised()) return false;
    if (change.operation == Operation::want) {
      // Neither side has it: it was made online, not taken here, and removed there.
      if (change.mask == 0 && !local_.row(*type, change.record_id))
        local_.remove(*type, change.record_id);
      for (const RecordKey& key : with_descendants(local_, *type, change.record_id))
        number_again(key);
      answer_want(local_, *type, change, SendAs::completeness);
      return false;
    }
    if (type->scope != core::Scope::both) {
      refuse_type(*type, change);
      return false;
    }
    return change.operation == Operation::remove ? remove(*type, change) : upsert(*type, change);
  }

  bool upsert(const core::RecordType& type, const RecordChange& change) {
    const auto row = local_.row(type, change.record_id);
    const Pending pending = local_.pending(type, change.record_id);
    if (row) return update(type, change, *row, pending);
    if (const LocalEntry* removal = pending.last(EntryKind::remove)) {
      if (change.mask == 0) return false;
      if (!is_on(Safeguard::deleted_in_history)) return false;
      const core::FieldMask touched = change.touches.front().mask;
      // CONFLICT: deleted here after the request was made, changed online.
      // RESOLUTION: it stays deleted; what was written online is kept in the history.
      local_.add_conflict(delete_beats_update(
          context_, {type, change.record_id, name_in_image(type, removal->image), removal->stamp,
                     change.stamp_of(touched), change.edit_of(touched),
                     merge_images(type, removal->image, change.values, change.carried)}));
      return false;
    }
    if (change.operation == Operation::update) {
      append_want(local_, type, change.record_id, 0, change.changed);
      return false;
    }
    return insert(type, change);
  }

  bool insert(const core::RecordType& type, const RecordChange& change) {
    withheld_.emplace();
    const bool is_done = try_insert(type, change);
    // One that was not taken comes again, and so do its conflicts.
    const auto conflicts = std::exchange(withheld_, std::nullopt);
    if (is_done) {
      for (const Conflict& conflict : *conflicts) local_.add_conflict(conflict);
    }
    return is_done;
  }

  bool try_insert(const core::RecordType& type, const RecordChange& change) {
    core::Record record = core::make_record(type, change.record_id);
    record.created = change.created;
    record.changed = change.changed;
    for (const core::Field& field : type.fields) {
      const std::size_t i = type.index_of(field);
      if ((change.carried & field.bit()) == 0) continue;
      if (core::writable_on(type, field, core::Side::online)) {
        record.values[i] = change.values[i];
      } else if (!(record.values[i] == change.values[i])) {
        refuse_field(type, field, record, change, not_writable());
      }
    }
    for (const core::Field* field : missing_references(context_.registry, type, record.values,
                                                       core::synchronised_mask(type), local_)) {
      if (is_owning(*field)) {
        refuse_orphan(type, change, *field);
        return false;
      }
      late_.leave_empty(type, record, *field, change);
    }
    for (const core::Field& field : type.fields) keep_unique(type, field, record, nullptr, change);
    (void)give_number(type, record, nullptr, change.carried);
    if (const auto reason = local_.insert(type, record)) {
      refuse_insert(type, change, *reason);
      return false;
    }
    clear_wants(local_, local_.pending(type, record.id), 0, true);
    send_corrected(type, record);
    return true;
  }

  bool update(const core::RecordType& type, const RecordChange& change, const core::Record& row,
              const Pending& pending) {
    core::Record record = row;
    core::FieldMask written = 0;
    const core::FieldMask unseen = incoming_.unseen_of(type, row.id);
    for (const core::Field& field : type.fields) {
      const std::size_t i = type.index_of(field);
      const core::FieldMask edits =
          is_on(Safeguard::completeness_is_no_edit_office) ? change.mask : change.carried;
      if ((edits & field.bit()) == 0 || row.values[i] == change.values[i]) continue;
      if (!core::writable_on(type, field, core::Side::online)) {
        refuse_field(type, field, record, change, not_writable());
      } else if (const LocalEntry* ours = pending.last_touch(field.bit());
                 ours != nullptr && is_on(Safeguard::newer_edits)) {
        // CONFLICT: the field was changed here after the request was made, and online.
        // RESOLUTION: ours stands and goes out with the next round; theirs is kept in the history.
        FieldConflict conflict = facts(type, field, record, change);
        conflict.office = ours->stamp;
        local_.add_conflict(same_field(context_, conflict));
      } else if ((unseen & field.bit()) != 0) {
        // CONFLICT: the field was changed here, which the online side has not been able to take,
        // and online.
        // RESOLUTION: ours stands and goes out again; theirs is kept in the history.
        local_.add_conflict(same_field(context_, facts(type, field, record, change)));
        corrected_ = true;
      } else {
        record.values[i] = change.values[i];
        written |= field.bit();
      }
    }
    written |= values_.give_up(type, change, pending, record);
    for (const core::Field* field :
         missing_references(context_.registry, type, record.values, written, local_)) {
      if (!is_owning(*field)) {
        late_.leave_empty(type, record, *field, change);
        continue;
      }
      // CONFLICT: moved online to a parent that was deleted here.
      // RESOLUTION: it stays with the parent it has here.
      record.values[type.index_of(*field)] = row.values[type.index_of(*field)];
      written &= ~field->bit();
      corrected_ = true;
      local_.add_conflict(reference_gone(context_, facts(type, *field, record, change)));
    }
    for (const core::Field& field : type.fields) {
      if ((written & field.bit()) != 0) keep_unique(type, field, record, &row, change);
    }
    written |= give_number(type, record, &row, change.carried & ~change.given_up);
    clear_wants(local_, pending, 0, change.operation == Operation::full);
    // Edits of ours that are still on their way are later than what the online side knows.
    if (pending.mask() == 0) record.changed = change.changed;
    if (written != 0 || !(record.changed == row.changed)) {
      if (const auto reason = local_.update(type, record, written)) {
        refuse_update(type, change, row, written, *reason);
        return false;
      }
    }
    send_corrected(type, record);
    return written != 0;
  }

  bool remove(const core::RecordType& type, const RecordChange& change) {
    const auto row = local_.row(type, change.record_id);
    if (!row) {
      local_.remove(type, change.record_id);  // in quarantine, perhaps
      return false;
    }
    if (protected_.contains({type.number, row->id})) return false;
    const auto keys = with_descendants(local_, type, change.record_id);
    for (const RecordKey& key : keys) {
      const Pending newer = local_.pending(*key.type, key.id);
      const core::FieldMask touched = newer.mask();
      // The other side asks for what belongs to it: a removal has lost against our edit before.
      const bool is_wanted = wanted_.contains({key.type->number, key.id}) ||
                             (key != keys.front() && is_awaited(key, newer));
      // Nor was it seen by who removed it, if the online side could not take it.
      const bool is_unseen = incoming_.unseen_of(*key.type, key.id) != 0;
      if (touched == 0 && !is_wanted && !is_unseen) continue;
      // CONFLICT: deleted online; it, or something that belongs to it, was changed here meanwhile.
      // RESOLUTION: the record lives with all that belongs to it, and goes whole to the online
      // side again.
      const core::Stamp office = touched != 0 ? newer.last_touch(touched)->stamp
                                 : is_wanted  ? local_.row(*key.type, key.id)->changed
                                              : core::Stamp{};  // nobody knows any more
      const RecordConflict conflict = loser(keys.front(), change, office);
      local_.add_conflict(key == keys.front() ? update_beats_delete(context_, conflict)
                                              : lives_with_relative(context_, conflict));
      keep(keys, office);
      return false;
    }
    if (const auto reason = refusal_to_remove(local_, keys)) {
      // CONFLICT: deleted online, but the office needs it.
      // RESOLUTION: the same.
      local_.add_conflict(refused(context_, loser(keys.front(), change, row->changed), *reason));
      keep(keys, row->changed);
      return false;
    }
    local_.remove(type, change.record_id);
    return true;
  }

  // The other side has asked for it earlier, and the answer is on its way: what was removed there
  // did not have it.
  [[nodiscard]] bool is_awaited(const RecordKey& key, const Pending& pending) const {
    return pending.has(EntryKind::full) && incoming_.removal_of(*key.type, key.id) == nullptr;
  }

  // The facts of a removal that does not happen.
  RecordConflict loser(const RecordKey& key, const RecordChange& removal,
                       const core::Stamp& office) {
    const auto row = local_.row(*key.type, key.id);
    return {*key.type,
            key.id,
            core::title_of(*key.type, *row),
            office,
            removal.stamp_of(0),
            removal.edit_of(0),
            removal.image.empty() ? make_image(*key.type, row->values) : removal.image};
  }

  // These live, also where the message removes them one by one, and so do those that had been moved
  // to one of them online and went with it.
  void keep(std::vector<RecordKey> keys, const core::Stamp& office) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const RecordKey key = keys[i];
      for (const RecordKey& moved : incoming_.removed_below(context_.registry, *key.type, key.id)) {
        const bool is_here = local_.row(*moved.type, moved.id).has_value();
        if (!is_here || std::find(keys.begin(), keys.end(), moved) != keys.end()) continue;
        for (const RecordKey& one : with_descendants(local_, *moved.type, moved.id)) {
          if (std::find(keys.begin(), keys.end(), one) == keys.end()) keys.push_back(one);
        }
      }
      if (is_on(Safeguard::kept_children)) protected_.insert({key.type->number, key.id});
      if (const RecordChange* removal = incoming_.removal_of(*key.type, key.id))
        local_.add_conflict(lives_with_relative(context_, loser(key, *removal, office)));
      number_again(key);
      const auto row = local_.row(*key.type, key.id);
      local_.append(*key.type, key.id, EntryKind::full, 0, row->changed);
    }
  }

  // A record that lives though it was removed online, and had given up its number there before. The
  // new one goes with the whole record.
  void number_again(const RecordKey& key) {
    auto row = local_.row(*key.type, key.id);
    if (!row) return;
    const core::FieldMask all = core::synchronised_mask(*key.type);
    const core::FieldMask given = give_number(*key.type, *row, nullptr, all);
    if (given != 0) (void)local_.update(*key.type, *row, given);
    corrected_ = false;
  }

  // CONFLICT: the online side changed a register that only the office may write.
  // RESOLUTION: it gets the office's record again; its own is kept in the history.
  void refuse_type(const core::RecordType& type, const RecordChange& change) {
    if (change.operation != Operation::remove && change.mask == 0) return;
    const auto row = local_.row(type, change.record_id);
    const core::FieldMask touched = change.touches.empty() ? 0 : change.touches.front().mask;
    const std::string before = row ? make_image(type, row->values) : "";
    local_.add_conflict(refused(
        context_,
        {type, change.record_id, row ? core::title_of(type, *row) : "",
         row ? row->changed : core::Stamp{}, change.stamp_of(touched), change.edit_of(touched),
         merge_images(type, before, change.values, change.carried)},
        {"registret ändras bara på kontoret.", "the register is changed in the office only."}));
    RecordChange want = change;
    want.mask = 0;
    answer_want(local_, type, want, SendAs::completeness);
  }

  // The parent of an incoming record is not here.
  void refuse_orphan(const core::RecordType& type, const RecordChange& change,
                     const core::Field& field) {
    const core::RecordType& parent_type = context_.registry.get(field.reference_type);
    const core::RecordId parent = change.values[type.index_of(field)].integer();
    const Pending pending = local_.pending(parent_type, parent);
    const LocalEntry* removal = pending.last(EntryKind::remove);
    if (removal == nullptr && local_.is_quarantined(parent_type, parent)) {
      // It comes again with its parent.
      local_.quarantine(type, change.record_id, core::synchronised_mask(type),
                        core::say("posten den hör till tas inte emot av kontoret.",
                                  "the record it belongs to is not taken by the office."));
      return;
    }
    if (removal == nullptr) {
      // Its parent was made later than it and is in the next message.
      append_want(local_, parent_type, parent, 0, change.changed);
      append_want(local_, type, change.record_id, 0, change.changed);
      return;
    }
    // CONFLICT: made online as part of a record that was deleted here.
    // RESOLUTION: it is deleted online too; its values are kept in the history.
    const core::FieldMask touched = change.touches.empty() ? 0 : change.touches.front().mask;
    if (touched != 0) {
      local_.add_conflict(child_of_deleted(
          context_,
          {type, change.record_id, title_in(type, change), removal->stamp, change.stamp_of(touched),
           change.edit_of(touched), make_image(type, change.values)}));
    }
    local_.append(type, change.record_id, EntryKind::remove, 0, removal->stamp);
  }

  // CONFLICT: the office's database does not take a record that was made online.
  // RESOLUTION: it stays online, is shown with the reason, and is tried again when it is changed.
  void refuse_insert(const core::RecordType& type, const RecordChange& change,
                     const core::Text& reason) {
    corrected_ = false;
    local_.quarantine(type, change.record_id, core::synchronised_mask(type), reason);
  }

  // CONFLICT: the office's database does not take what was written online.
  // RESOLUTION: the office's values stand and go to the online side again.
  void refuse_update(const core::RecordType& type, const RecordChange& change,
                     const core::Record& row, core::FieldMask written, const core::Text& reason) {
    for (const core::Field& field : type.fields) {
      if ((written & field.bit()) != 0) refuse_field(type, field, row, change, reason);
    }
    send_corrected(type, row);
  }

  void refuse_field(const core::RecordType& type, const core::Field& field,
                    const core::Record& record, const RecordChange& change,
                    const core::Text& reason) {
    corrected_ = true;
    if ((change.mask & field.bit()) == 0) return;
    note(field_refused(context_, facts(type, field, record, change), reason));
  }

  static core::Text not_writable() {
    return {"fältet ändras bara på kontoret.", "the field is changed in the office only."};
  }

  // After the whole message: what the reference names has come, or stays away.
  void settle(const LateReference& late) {
    auto row = local_.row(*late.type, late.id);
    if (!row) return;
    core::Value& value = row->values[late.type->index_of(*late.field)];
    if (local_.row(context_.registry.get(late.field->reference_type), late.target)) {
      value = core::Value(late.target);
      if (!local_.update(*late.type, *row, late.field->bit())) return;
      value = core::Value();
    }
    // CONFLICT: a field was made to name a record that was deleted here.
    // RESOLUTION: the field is left empty, on both sides; what it named is in the history.
    if ((late.change->mask & late.field->bit()) != 0) {
      local_.add_conflict(
          reference_gone(context_, facts(*late.type, *late.field, *row, *late.change)));
    }
    local_.append(*late.type, late.id, EntryKind::full, 0, row->changed);
  }

  // CONFLICT: the online side gave a unique value that another record has here.
  // RESOLUTION: the office keeps it. A changed record keeps the value it has here; a new one gets
  // the next number of the series, or none where the field is no number.
  void keep_unique(const core::RecordType& type, const core::Field& field, core::Record& record,
                   const core::Record* row, const RecordChange& change) {
    if (values_.claim(type, field, record, row)) return;
    corrected_ = true;
    if ((change.mask & field.bit()) == 0) return;  // the edit is still to come
    const FieldConflict conflict = facts(type, field, record, change);
    note(field.name == type.series_field ? renumbered(context_, conflict)
                                         : value_taken(context_, conflict));
  }

  core::FieldMask give_number(const core::RecordType& type, core::Record& record,
                              const core::Record* row, core::FieldMask told) {
    const core::FieldMask given = values_.give_number(type, record, row, told);
    if (given != 0) corrected_ = true;
    return given;
  }

  // What differs from what was sent goes back, from this side only, so that it comes to an end. It
  // is nobody's edit: it must not beat what people do online meanwhile.
  void send_corrected(const core::RecordType& type, const core::Record& record) {
    if (corrected_ && is_on(Safeguard::corrections))
      local_.append(type, record.id, EntryKind::full, 0, record.changed);
    corrected_ = false;
  }

  // Of the record at hand.
  void note(Conflict conflict) {
    if (withheld_) {
      withheld_->push_back(std::move(conflict));
    } else {
      local_.add_conflict(std::move(conflict));
    }
  }

  [[nodiscard]] static FieldConflict facts(const core::RecordType& type, const core::Field& field,
                                           const core::Record& record, const RecordChange& change) {
    const std::size_t i = type.index_of(field);
    return {type,
            field,
            record.id,
            core::title_of(type, record),
            record.values[i],
            change.values[i],
            record.changed,
            change.stamp_of(field.bit()),
            change.edit_of(field.bit())};
  }

  [[nodiscard]] static std::string title_in(const core::RecordType& type,
                                            const RecordChange& change) {
    return core::to_display(change.values[type.index_of(type.get_field(type.title_field))]);
  }

  const RoundContext& context_;
  Local& local_;
  Incoming incoming_;
  OfficeValues values_;
  LateReferences late_;
  std::set<std::pair<int, core::RecordId>> protected_;
  std::set<std::pair<int, core::RecordId>> wanted_;  // whole, by this message
  bool corrected_ = false;                           // the record at hand is not as it was sent
  std::optional<std::vector<Conflict>> withheld_;    // of a record that is being inserted
};

}  // namespace

bool is_answer_to(const OfficeState& state, const RoundRequest& request,
                  const RoundResponse& response) {
  if (request.round != state.last_round && is_on(Safeguard::last_answer)) return false;
  if (!is_on(Safeguard::answer_position)) return true;
  return response.requested_from == request.from && response.online_from == request.online_from &&
         request.from == state.own_acked && request.online_from == state.peer &&
         (response.status != RoundStatus::ok || response.applied == request.to);
}

bool can_go_on_from(const OfficeState& state, const RoundResponse& response,
                    std::optional<std::int64_t> salt_at_applied) {
  if (!is_on(Safeguard::office_position_salt)) return true;
  if (response.applied == Position{}) return state.own_acked == Position{};
  return salt_at_applied == response.applied.salt;
}

std::vector<RecordChange> apply_response(const RoundContext& context, const RoundResponse& response,
                                         Local& local) {
  return OfficeMerge(context, response, local).run();
}

}  // namespace tusk::sync
