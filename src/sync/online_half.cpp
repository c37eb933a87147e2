#include "sync/online_half.h"

#include <algorithm>
#include <utility>

#include "sync/conflicts.h"
#include "sync/incoming.h"
#include "sync/safeguards.h"

namespace tusk::sync {
namespace {

class OnlineMerge {
 public:
  OnlineMerge(const RoundContext& context, const RoundRequest& request, Local& local)
      : context_(context),
        local_(local),
        incoming_(context.registry, request.changes, request.refusals) {}

  std::vector<RecordChange> run() {
    std::vector<RecordChange> applied;
    std::vector<const RecordChange*> wants;
    for (const RecordChange& change : incoming_.changes()) {
      if (change.operation == Operation::want) {
        wants.push_back(&change);
      } else if (apply(change)) {
        applied.push_back(change);
      }
    }
    for (const LateReference& late : late_.all()) {
      if (is_on(Safeguard::late_references_online)) settle(late);
    }
    // Last: with what the records hold after all that.
    for (const RecordChange* want : wants) (void)apply(*want);
    return applied;
  }

 private:
  // True if something changed here.
  bool apply(const RecordChange& change) {
    incoming_.mark_applied(change);
    const core::RecordType* type = context_.registry.find(change.type_number);
    if (type == nullptr || !type->is_synchronised()) return false;
    switch (change.operation) {
      case Operation::update:
      case Operation::full:
        return upsert(*type, change);
      case Operation::remove:
        return remove(*type, change);
      case Operation::want:
        // The office never had it.
        answer_want(local_, *type, change, SendAs::edits);
        return false;
    }
    return false;
  }

  bool upsert(const core::RecordType& type, const RecordChange& change) {
    const auto row = local_.row(type, change.record_id);
    const Pending pending = local_.pending(type, change.record_id);
    if (row) return update(type, change, *row, pending);
    if (pending.has(EntryKind::remove)) {
      // Sent for completeness, not edited: our removal is on its way and stands.
      if (change.mask == 0 && is_on(Safeguard::completeness_is_no_edit_online)) return false;
      revive(type, change.record_id, change.stamp_of(change.touches.front().mask), pending,
             &change);
    }
    if (change.operation == Operation::update) {
      append_want(local_, type, change.record_id, 0, change.changed);
      return false;
    }
    return insert(type, change);
  }

  bool insert(const core::RecordType& type, const RecordChange& change) {
    core::Record record{change.record_id, change.values, change.created, change.changed};
    bool can_exist = true;
    for (const core::Field* field : missing_references(context_.registry, type, record.values,
                                                       core::synchronised_mask(type), local_)) {
      if (!is_owning(*field)) {
        late_.leave_empty(type, record, *field, change);
        continue;
      }
      const core::RecordId parent = record.values[type.index_of(*field)].integer();
      if (is_quarantined(*field, parent)) {
        local_.quarantine(type, record.id, core::synchronised_mask(type), waits_for(*field));
        return false;
      }
      want_parent(*field, parent, change);
      can_exist = false;
    }
    const Pending pending = local_.pending(type, change.record_id);
    if (!can_exist) {
      append_want(local_, type, record.id, 0, change.changed);
      return false;
    }
    make_room(type, record, change, core::synchronised_mask(type));
    clear_wants(local_, pending, 0, is_answer(type, change));
    const bool was_quarantined = local_.is_quarantined(type, record.id);
    if (const auto reason = local_.insert(type, record)) {
      local_.quarantine(type, record.id, core::synchronised_mask(type), *reason);
      return false;
    }
    if (was_quarantined) ask_for_waiting();
    return true;
  }

  bool update(const core::RecordType& type, const RecordChange& change, const core::Record& row,
              const Pending& pending) {
    core::Record record = row;
    const core::FieldMask written = take_fields(type, change, row, pending, record);
    clear_wants(local_, pending, change.mask, is_answer(type, change));
    core::FieldMask stays = 0;
    std::optional<core::Text> waits;
    for (const core::Field* field :
         missing_references(context_.registry, type, record.values, written, local_)) {
      core::Value& value = record.values[type.index_of(*field)];
      if (!is_owning(*field)) {
        late_.leave_empty(type, record, *field, change);
        continue;
      }
      // It cannot move to a parent that is not here yet: it stays where it is until that comes.
      if (is_quarantined(*field, value.integer())) {
        waits = waits_for(*field);
      } else {
        want_parent(*field, value.integer(), change);
        append_want(local_, type, record.id, field->bit(), change.stamp_of(field->bit()));
      }
      value = row.values[type.index_of(*field)];
      stays |= field->bit();
    }
    make_room(type, record, change, written & ~stays);
    // Edits of ours that are still on their way are later than what the office knows.
    if (local_.pending(type, record.id).mask() == 0) record.changed = change.changed;
    const bool changes = (written & ~stays) != 0;
    const bool was_quarantined = local_.is_quarantined(type, record.id);
    bool refused = false;
    if (changes || !(record.changed == row.changed)) {
      if (const auto reason = local_.update(type, record, written & ~stays)) {
        waits = reason;
        // What was edited there has not been seen here. The rest is as it was before an edit that
        // the office has refused: who goes on from that edit knows of no other.
        stays |= written & change.mask;
        refused = true;
      }
    }
    if (was_quarantined && !refused)
      local_.taken(type, record.id, same_fields(type, change, record));
    // What was not taken before is not in this change.
    if (was_quarantined && !waits && change.operation == Operation::update)
      append_want(local_, type, record.id, 0, change.changed);
    if (waits) local_.quarantine(type, record.id, stays, *waits);
    return changes;
  }

  // Whether it is what this side may have asked for. A whole record without a number is not: the
  // office sent that while its number was still to come, and gives one where it is asked.
  static bool is_answer(const core::RecordType& type, const RecordChange& change) {
    if (change.operation != Operation::full) return false;
    if (type.series_field.empty()) return true;
    const core::Field& number = type.get_field(type.series_field);
    return (change.carried & number.bit()) == 0 || !change.values[type.index_of(number)].is_null();
  }

  // Fields in which `record` is as the office sent it.
  static core::FieldMask same_fields(const core::RecordType& type, const RecordChange& change,
                                     const core::Record& record) {
    core::FieldMask same = 0;
    for (const core::Field& field : type.fields) {
      const std::size_t i = type.index_of(field);
      if ((change.carried & field.bit()) != 0 && record.values[i] == change.values[i])
        same |= field.bit();
    }
    return same;
  }

  // Puts the office's values into `record`; the fields that differ from `row`.
  core::FieldMask take_fields(const core::RecordType& type, const RecordChange& change,
                              const core::Record& row, const Pending& pending,
                              core::Record& record) {
    core::FieldMask written = 0;
    const core::FieldMask carried = change.carried & core::synchronised_mask(type);
    for (const core::Field& field : type.fields) {
      if ((carried & field.bit()) == 0) continue;
      const std::size_t i = type.index_of(field);
      const bool differs = !(row.values[i] == change.values[i]);
      if (const LocalEntry* ours = pending.last_touch(field.bit())) {
        // Not edited there: our edit is on its way and stands.
        if ((change.mask & field.bit()) == 0 && is_on(Safeguard::completeness_is_no_edit_online))
          continue;
        if (differs) {
          // CONFLICT: the same field was changed in the office and here in one round.
          // RESOLUTION: the office's value stands; ours is kept in the history.
          local_.add_conflict(same_field(
              context_, {type, field, row.id, core::title_of(type, row), change.values[i],
                         row.values[i], change.stamp_of(field.bit()), ours->stamp, ours->edit_id}));
        }
        // CONFLICT: none if both sides wrote the same value.
        // RESOLUTION: either way ours must not go to the office later and look like a new edit.
        if (is_on(Safeguard::overridden_edits)) clear_touches(local_, pending, field.bit());
      }
      if (!differs) continue;
      record.values[i] = change.values[i];
      written |= field.bit();
    }
    return written;
  }

  // Made here, and the office has not had it yet.
  static bool is_unknown_there(const Pending& pending) {
    return std::any_of(pending.entries.begin(), pending.entries.end(), [](const LocalEntry& entry) {
      return entry.kind == EntryKind::full && entry.mask != 0;
    });
  }

  bool remove(const core::RecordType& type, const RecordChange& change) {
    if (!local_.row(type, change.record_id)) {
      // CONFLICT: none: deleted on both sides.
      // RESOLUTION: there is nothing to tell the office any more.
      clear_all(local_, local_.pending(type, change.record_id));
      local_.remove(type, change.record_id);  // in quarantine, perhaps
      return false;
    }
    auto keys = with_descendants(local_, type, change.record_id);
    std::reverse(keys.begin(), keys.end());  // children first
    for (const RecordKey& key : keys) lose(key, key == keys.back(), change);
    local_.remove(type, change.record_id);
    // What named a record that is asked for again is asked for too: the database has emptied it.
    for (const Referrer& referrer : std::exchange(to_be_named_again_, {})) {
      const RecordKey& record = referrer.record;
      if (local_.row(*record.type, record.id))
        append_want(local_, *record.type, record.id, referrer.field->bit(), change.stamp_of(0));
    }
    return true;
  }

  // A record that goes because the office deleted it or what it belongs to.
  void lose(const RecordKey& key, bool is_root, const RecordChange& removal) {
    const core::Stamp& office = removal.stamp_of(0);
    const Pending pending = local_.pending(*key.type, key.id);
    const auto row = local_.row(*key.type, key.id);
    const LocalEntry* ours = pending.last_touch(pending.mask());
    // What the office does not take, it has not seen, although it is not on its way any more.
    const bool is_unseen = incoming_.unseen_of(*key.type, key.id) != 0;
    if (row && (pending.mask() != 0 || is_unseen)) {
      const RecordConflict conflict{*key.type,
                                    key.id,
                                    core::title_of(*key.type, *row),
                                    office,
                                    ours != nullptr ? ours->stamp : row->changed,
                                    ours != nullptr ? ours->edit_id : 0,
                                    make_image(*key.type, row->values)};
      // CONFLICT: deleted in the office, changed here.
      // RESOLUTION: it is deleted; all its values are kept in the history.
      //
      // CONFLICT: made or changed here, while the office deleted what it belongs to.
      // RESOLUTION: it is deleted with it; all its values are kept in the history.
      if (is_root) {
        local_.add_conflict(delete_beats_update(context_, conflict));
      } else if (is_on(Safeguard::children_in_history)) {
        local_.add_conflict(child_of_deleted(context_, conflict));
      }
    }
    clear_all(local_, pending);
    // What the office removed with it has been removed before. What is left was made here, or moved
    // here from another parent: the office still has that, and sends it again.
    // It goes from the office's quarantine.
    if (is_unseen) local_.append(*key.type, key.id, EntryKind::remove, 0, office);
    const bool moved_here = !is_root && !is_unknown_there(pending) && !is_unseen;
    if (moved_here && is_on(Safeguard::moved_children))
      append_want(local_, *key.type, key.id, 0, office);
    for (const Referrer& referrer : local_.referrers(*key.type, key.id, core::OnDelete::set_null)) {
      lose_reference(referrer, key, office);
      const Pending edits = local_.pending(*referrer.record.type, referrer.record.id);
      if (moved_here && edits.last_touch(referrer.field->bit()) == nullptr)
        to_be_named_again_.push_back(referrer);
    }
  }

  // CONFLICT: a field here was made to name a record that the office deleted.
  // RESOLUTION: the field is left empty (the database does it); what it named is in the history.
  void lose_reference(const Referrer& referrer, const RecordKey& target,
                      const core::Stamp& office) {
    const core::RecordType& type = *referrer.record.type;
    const core::Field& field = *referrer.field;
    const Pending pending = local_.pending(type, referrer.record.id);
    const LocalEntry* ours = pending.last_touch(field.bit());
    const auto row = local_.row(type, referrer.record.id);
    if (ours == nullptr || !row || !is_on(Safeguard::emptied_in_history)) return;
    local_.add_conflict(
        reference_gone(context_, {type, field, row->id, core::title_of(type, *row), core::Value(),
                                  core::Value(target.id), office, ours->stamp, ours->edit_id}));
  }

  // CONFLICT: changed in the office (itself, or something that belongs to it), deleted here.
  // RESOLUTION: it lives, with all that went with it and all that it needs; the office is asked
  // for them, in the log and not in the answer: an answer can get lost, the log cannot.
  void revive(const core::RecordType& type, core::RecordId id, const core::Stamp& office,
              const Pending& pending, const RecordChange* change) {
    const LocalEntry removal = *pending.last(EntryKind::remove);
    local_.add_conflict(
        update_beats_delete(context_, {type, id, name_in_image(type, removal.image), office,
                                       removal.stamp, removal.edit_id, removal.image}));
    clear_all(local_, pending);
    if (is_on(Safeguard::revived_children)) revive_children(type, id, office);
    for (const core::Field& field : type.fields) {
      if (!is_owning(field)) continue;
      const bool carried = change != nullptr && (change->carried & field.bit()) != 0;
      const core::Value moved = carried ? change->values[type.index_of(field)] : core::Value();
      const core::RecordId parent =
          moved.is_integer() ? moved.integer() : reference_in_image(field, removal.image);
      revive_parent(context_.registry.get(field.reference_type), parent, office);
    }
  }

  void revive_children(const core::RecordType& type, core::RecordId id, const core::Stamp& office) {
    for (const LocalEntry& entry : local_.removed_children(type, id)) {
      const core::RecordType* child = context_.registry.find(entry.type_number);
      if (child == nullptr) continue;
      local_.add_conflict(lives_with_relative(
          context_, {*child, entry.record_id, name_in_image(*child, entry.image), office,
                     entry.stamp, entry.edit_id, entry.image}));
      clear_all(local_, local_.pending(*child, entry.record_id));
      append_want(local_, *child, entry.record_id, 0, office);
      revive_children(*child, entry.record_id, office);
    }
  }

  void revive_parent(const core::RecordType& type, core::RecordId id, const core::Stamp& office) {
    const Pending pending = local_.pending(type, id);
    if (local_.row(type, id) || !pending.has(EntryKind::remove)) return;
    if (!is_on(Safeguard::revived_parents)) return;
    revive(type, id, office, pending, nullptr);
    append_want(local_, type, id, 0, office);
  }

  // CONFLICT: the office made or moved a record into one that was deleted here.
  // RESOLUTION: that one lives, and what went with it.
  void want_parent(const core::Field& field, core::RecordId parent, const RecordChange& change) {
    const core::RecordType& type = context_.registry.get(field.reference_type);
    revive_parent(type, parent, change.stamp_of(field.bit()));
    append_want(local_, type, parent, 0, change.changed);
  }

  // One that was not taken is here now: others may have waited for it.
  void ask_for_waiting() {
    for (const Quarantined& one : local_.quarantined()) {
      const core::RecordType& type = *one.record.type;
      const auto row = local_.row(type, one.record.id);
      core::FieldMask mask = 0;
      for (const core::Field& field : type.fields) {
        const bool is_empty = row && row->values[type.index_of(field)].is_null();
        if (is_empty && field.kind == core::FieldKind::reference) mask |= field.bit();
      }
      if (!row || mask != 0) append_want(local_, type, one.record.id, mask, {});
    }
  }

  // What the field names is not taken by this database: to ask for it again would not help.
  bool is_quarantined(const core::Field& field, core::RecordId target) {
    return local_.is_quarantined(context_.registry.get(field.reference_type), target);
  }
  static core::Text waits_for(const core::Field& field) {
    return core::say("posten som {} pekar på tas inte emot.",
                     "the record that {} names is not taken.", field.name);
  }

  // After the whole message: what the reference names has come, or the office is asked what it
  // holds by then.
  void settle(const LateReference& late) {
    auto row = local_.row(*late.type, late.id);
    if (!row) return;
    core::Value& value = row->values[late.type->index_of(*late.field)];
    if (!value.is_null()) return;
    if (local_.row(context_.registry.get(late.field->reference_type), late.target)) {
      value = core::Value(late.target);
      if (!local_.update(*late.type, *row, late.field->bit())) return;
    }
    if (is_quarantined(*late.field, late.target)) {
      local_.quarantine(*late.type, late.id, late.field->bit(), waits_for(*late.field));
      return;
    }
    append_want(local_, *late.type, late.id, late.field->bit(),
                late.change->stamp_of(late.field->bit()));
  }

  // Another record here may have a unique value that the office gives to this one.
  void make_room(const core::RecordType& type, const core::Record& record,
                 const RecordChange& change, core::FieldMask mask) {
    for (const core::Field& field : type.fields) {
      if (!field.unique || (mask & field.bit()) == 0) continue;
      const core::Value& value = record.values[type.index_of(field)];
      if (value.is_null()) continue;
      if (const auto owner = local_.owner_of(type, field, value, record.id))
        displace(type, field, *owner, change);
    }
  }

  void displace(const core::RecordType& type, const core::Field& field, core::RecordId owner,
                const RecordChange& change) {
    core::Record other = *local_.row(type, owner);
    core::Value& value = other.values[type.index_of(field)];
    const core::Value lost = value;
    const Pending pending = local_.pending(type, owner);
    const LocalEntry* ours = pending.last_touch(field.bit());
    const bool is_numbered = field.name == type.series_field;
    // Made here, and not taken by the office: it has not seen the value, although that is not on
    // its way any more.
    const bool is_unseen = (incoming_.unseen_of(type, owner) & field.bit()) != 0;
    value = core::Value();
    if (ours != nullptr || is_unseen) {
      // CONFLICT: the same number (or other unique value) was given on both sides.
      // RESOLUTION: the office keeps it. A record made here gets the next number of the series,
      // or waits for the office to give it one; one that the office knows gets back the value
      // that it has there.
      const bool is_new = is_unseen || is_unknown_there(pending);
      if (is_numbered && is_new) {
        if (const auto number = local_.next_number(type)) value = core::Value(*number);
      }
      const FieldConflict conflict{type,
                                   field,
                                   owner,
                                   core::title_of(type, other),
                                   value,
                                   lost,
                                   change.stamp_of(field.bit()),
                                   ours != nullptr ? ours->stamp : other.changed,
                                   ours != nullptr ? ours->edit_id : 0};
      local_.add_conflict(is_numbered ? renumbered(context_, conflict)
                                      : value_taken(context_, conflict));
      const bool is_settled = !is_new || !value.is_null();
      if (is_settled && is_on(Safeguard::taken_value_is_no_edit))
        clear_touches(local_, pending, field.bit());
      // The new number is another edit than the one that lost.
      if (!value.is_null())
        local_.append(type, owner, EntryKind::update, field.bit(), other.changed);
      if (!is_new) append_want(local_, type, owner, 0, other.changed);
    }
    // Else the office has taken the value from that record. What it holds there instead is in the
    // office's log as an edit, a whole record or a removal, and comes with this message or a later
    // one.
    if (const auto reason = local_.update(type, other, field.bit()))
      local_.quarantine(type, owner, field.bit(), *reason);
  }

  const RoundContext& context_;
  Local& local_;
  Incoming incoming_;
  LateReferences late_;
  std::vector<Referrer> to_be_named_again_;  // after the removal at hand
};

}  // namespace

std::optional<RoundStatus> check_request(const OnlineState& state, const RoundRequest& request) {
  // What is not understood must not count as received.
  if (request.protocol != protocol_version || request.schema_version > state.schema_version ||
      (!request.unknown.empty() && is_on(Safeguard::unknown_online))) {
    return RoundStatus::schema;
  }
  if (request.token < state.max_token && is_on(Safeguard::online_token)) return RoundStatus::fenced;
  if (!(request.from == state.applied) && is_on(Safeguard::request_position))
    return RoundStatus::position;
  // What is older than the office has acknowledged is in the log no longer.
  const bool from_start = request.online_from == Position{};
  const bool known = from_start ? state.acknowledged == Position{}
                                : state.salt_at_online_from == request.online_from.salt;
  if (!known && is_on(Safeguard::online_position_salt)) return RoundStatus::rewound;
  return std::nullopt;
}

std::vector<RecordChange> apply_request(const RoundContext& context, const RoundRequest& request,
                                        Local& local) {
  return OnlineMerge(context, request, local).run();
}

}  // namespace tusk::sync
