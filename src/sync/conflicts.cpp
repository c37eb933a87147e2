#include "sync/conflicts.h"

#include <boost/json.hpp>

#include "core/record_json.h"

namespace tusk::sync {
namespace {

std::uint64_t fnv1a(std::string_view text, std::uint64_t hash) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

core::Text person(const core::Stamp& stamp) {
  if (stamp.by.empty()) return {"Någon", "Somebody"};
  return {stamp.by, stamp.by};
}

Conflict make(const RoundContext& context, ConflictKind kind, const FieldConflict& given) {
  Conflict conflict;
  conflict.id = make_conflict_id(given.type.number, given.record_id, given.field.number, kind,
                                 given.loser_position);
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
      make_conflict_id(given.type.number, given.record_id, -1, kind, given.loser_position);
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
                             ConflictKind kind, std::int64_t loser_position) {
  const std::string key = fmt::format("{}|{}|{}|{}|{}", type_number, record_id, field_number,
                                      static_cast<int>(kind), loser_position);
  // Two FNV-1a hashes with different starts: 128 bits.
  return fmt::format("{:016x}{:016x}", fnv1a(key, 0xCBF29CE484222325ULL),
                     fnv1a(key, 0x84222325CBF29CE4ULL));
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
  conflict.how = core::say(
      "Numret {} fanns redan på kontoret. Posten som gjordes online fick ett nytt nummer.",
      "The number {} existed in the office. The record made online was given a new number.",
      core::to_display(given.online_value));
  return conflict;
}

Conflict left_empty(const RoundContext& context, ConflictKind kind, const FieldConflict& given) {
  Conflict conflict = make(context, kind, given);
  conflict.how =
      kind == ConflictKind::reference
          ? core::Text{"Posten som fältet pekar på finns inte längre. Fältet lämnades tomt.",
                       "The record that the field names is gone. The field was left empty."}
          : core::Text{
                "Värdet används redan av en annan post på kontoret. Fältet lämnades tomt.",
                "The value belongs to another record in the office. The field was left empty."};
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

}  // namespace tusk::sync
