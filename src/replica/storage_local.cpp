#include "replica/storage_local.h"

#include <boost/json.hpp>

#include "storage/number_series.h"
#include "sync/safeguards.h"

namespace tusk::replica {
namespace {

constexpr std::string_view all_quarantined =
    "SELECT type_number, record_id, mask FROM sync_quarantine WHERE {company} AND "
    "(place = 0 OR place = 3)";
constexpr std::string_view keep_quarantine =
    "UPDATE sync_quarantine SET mask = $3 WHERE {company} AND type_number = $1 AND record_id = $2 "
    "AND place = 0";

sync::EntryKind kind_of(storage::LogOperation operation) {
  switch (operation) {
    case storage::LogOperation::update:
      return sync::EntryKind::update;
    case storage::LogOperation::remove:
      return sync::EntryKind::remove;
    case storage::LogOperation::full:
      return sync::EntryKind::full;
    case storage::LogOperation::want:
      return sync::EntryKind::want;
    case storage::LogOperation::nothing:
      return sync::EntryKind::nothing;
  }
  return sync::EntryKind::nothing;
}

storage::LogOperation operation_of(sync::EntryKind kind) {
  switch (kind) {
    case sync::EntryKind::update:
      return storage::LogOperation::update;
    case sync::EntryKind::remove:
      return storage::LogOperation::remove;
    case sync::EntryKind::full:
      return storage::LogOperation::full;
    case sync::EntryKind::want:
      return storage::LogOperation::want;
    case sync::EntryKind::nothing:
      return storage::LogOperation::nothing;
  }
  return storage::LogOperation::nothing;
}

// What the database said is in it: the constraint may be one that this program knows nothing of.
core::Text reason_of(const storage::ConstraintError& error) {
  std::string said = error.detail();
  if (const auto statement = said.find("; "); statement != std::string::npos)
    said.resize(statement);
  switch (error.constraint()) {
    case storage::Constraint::unique:
      return {"ett värde som bara en post får ha finns redan i en annan (" + said + ").",
              "a value that only one record may have is in another already (" + said + ")."};
    case storage::Constraint::foreign_key:
      return {"en post som den hör ihop med saknas (" + said + ").",
              "a record that it belongs together with is missing (" + said + ")."};
    case storage::Constraint::not_null:
      return {"ett värde som måste finnas saknas (" + said + ").",
              "a value that must be there is missing (" + said + ")."};
    case storage::Constraint::check:
      return {"ett värde uppfyller inte databasens villkor (" + said + ").",
              "a value does not meet a condition of the database (" + said + ")."};
  }
  return error.text();
}

bool names(const std::string& image, const std::string& field, core::RecordId id) {
  boost::json::error_code failed;
  const auto parsed = boost::json::parse(image, failed);
  if (failed || !parsed.is_object()) return false;
  const auto* value = parsed.get_object().if_contains(field);
  return value != nullptr && value->is_int64() && value->get_int64() == id;
}

}  // namespace

sync::LocalEntry to_local(const storage::LogEntry& entry) {
  return {entry.entry_id,           entry.salt, entry.sequence, entry.type_number, entry.record_id,
          kind_of(entry.operation), entry.mask, entry.stamp,    entry.image};
}

StorageLocal::StorageLocal(storage::Transaction& transaction, const storage::RecordStore& store,
                           std::int64_t after, core::Microseconds now)
    : transaction_(transaction), store_(store), after_(after), now_(now) {}

std::optional<core::Record> StorageLocal::row(const core::RecordType& type, core::RecordId id) {
  return store_.find_locked(transaction_, type, id);
}

sync::Pending StorageLocal::pending(const core::RecordType& type, core::RecordId id) {
  sync::Pending pending;
  for (const storage::LogEntry& entry :
       storage::entries_of(transaction_, type.number, id, after_)) {
    pending.entries.push_back(to_local(entry));
  }
  return pending;
}

std::vector<sync::Referrer> StorageLocal::referrers(const core::RecordType& type, core::RecordId id,
                                                    core::OnDelete on_delete) {
  std::vector<sync::Referrer> referrers;
  for (const auto& [user, field] : store_.registry().references_to(type)) {
    if (field->on_delete != on_delete || !core::exists_on(*user, *field, store_.side())) continue;
    for (const core::RecordId found : store_.referring(transaction_, *user, *field, id)) {
      referrers.push_back({{user, found}, field});
    }
  }
  return referrers;
}

std::vector<sync::LocalEntry> StorageLocal::removed_children(const core::RecordType& type,
                                                             core::RecordId id) {
  std::vector<sync::LocalEntry> removed;
  for (const auto& [child, field] : store_.registry().references_to(type)) {
    if (field->on_delete != core::OnDelete::cascade) continue;
    for (const storage::LogEntry& entry :
         storage::removals_after(transaction_, child->number, after_)) {
      if (names(entry.image, field->name, id)) removed.push_back(to_local(entry));
    }
  }
  return removed;
}

std::optional<core::RecordId> StorageLocal::owner_of(const core::RecordType& type,
                                                     const core::Field& field,
                                                     const core::Value& value,
                                                     core::RecordId but_not) {
  return store_.find_owner(transaction_, type, field, value, but_not);
}

std::optional<std::int64_t> StorageLocal::next_number(const core::RecordType& type) {
  return storage::take_number(transaction_, type);
}

template <typename Write>
std::optional<core::Text> StorageLocal::guarded(Write&& write) {
  const auto savepoint = [this](const char* sql) { transaction_.prepare(sql)->run(); };
  savepoint("SAVEPOINT one_record");
  try {
    write();
  } catch (const storage::ConstraintError& error) {
    if (!sync::is_on(sync::Safeguard::one_record_fails_alone)) throw;
    savepoint("ROLLBACK TO SAVEPOINT one_record");
    savepoint("RELEASE SAVEPOINT one_record");
    return reason_of(error);
  }
  savepoint("RELEASE SAVEPOINT one_record");
  return std::nullopt;
}

std::optional<core::Text> StorageLocal::insert(const core::RecordType& type,
                                               const core::Record& record) {
  auto reason = guarded([&] { store_.insert_raw(transaction_, type, record); });
  if (!reason) taken(type, record.id, ~core::FieldMask{0});
  return reason;
}

std::optional<core::Text> StorageLocal::update(const core::RecordType& type,
                                               const core::Record& record, core::FieldMask mask) {
  return guarded([&] { store_.update_raw(transaction_, type, record, mask); });
}

void StorageLocal::quarantine(const core::RecordType& type, core::RecordId id,
                              core::FieldMask fields, const core::Text& reason) {
  core::FieldMask& known = known_quarantined()[{type.number, id}];
  known |= fields;
  Problem problem{type.number, id, ProblemPlace::here, name_of(type, id), known, reason, now_};
  if (save_problem(transaction_, problem)) new_problems_.push_back(std::move(problem));
}

void StorageLocal::hold_back(const std::vector<sync::Refusal>& records) {
  for (const sync::Refusal& each : records) {
    const core::RecordType* type = store_.registry().find(each.type_number);
    if (type == nullptr || store_.exists(transaction_, *type, each.record_id)) continue;
    const core::FieldMask all = core::synchronised_mask(*type);
    const Problem problem{
        type->number, each.record_id, ProblemPlace::held_back, std::to_string(each.record_id), all,
        each.reason,  each.since};
    if (save_problem(transaction_, problem)) new_problems_.push_back(problem);
    known_quarantined()[{type->number, each.record_id}] |= all;
  }
}

std::string StorageLocal::name_of(const core::RecordType& type, core::RecordId id) {
  if (incoming_ != nullptr) {
    const core::Field& title = type.get_field(type.title_field);
    for (const sync::RecordChange& change : *incoming_) {
      const bool is_it = change.type_number == type.number && change.record_id == id;
      if (is_it && (change.carried & title.bit()) != 0)
        return core::to_display(change.values[type.index_of(title)]);
    }
  }
  const auto row = store_.find(transaction_, type, id);
  return row ? core::title_of(type, *row) : "";
}

std::vector<sync::Quarantined> StorageLocal::quarantined() {
  std::vector<sync::Quarantined> all;
  for (const auto& [key, fields] : known_quarantined()) {
    if (const core::RecordType* type = store_.registry().find(key.first))
      all.push_back({{type, key.second}, fields});
  }
  return all;
}

bool StorageLocal::is_quarantined(const core::RecordType& type, core::RecordId id) {
  return known_quarantined().contains({type.number, id});
}

void StorageLocal::taken(const core::RecordType& type, core::RecordId id, core::FieldMask fields) {
  const auto found = known_quarantined().find({type.number, id});
  if (found == known_quarantined().end() || !sync::is_on(sync::Safeguard::quarantine_ends)) return;
  found->second &= ~fields;
  if (found->second != 0) {
    const auto statement = transaction_.prepare_company(keep_quarantine);
    statement->bind(type.number).bind(id).bind(static_cast<std::int64_t>(found->second)).run();
    return;
  }
  known_quarantined().erase(found);
  for (const ProblemPlace place : {ProblemPlace::here, ProblemPlace::held_back}) {
    remove_problem(transaction_, type.number, id, place);
  }
}

StorageLocal::Quarantine& StorageLocal::known_quarantined() {
  if (!quarantined_) {
    quarantined_.emplace();
    const auto statement = transaction_.prepare_company(all_quarantined);
    while (statement->step()) {
      quarantined_->insert({{static_cast<int>(statement->integer(0)), statement->integer(1)},
                            static_cast<core::FieldMask>(statement->integer(2))});
    }
  }
  return *quarantined_;
}

void StorageLocal::remove(const core::RecordType& type, core::RecordId id) {
  taken(type, id, ~core::FieldMask{0});
  store_.remove_raw(transaction_, type, id);
}

void StorageLocal::append(const core::RecordType& type, core::RecordId id, sync::EntryKind kind,
                          core::FieldMask mask, const core::Stamp& stamp) {
  storage::append(transaction_, type.number, id, operation_of(kind), mask, stamp);
}

void StorageLocal::clear_bits(const sync::LocalEntry& entry, core::FieldMask bits) {
  // A whole record stays whole; that nobody's edit of these fields is in it is said by its mask.
  storage::clear_bits(transaction_, entry.entry_id, bits);
}

void StorageLocal::clear_entry(const sync::LocalEntry& entry) {
  storage::clear_entry(transaction_, entry.entry_id);
}

void StorageLocal::add_conflict(sync::Conflict conflict) {
  conflicts_.push_back(std::move(conflict));
}

}  // namespace tusk::replica
