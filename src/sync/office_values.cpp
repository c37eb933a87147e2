#include "sync/office_values.h"

#include <algorithm>

#include "sync/safeguards.h"

namespace tusk::sync {

std::optional<core::Text> refusal_to_remove(Local& local, const std::vector<RecordKey>& keys) {
  for (const RecordKey& key : keys) {
    for (const Referrer& user : local.referrers(*key.type, key.id, core::OnDelete::restrict)) {
      if (std::find(keys.begin(), keys.end(), user.record) != keys.end()) continue;
      return core::say("posten används i {}.", "the record is used in {}.", user.record.type->name);
    }
  }
  return std::nullopt;
}

bool OfficeValues::claim(const core::RecordType& type, const core::Field& field,
                         core::Record& record, const core::Record* row) {
  const std::size_t i = type.index_of(field);
  core::Value& value = record.values[i];
  if (!field.unique || value.is_null()) return true;
  const auto owner = local_.owner_of(type, field, value, record.id);
  if (!owner || makes_way(type, *owner, field, value)) return true;
  value = row != nullptr ? row->values[i] : core::Value();
  if (value.is_null() && field.name == type.series_field) {
    if (const auto number = local_.next_number(type)) value = core::Value(*number);
  }
  return false;
}

// The message itself takes the value from its owner: the owner goes first.
bool OfficeValues::makes_way(const core::RecordType& type, core::RecordId owner,
                             const core::Field& field, const core::Value& value) {
  if (!is_on(Safeguard::exchanged_values)) return false;
  const Pending pending = local_.pending(type, owner);
  if (incoming_.gives_up(type, owner, field, value) && pending.last_touch(field.bit()) == nullptr) {
    core::Record other = *local_.row(type, owner);
    other.values[type.index_of(field)] = core::Value();
    return !local_.update(type, other, field.bit());
  }
  const RecordChange* removal = incoming_.removal_of(type, owner);
  if (removal == nullptr) return false;
  // Of what goes with it the message may say that it lives, or no longer names it: not before that.
  const auto keys = with_descendants(local_, type, owner);
  const bool all_go = std::all_of(keys.begin(), keys.end(), [&](const RecordKey& key) {
    return incoming_.removal_of(*key.type, key.id) != nullptr;
  });
  return all_go && !refusal_to_remove(local_, keys) && remove_first_(*removal);
}

core::FieldMask OfficeValues::give_up(const core::RecordType& type, const RecordChange& change,
                                      const Pending& pending, core::Record& record) {
  core::FieldMask emptied = 0;
  for (const core::Field& field : type.fields) {
    core::Value& value = record.values[type.index_of(field)];
    if ((change.given_up & field.bit()) == 0 || !field.unique || value.is_null()) continue;
    if (!core::writable_on(type, field, core::Side::online)) continue;
    if (pending.last_touch(field.bit()) != nullptr) continue;  // ours stands
    if ((incoming_.unseen_of(type, record.id) & field.bit()) != 0) continue;
    value = core::Value();
    emptied |= field.bit();
  }
  return emptied;
}

core::FieldMask OfficeValues::give_number(const core::RecordType& type, core::Record& record,
                                          const core::Record* row, core::FieldMask told) {
  if (type.series_field.empty()) return 0;
  const core::Field& field = type.get_field(type.series_field);
  if ((told & field.bit()) == 0) return 0;
  core::Value& value = record.values[type.index_of(field)];
  if (!value.is_null()) return 0;
  if (row != nullptr) value = row->values[type.index_of(field)];
  if (value.is_null()) {
    if (const auto number = local_.next_number(type)) value = core::Value(*number);
  }
  return value.is_null() ? 0 : field.bit();
}

}  // namespace tusk::sync
