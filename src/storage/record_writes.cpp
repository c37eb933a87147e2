// Writes of people and programs of this side: checked, numbered, stamped.

#include <fmt/format.h>

#include <algorithm>

#include "core/validation.h"
#include "storage/columns.h"
#include "storage/number_series.h"
#include "storage/record_store.h"

namespace tusk::storage {
namespace {

using core::ErrorCode;
using core::Field;
using core::FieldKind;
using core::FieldMask;
using core::Problem;
using core::RecordType;
using core::Value;

constexpr FieldMask all_fields = ~FieldMask{0};

Problem problem(const Field& field, const Value& value, core::Text text) {
  return {field.name, core::shorten(core::to_display(value)), std::move(text)};
}

// What only the other records can say about the values in the mask.
class Surroundings {
 public:
  Surroundings(Transaction& transaction, const RecordStore& store, const RecordType& type)
      : transaction_(transaction), store_(store), type_(type) {}

  void check(const core::Record& record, FieldMask mask) const {
    std::vector<Problem> problems;
    for (const Field& field : type_.fields) {
      const Value& value = record.values[type_.index_of(field)];
      if ((field.bit() & mask) == 0 || value.is_null()) continue;
      if (field.kind == FieldKind::reference) check_reference(field, value, problems);
      if (field.unique) check_unique(record.id, field, value, problems);
    }
    if (problems.empty()) return;
    const core::Text text = problems.front().text;
    throw core::Error(ErrorCode::invalid, text, std::move(problems));
  }

 private:
  void check_reference(const Field& field, const Value& value,
                       std::vector<Problem>& problems) const {
    const RecordType& target = store_.registry().get(field.reference_type);
    const auto named = store_.find(transaction_, target, value.integer());
    if (!named) {
      problems.push_back(problem(
          field, value,
          core::Text{field.label.sv + ": posten finns inte, eller har tagits bort. Välj en annan.",
                     field.label.en + ": the record is not there, or has been deleted. Choose "
                                      "another."}));
    } else if (!field.reference_filter.empty() &&
               core::value_of(target, *named, "kind") != Value(field.reference_filter)) {
      problems.push_back(problem(field, value,
                                 core::Text{field.label.sv + ": välj ett värde ur listan.",
                                            field.label.en + ": choose a value from the list."}));
    }
  }

  void check_unique(core::RecordId id, const Field& field, const Value& value,
                    std::vector<Problem>& problems) const {
    const auto statement = transaction_.prepare_company(
        fmt::format("SELECT id, {} FROM {} WHERE {{company}} AND {} = $1 AND id <> $2",
                    quoted(type_.title_field), quoted(type_.name), quoted(field.name)));
    statement->bind(value).bind(id);
    if (!statement->step()) return;
    const std::string taken(statement->text(1));
    problems.push_back(
        problem(field, value,
                core::Text{fmt::format("{} {} används redan av {}. Ange ett annat.", field.label.sv,
                                       core::to_display(value), taken),
                           fmt::format("{} {} is already used by {}. Give another.", field.label.en,
                                       core::to_display(value), taken)}));
  }

  Transaction& transaction_;
  const RecordStore& store_;
  const RecordType& type_;
};

void check_etag(const RecordType& type, const core::Record& record, std::string_view expected) {
  if (expected.empty() || core::etag_of(type, record) == expected) return;
  const std::string title = core::title_of(type, record);
  throw core::Error(
      ErrorCode::conflict,
      core::say("{} har ändrats av {} sedan du hämtade posten. Se vad som är nytt och försök igen.",
                "{} has been changed by {} since you fetched the record. See what is new and try "
                "again.",
                title, record.changed.by));
}

// Later than what the row has, so that the capture sees that the stamp belongs to this write.
core::Stamp stamp_after(const core::Record& record, const core::Stamp& stamp) {
  return {stamp.by, std::max(stamp.at, record.changed.at + 1)};
}

void check_singleton(Transaction& transaction, const RecordType& type) {
  if (!type.singleton) return;
  const auto statement = transaction.prepare_company(
      fmt::format("SELECT 1 FROM {} WHERE {{company}}", quoted(type.name)));
  if (!statement->step()) return;
  throw core::Error(
      ErrorCode::conflict,
      core::Text{type.label_plural.sv + " finns redan och kan bara ändras.",
                 type.label_plural.en + " is there already and can only be changed."});
}

void check_not_needed(Transaction& transaction, const RecordStore& store, const RecordType& type,
                      const core::Record& record) {
  for (const auto& [user, field] : store.registry().references_to(type)) {
    if (field->on_delete != core::OnDelete::restrict ||
        !core::exists_on(*user, *field, store.side())) {
      continue;
    }
    const auto ids = store.referring(transaction, *user, *field, record.id);
    if (ids.empty()) continue;
    const std::string title = core::title_of(type, record);
    const std::string first = core::title_of(*user, store.get(transaction, *user, ids.front()));
    throw core::Error(
        ErrorCode::conflict,
        core::Text{fmt::format("{} kan inte tas bort: {} används av {} ({}, {} st). "
                               "Ändra där först.",
                               title, title, first, user->label_plural.sv, ids.size()),
                   fmt::format("{} cannot be deleted: it is used by {} ({}, {} in "
                               "all). Change that first.",
                               title, first, user->label_plural.en, ids.size())});
  }
}

}  // namespace

core::Record RecordStore::create(Transaction& transaction, const RecordType& type,
                                 const core::Change& change, const core::Stamp& stamp,
                                 core::RecordId id) const {
  check_singleton(transaction, type);
  core::Change checked = change;
  core::check_change(type, checked, side_);
  core::Record record = core::make_record(type, id != 0 ? id : next_id(transaction, type));
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    if (checked.has(type.fields[i])) record.values[i] = std::move(checked.values[i]);
  }
  if (!type.series_field.empty()) {
    Value& number = record.values[type.index_of(type.get_field(type.series_field))];
    if (const auto next = number.is_null() ? take_number(transaction, type) : std::nullopt) {
      number = *next;
    }
  }
  core::check_new(type, record);
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    if (!core::exists_on(type, type.fields[i], side_)) record.values[i] = {};
  }
  Surroundings(transaction, *this, type).check(record, all_fields);
  record.created = record.changed = stamp;
  insert_raw(transaction, type, record);
  return record;
}

core::Record RecordStore::update(Transaction& transaction, const RecordType& type,
                                 core::RecordId id, core::Change change, const core::Stamp& stamp,
                                 std::string_view expected_etag) const {
  core::Record record = get_locked(transaction, type, id);
  check_etag(type, record, expected_etag);
  core::check_change(type, change, side_);
  core::Record next = record;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    if (change.has(type.fields[i])) next.values[i] = std::move(change.values[i]);
  }
  const FieldMask changed = core::difference(type, record, next);
  if (changed == 0) return record;
  Surroundings(transaction, *this, type).check(next, changed);
  next.changed = stamp_after(record, stamp);
  update_raw(transaction, type, next, changed);
  return next;
}

void RecordStore::remove(Transaction& transaction, const RecordType& type, core::RecordId id,
                         const core::Stamp& stamp, std::string_view expected_etag) const {
  core::Record record = get_locked(transaction, type, id);
  check_etag(type, record, expected_etag);
  check_not_needed(transaction, *this, type, record);
  // What refers to it is changed by the same person, and not by the database's own doing.
  for (const auto& [user, field] : registry_.references_to(type)) {
    if (!core::exists_on(*user, *field, side_)) continue;
    for (const core::RecordId child : referring(transaction, *user, *field, id)) {
      if (field->on_delete == core::OnDelete::cascade) {
        remove(transaction, *user, child, stamp);
      } else if (field->on_delete == core::OnDelete::set_null) {
        core::Record referrer = get_locked(transaction, *user, child);
        referrer.values[user->index_of(*field)] = {};
        referrer.changed = stamp_after(referrer, stamp);
        update_raw(transaction, *user, referrer, field->bit());
      }
    }
  }
  // The capture takes the deletion's stamp from the row.
  record.changed = stamp_after(record, stamp);
  update_raw(transaction, type, record, 0);
  remove_raw(transaction, type, id);
}

}  // namespace tusk::storage
