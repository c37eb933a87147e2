#include "people.h"

#include <fmt/format.h>

#include <algorithm>

#include "replica/connection.h"
#include "storage/columns.h"
#include "sync/conflicts.h"

namespace tusk::simulation {
namespace {

// Few records, so that people meet.
constexpr std::size_t most_records = 7;

std::optional<core::RecordId> any_of(const std::vector<Key>& keys, const core::RecordType& type,
                                     core::Random& random) {
  std::vector<core::RecordId> ids;
  for (const Key& key : keys) {
    if (key.first == type.number) ids.push_back(key.second);
  }
  if (ids.empty()) return std::nullopt;
  return ids[random.below(ids.size())];
}

const core::RecordType& type_to_create(const Side& side, WorldKind world, core::Random& random) {
  static constexpr std::array<const char*, 8> usual{"customer", "person", "customer", "person",
                                                    "remark",   "errand", "place",    "invoice"};
  static constexpr std::array<const char*, 8> family{"person",   "remark", "person",  "remark",
                                                     "customer", "errand", "invoice", "place"};
  static constexpr std::array<const char*, 8> numbers{
      "customer", "customer", "customer", "customer", "person", "customer", "invoice", "place"};
  const auto& names = world == WorldKind::family    ? family
                      : world == WorldKind::numbers ? numbers
                                                    : usual;
  // The last two are written in the office only.
  const std::size_t count = side.side() == core::Side::office ? names.size() : names.size() - 2;
  const core::RecordType* type = side.registry().find(names[random.below(count)]);
  return type != nullptr ? *type : side.registry().get("customer");
}

}  // namespace

core::Stamp People::stamp(const Side& side) const {
  return {person_of(side.side()), clock_.now()};
}

bool People::commits(Side& side, const std::function<void(storage::Transaction&)>& work) {
  try {
    storage::write(side.database(), [&](storage::Transaction& transaction) {
      if (side.side() == core::Side::online) replica::require_writable(transaction);
      work(transaction);
    });
    return true;
  } catch (const Crash& crash) {
    say(side, crash.committed ? "(the program died after it)" : "(the program died before it)");
    return crash.committed;
  } catch (const core::Error& error) {
    say(side, "(not done: ", error.text().en, ")");
    return false;
  }
}

std::string People::new_text(Side& side, const core::RecordType& type, const core::Field& field,
                             core::Random& random) {
  std::string text = ledger_.fresh_text(side.side());
  const bool may_be_refused =
      world_ == WorldKind::refusals && type.name == "customer" && field.name == "phone";
  // What the other side does not take.
  if (may_be_refused && random.below(2) == 0) {
    text +=
        refused_suffix(side.side() == core::Side::office ? core::Side::online : core::Side::office);
  }
  return text;
}

core::Value People::new_value(Side& side, const core::RecordType& type, const core::Field& field,
                              core::Random& random) {
  if (field.kind == core::FieldKind::reference) {
    const auto target = any_of(side.keys(), side.registry().get(field.reference_type), random);
    const bool is_filled = field.required || random.below(4) != 0;
    return target && is_filled ? core::Value(*target) : core::Value();
  }
  if (field.kind == core::FieldKind::boolean) return random.below(2) == 0;
  if (field.unique && field.kind == core::FieldKind::integer)
    return static_cast<std::int64_t>(1 + random.below(14));
  if (field.unique) {
    if (random.below(5) == 0) return {};
    return std::string(1, static_cast<char>('A' + random.below(4)));
  }
  if (field.kind == core::FieldKind::integer) return static_cast<std::int64_t>(random.below(9));
  if (!field.required && random.below(8) == 0) return {};
  return new_text(side, type, field, random);
}

void People::create(Side& side, core::Random& random) {
  if (side.keys().size() >= most_records) return;
  const core::RecordType& type = type_to_create(side, world_, random);
  core::Change change(type);
  for (const core::Field& field : type.fields) {
    if (!core::writable_on(type, field, side.side())) continue;
    const bool is_text = core::value_kind(field.kind) == core::ValueKind::text && !field.unique;
    if (!field.required && (field.unique || random.below(is_text ? 4 : 2) == 0)) continue;
    core::Value value = new_value(side, type, field, random);
    if (value.is_null() && field.required) return;
    change.set(type, field, std::move(value));
  }
  (void)make(side, type, change);
}

std::optional<core::RecordId> People::make(Side& side, const core::RecordType& type,
                                           const core::FieldValues& values) {
  core::Change change = core::make_change(type, values);
  const core::Field& title = type.get_field(type.title_field);
  change.set(type, title, ledger_.fresh_text(side.side()));
  return make(side, type, change);
}

std::optional<core::RecordId> People::make(Side& side, const core::RecordType& type,
                                           const core::Change& change) {
  core::Record record;
  const bool is_done = commits(side, [&](storage::Transaction& transaction) {
    record = side.store().create(transaction, type, change, stamp(side));
  });
  if (!is_done) return std::nullopt;
  say(side, "makes ", type.name, " ", record.id, " ",
      [&] { return sync::make_image(type, record.values); });
  ledger_.created(side.side(), type, record);
  return record.id;
}

void People::edit(Side& side, core::Random& random) {
  const std::vector<Key>& keys = side.keys();
  if (keys.empty()) return;
  const Key key = keys[random.below(keys.size())];
  const core::RecordType& type = *side.registry().find(key.first);
  // Half of the time a text: those have a lineage. Or what this world is about.
  const core::Field* field = &type.fields[random.below(type.fields.size())];
  if (random.below(2) == 0) field = &type.get_field(type.title_field);
  if (world_ == WorldKind::numbers && type.name == "customer" && random.below(2) == 0)
    field = &type.get_field(random.below(2) == 0 ? "number" : "code");
  if (world_ == WorldKind::refusals && type.name == "customer" && random.below(2) == 0)
    field = &type.get_field("phone");
  if (world_ == WorldKind::family && type.name != "customer" && random.below(3) == 0)
    field = &type.fields.front();
  if (!core::writable_on(type, *field, side.side())) return;
  core::Value value = new_value(side, type, *field, random);
  if (value.is_null() && field->required) return;
  if (random.below(10) == 0 && value.is_text() && !field->unique)
    return edit_by_sql(side, type, *side.find(key), *field, value);
  set(side, key, *field, std::move(value));
}

void People::set(Side& side, const Key& key, const core::Field& field, core::Value value) {
  const core::RecordType& type = *side.registry().find(key.first);
  const auto before = side.find(key);
  if (!before) return;
  say(side, "edits ", type.name, " ", key.second, ".", field.name, " = ", value);
  core::Change change(type);
  change.set(type, field, std::move(value));
  core::Record after;
  const bool is_done = commits(side, [&](storage::Transaction& transaction) {
    after = side.store().update(transaction, type, key.second, change, stamp(side));
  });
  if (is_done) ledger_.edited(side.side(), type, *before, after, ~core::FieldMask{0}, true, false);
}

// A program that knows nothing of Tusk.
void People::edit_by_sql(Side& side, const core::RecordType& type, const core::Record& before,
                         const core::Field& field, const core::Value& value) {
  say(side, "edits ", type.name, " ", before.id, ".", field.name, " = ", value, " by SQL");
  const bool is_done = commits(side, [&](storage::Transaction& transaction) {
    const auto statement =
        transaction.prepare(fmt::format("UPDATE {} SET {} = $1 WHERE id = $2",
                                        storage::quoted(type.name), storage::quoted(field.name)));
    statement->bind(value).bind(before.id).run();
  });
  if (!is_done) return;
  core::Record after = before;
  after.values[type.index_of(field)] = value;
  ledger_.edited(side.side(), type, before, after, field.bit(), false, false);
}

void People::remove(Side& side, core::Random& random) {
  static constexpr std::array<const char*, 7> names{"customer", "person", "person", "remark",
                                                    "errand",   "place",  "invoice"};
  const std::size_t count = side.side() == core::Side::office ? names.size() : names.size() - 2;
  const core::RecordType* type = side.registry().find(names[random.below(count)]);
  if (type == nullptr) return;
  if (const auto id = any_of(side.keys(), *type, random)) remove(side, Key{type->number, *id});
}

void People::remove(Side& side, const Key& key) {
  const core::RecordType& type = *side.registry().find(key.first);
  const Rows before = side.rows();
  say(side, "removes ", type.name, " ", key.second);
  const core::Stamp by = stamp(side);
  const bool is_done = commits(side, [&](storage::Transaction& transaction) {
    side.store().remove(transaction, type, key.second, by);
  });
  if (is_done) ledger_.removed(side.side(), side.registry(), key, before, side.rows(), by.at);
}

// A value, a record that was deleted (under a new id), or a deletion that did not happen.
void People::put_back(Side& side, core::Random& random) {
  const auto history = side.conflicts();
  if (history.empty()) return;
  const sync::Conflict conflict = history[random.below(history.size())].conflict;
  const core::RecordType& type = *side.registry().find(conflict.type_number);
  const Rows before = side.rows();
  const core::Stamp by = stamp(side);
  say(side, "puts back what lost: ", type.name, " ", conflict.record_id);
  const bool is_done = commits(side, [&](storage::Transaction& transaction) {
    (void)replica::put_back(transaction, side.store(), conflict.id, by);
  });
  if (!is_done) return;
  const Rows& after = side.rows();
  const bool is_removal = std::any_of(before.begin(), before.end(),
                                      [&](const auto& row) { return !after.contains(row.first); });
  if (is_removal) {
    const Key root{conflict.type_number, conflict.record_id};
    return ledger_.removed(side.side(), side.registry(), root, before, after, by.at);
  }
  for (const auto& [key, record] : after) {
    const core::RecordType& changed = *side.registry().find(key.first);
    const auto known = before.find(key);
    if (known == before.end()) {
      say(side, "  as ", changed.name, " ", key.second);
      ledger_.created(side.side(), changed, record);
    } else {
      ledger_.edited(side.side(), changed, known->second, record, ~core::FieldMask{0}, true, true);
    }
  }
}

void People::repair(Side& side, const std::set<Key>& keys) {
  for (const Key& key : keys) {
    const core::RecordType& type = *side.registry().find(key.first);
    const auto before = side.find(key);
    if (!before) continue;
    const core::Field* phone = type.find_field("phone");
    const core::Field& field = phone != nullptr ? *phone : type.get_field(type.title_field);
    core::Change change(type);
    change.set(type, field, ledger_.fresh_text(side.side()));
    core::Record after;
    say(side, "repairs ", type.name, " ", key.second);
    if (!core::writable_on(type, field, side.side())) continue;
    const bool is_done = commits(side, [&](storage::Transaction& transaction) {
      after = side.store().update(transaction, type, key.second, change, stamp(side));
    });
    if (is_done)
      ledger_.edited(side.side(), type, *before, after, ~core::FieldMask{0}, true, false);
  }
}

}  // namespace tusk::simulation
