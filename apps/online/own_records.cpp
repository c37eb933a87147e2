#include "online/own_records.h"

#include "core/error.h"
#include "online/office_people.h"
#include "storage/ownership.h"

namespace tusk::online {
namespace {

using core::Field;
using core::FieldKind;
using core::Record;
using core::RecordId;
using core::RecordType;
using core::Value;
using storage::Transaction;

core::Error refused(const Field& field, const Value& value, const core::Text& what) {
  const core::Text text{field.label.sv + what.sv, field.label.en + what.en};
  return core::invalid_field(field.name, core::to_display(value), text);
}

}  // namespace

std::optional<RecordId> OwnRecords::find_owner(Transaction& tx, const RecordType& type) const {
  if (!identity::is_limited_to_own(membership_, type)) return std::nullopt;
  if (!membership_.office_record) return 0;
  return find_employee(tx, store_, *membership_.office_record).value_or(0);
}

bool OwnRecords::shows(Transaction& tx, const RecordType& type, const Record& record) const {
  const auto owner = find_owner(tx, type);
  return !owner || storage::is_owned_by(tx, store_, type, record, *owner);
}

bool OwnRecords::shows_names(const RecordType& target, const RecordType& type) const {
  if (identity::right_of(membership_, target) < core::Right::read) return false;
  if (!identity::is_limited_to_own(membership_, target)) return true;
  // What belongs to the person's own records names those.
  return identity::is_limited_to_own(membership_, type) &&
         type.get_field(type.owner_field).reference_type == target.name;
}

core::Change OwnRecords::with_owner(Transaction& tx, const RecordType& type,
                                    core::Change change) const {
  const auto owner = find_owner(tx, type);
  if (!owner) return change;
  const Field& field = type.get_field(type.owner_field);
  const bool is_open = !change.has(field) || change.values[type.index_of(field)].is_null();
  if (is_open && field.reference_type == "employee" && *owner != 0)
    change.set(type, field, Value(*owner));
  return change;
}

void OwnRecords::check(Transaction& tx, const RecordType& type, RecordId id,
                       const core::Change& change) const {
  for (const Field& field : type.fields) {
    if (!change.has(field)) continue;
    const Value& value = change.values[type.index_of(field)];
    if (value.is_null()) continue;
    if (field.kind == FieldKind::reference && value.is_integer()) {
      const RecordType& target = store_.registry().get(field.reference_type);
      // Whoever is not limited pays for no look at it.
      const auto named = identity::is_limited_to_own(membership_, target)
                             ? store_.find(tx, target, value.integer())
                             : std::nullopt;
      if (named && !shows(tx, target, *named)) {
        // In the words for one that is not there.
        throw refused(field, value,
                      {": posten finns inte, eller har tagits bort. Välj en annan.",
                       ": the record is not there, or has been deleted. Choose another."});
      }
    }
    if (!field.unique || !identity::is_limited_to_own(membership_, type)) continue;
    const auto other = store_.find_owner(tx, type, field, value, id);
    if (other && !shows(tx, type, store_.get(tx, type, *other))) {
      throw refused(
          field, value,
          {" används redan. Ange ett annat värde.", " is in use already. Give another value."});
    }
  }
}

void OwnRecords::check_written(Transaction& tx, const RecordType& type,
                               const Record& record) const {
  if (shows(tx, type, record)) return;
  const Field& field = type.get_field(type.owner_field);
  throw refused(field, record.values.at(type.index_of(field)),
                {": din roll gäller bara dina egna poster. Välj dig själv, eller be en "
                 "administratör.",
                 ": your role is for your own records only. Choose yourself, or ask an "
                 "administrator."});
}

void require_whole_register(const identity::Membership& membership, const RecordType& type) {
  if (!identity::is_limited_to_own(membership, type)) return;
  throw core::Error(
      core::ErrorCode::forbidden,
      {type.label_plural.sv +
           ": din roll gäller bara dina egna poster. Be någon som ser hela registret.",
       type.label_plural.en + ": your role is for your own records only. Ask somebody who sees the "
                              "whole register."});
}

}  // namespace tusk::online
