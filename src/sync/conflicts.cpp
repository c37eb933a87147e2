#include "sync/conflicts.h"

#include <boost/json.hpp>

#include "core/fnv1a.h"
#include "core/record_json.h"

namespace tusk::sync {
namespace {

core::Text person(const core::Stamp& stamp) {
  if (stamp.by.empty()) return {"Någon", "Somebody"};
  return {stamp.by, stamp.by};
}

Conflict make(const RoundContext& context, ConflictKind kind, const FieldConflict& given) {
  Conflict conflict;
  conflict.id = make_conflict_id(given.type.number, given.record_id, given.field.number,
                                 given.loser_edit, given.online.at);
  conflict.round = context.round;
  conflict.kind = kind;
  conflict.type_number = given.type.number;
  conflict.record_id = given.record_id;
  conflict.record_name = given.record_name;
  conflict.field_number = given.field.number;
  conflict.winning_value = given.office_value;
  conflict.losing_value = given.online_value;
  conflict.winning = given.office;
  conflict.losing = given.online;
  conflict.detected_at = context.now;
  return conflict;
}

Conflict make(const RoundContext& context, ConflictKind kind, const RecordConflict& given) {
  Conflict conflict;
  conflict.id =
      make_conflict_id(given.type.number, given.record_id, -1, given.loser_edit, given.online.at);
  conflict.round = context.round;
  conflict.kind = kind;
  conflict.type_number = given.type.number;
  conflict.record_id = given.record_id;
  conflict.record_name = given.record_name;
  conflict.winning = given.office;
  conflict.losing = given.online;
  conflict.detected_at = context.now;
  conflict.losing_image = given.losing_image;
  return conflict;
}

}  // namespace

std::string make_conflict_id(int type_number, core::RecordId record_id, int field_number,
                             std::int64_t loser_edit, core::Microseconds loser_at) {
  const std::string key =
      fmt::format("{}|{}|{}|{}|{}", type_number, record_id, field_number, loser_edit, loser_at);
  // Two FNV-1a hashes with different starts: 128 bits.
  return fmt::format("{:016x}{:016x}", core::fnv1a(key), core::fnv1a(key, 0x84222325CBF29CE4ULL));
}

Conflict same_field(const RoundContext& context, const FieldConflict& given) {
  Conflict conflict = make(context, ConflictKind::same_field, given);
  const core::Text office = person(given.office);
  const core::Text online = person(given.online);
  conflict.how = {
      fmt::format(
          "{} på kontoret och {} online ändrade samma fält samtidigt. Kontorets värde gäller.",
          office.sv, online.sv),
      fmt::format("{} in the office and {} online changed the same field at the same time. The "
                  "office's value stands.",
                  office.en, online.en)};
  return conflict;
}

Conflict renumbered(const RoundContext& context, const FieldConflict& given) {
  Conflict conflict = make(context, ConflictKind::renumber, given);
  if (given.office_value.is_null()) {
    conflict.how = core::say(
        "Numret {} har en annan post på kontoret. Posten som ändrades online väntar på ett nummer "
        "från kontoret.",
        "The number {} belongs to another record in the office. The record changed online waits "
        "for a number from the office.",
        core::to_display(given.online_value));
    return conflict;
  }
  conflict.how = core::say(
      "Numret {} har en annan post på kontoret. Posten som ändrades online har nummer {}.",
      "The number {} belongs to another record in the office. The record changed online has "
      "number {}.",
      core::to_display(given.online_value), core::to_display(given.office_value));
  return conflict;
}

Conflict value_taken(const RoundContext& context, const FieldConflict& given) {
  Conflict conflict = make(context, ConflictKind::refused, given);
  conflict.how = core::say(
      "Värdet {} har en annan post på kontoret. Här gäller i stället: {}.",
      "The value {} belongs to another record in the office. Here this stands instead: {}.",
      core::to_display(given.online_value),
      given.office_value.is_null() ? std::string("–") : core::to_display(given.office_value));
  return conflict;
}

Conflict reference_gone(const RoundContext& context, const FieldConflict& given) {
  Conflict conflict = make(context, ConflictKind::reference, given);
  conflict.how =
      given.office_value.is_null()
          ? core::Text{"Posten som fältet pekade på finns inte längre. Fältet lämnades tomt.",
                       "The record that the field named is gone. The field was left empty."}
          : core::Text{
                "Posten som fältet pekade på finns inte längre. Fältet behöll kontorets värde.",
                "The record that the field named is gone. The field kept the office's value."};
  return conflict;
}

Conflict field_refused(const RoundContext& context, const FieldConflict& given,
                       const core::Text& reason) {
  Conflict conflict = make(context, ConflictKind::refused, given);
  conflict.how = {"Kontorets värde gäller: " + reason.sv,
                  "The office's value stands: " + reason.en};
  return conflict;
}

Conflict delete_beats_update(const RoundContext& context, const RecordConflict& given) {
  Conflict conflict = make(context, ConflictKind::delete_update, given);
  conflict.how = {
      fmt::format(
          "Posten togs bort på kontoret medan {} ändrade den online. Den förblir borttagen.",
          person(given.online).sv),
      fmt::format(
          "The record was deleted in the office while {} changed it online. It stays deleted.",
          person(given.online).en)};
  return conflict;
}

Conflict update_beats_delete(const RoundContext& context, const RecordConflict& given) {
  Conflict conflict = make(context, ConflictKind::update_delete, given);
  conflict.how = {
      fmt::format("Posten togs bort online medan {} ändrade den på kontoret. Den finns kvar.",
                  person(given.office).sv),
      fmt::format("The record was deleted online while {} changed it in the office. It lives.",
                  person(given.office).en)};
  return conflict;
}

Conflict lives_with_relative(const RoundContext& context, const RecordConflict& given) {
  Conflict conflict = make(context, ConflictKind::update_delete, given);
  conflict.how = core::say(
      "Posten togs bort online medan {} ändrade en post på kontoret som hör ihop med den. Båda "
      "finns kvar.",
      "The record was deleted online while {} changed a record in the office that belongs "
      "together with it. Both live.",
      given.office.by.empty() ? std::string("–") : given.office.by);
  return conflict;
}

Conflict child_of_deleted(const RoundContext& context, const RecordConflict& given) {
  Conflict conflict = make(context, ConflictKind::child_of_deleted, given);
  conflict.how = {
      "Posten som den hör till togs bort på kontoret, och därför togs även den här bort.",
      "The record it belongs to was deleted in the office, and so this one was deleted too."};
  return conflict;
}

Conflict refused(const RoundContext& context, const RecordConflict& given,
                 const core::Text& reason) {
  Conflict conflict = make(context, ConflictKind::refused, given);
  conflict.how = {"Kontoret tillät inte ändringen: " + reason.sv,
                  "The office did not allow the change: " + reason.en};
  return conflict;
}

Conflict rewound(const RoundContext& context, const FieldConflict& given) {
  Conflict conflict = make(context, ConflictKind::rewound, given);
  conflict.how = {
      "En av databaserna hade återställts och anslutningen uppdaterades. Kontorets värde gäller; "
      "det som fanns online finns kvar här.",
      "One of the databases had been put back, and the connection was updated. The office's value "
      "stands; what was online is kept here."};
  return conflict;
}

Conflict rewound(const RoundContext& context, const RecordConflict& given, bool is_deletion) {
  Conflict conflict = make(context, ConflictKind::rewound, given);
  conflict.how =
      is_deletion
          ? core::Text{"En av databaserna hade återställts och anslutningen uppdaterades. Posten "
                       "var borttagen online men finns på kontoret. Den finns kvar.",
                       "One of the databases had been put back, and the connection was updated. "
                       "The record was deleted online but is in the office. It lives."}
          : core::Text{"En av databaserna hade återställts och anslutningen uppdaterades. Posten "
                       "fanns bara online; den finns kvar här.",
                       "One of the databases had been put back, and the connection was updated. "
                       "The record was online alone; it is kept here."};
  return conflict;
}

std::string make_image(const core::RecordType& type, const std::vector<core::Value>& values) {
  return boost::json::serialize(core::fields_to_json(type, values, core::synchronised_mask(type)));
}

std::string merge_images(const core::RecordType& type, const std::string& before,
                         const std::vector<core::Value>& values, core::FieldMask mask) {
  boost::json::error_code failed;
  boost::json::value parsed = boost::json::parse(before, failed);
  boost::json::object image =
      !failed && parsed.is_object() ? std::move(parsed.get_object()) : boost::json::object();
  for (auto& [key, value] : core::fields_to_json(type, values, mask)) image[key] = value;
  return boost::json::serialize(image);
}

std::string name_in_image(const core::RecordType& type, const std::string& image) {
  boost::json::error_code failed;
  const auto parsed = boost::json::parse(image, failed);
  if (failed || !parsed.is_object()) return {};
  const auto* value = parsed.get_object().if_contains(type.title_field);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string{};
}

core::RecordId reference_in_image(const core::Field& field, const std::string& image) {
  boost::json::error_code failed;
  const auto parsed = boost::json::parse(image, failed);
  if (failed || !parsed.is_object()) return 0;
  const auto* value = parsed.get_object().if_contains(field.name);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

}  // namespace tusk::sync
