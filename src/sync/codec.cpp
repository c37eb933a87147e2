#include "sync/codec.h"

#include <algorithm>
#include <array>

#include "core/json.h"
#include "core/record_json.h"
#include "core/validation.h"
#include "sync/json_reading.h"

namespace tusk::sync {
namespace {

using namespace reading;

constexpr std::array<const char*, 4> operations{"update", "remove", "full", "want"};
constexpr std::array<const char*, 6> statuses{"ok",      "position", "fenced",
                                              "rewound", "schema",   "busy"};
constexpr std::array<const char*, 9> kinds{"same_field",       "delete_update", "update_delete",
                                           "child_of_deleted", "renumber",      "reference",
                                           "refused",          "drift",         "rewound"};

// ---- writing ----

json::array position(const Position& value) {
  return {value.sequence, value.salt};
}

std::string readable(std::string text) {
  if (is_sendable(text)) return text;
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c <= 0; }, '?');
  return text;
}

json::value readable(const core::Value& value) {
  return value.is_text() ? json::value(readable(value.text())) : core::to_json(value);
}

json::array stamp(const core::Stamp& value) {
  return {readable(value.by), value.at};
}

json::array names_of(const core::RecordType& type, core::FieldMask mask) {
  json::array names;
  for (const core::Field& field : type.fields) {
    if ((mask & field.bit()) != 0) names.emplace_back(field.name);
  }
  return names;
}

enum class Images { none, with };

json::object change(const core::Registry& registry, const RecordChange& given, Images images) {
  const core::RecordType& type = *registry.find(given.type_number);
  json::object object;
  object.reserve(8);
  object["type"] = type.name;
  object["id"] = given.record_id;
  object["operation"] = operations[static_cast<std::size_t>(given.operation)];
  object["changed"] = stamp(given.changed);
  json::array touched;
  for (const Touch& touch : given.touches) {
    touched.push_back(json::object{{"fields", names_of(type, touch.mask)},
                                   {"entry", touch.edit_id},
                                   {"by", readable(touch.stamp.by)},
                                   {"at", touch.stamp.at}});
  }
  object["touched"] = std::move(touched);
  if (given.given_up != 0) object["given_up"] = names_of(type, given.given_up);
  if (images == Images::with && !given.image.empty()) object["image"] = given.image;
  if (given.operation == Operation::update) {
    object["fields"] = core::fields_to_json(type, given.values, given.mask);
  } else if (given.operation == Operation::full) {
    object["created"] = stamp(given.created);
    object["fields"] = core::fields_to_json(type, given.values, given.carried);
  }
  return object;
}

json::object conflict(const core::Registry& registry, const Conflict& given) {
  const core::RecordType& type = *registry.find(given.type_number);
  const core::Field* field = type.find_field(given.field_number);
  json::object object;
  object.reserve(15);
  object["id"] = given.id;
  object["round"] = given.round;
  object["kind"] = name_of(given.kind);
  object["type"] = type.name;
  object["record_id"] = given.record_id;
  object["record_name"] = readable(given.record_name);
  object["field"] = field != nullptr ? json::value(field->name) : json::value(nullptr);
  object["winner"] = core::name_of(given.winner);
  object["winning_value"] = readable(given.winning_value);
  object["losing_value"] = readable(given.losing_value);
  object["winning"] = stamp(given.winning);
  object["losing"] = stamp(given.losing);
  object["detected_at"] = given.detected_at;
  object["losing_image"] = given.losing_image;
  object["how"] = json::object{{"sv", readable(given.how.sv)}, {"en", readable(given.how.en)}};
  return object;
}

json::object refusal(const core::Registry& registry, const Refusal& given) {
  const core::RecordType& type = *registry.find(given.type_number);
  return {{"type", type.name},
          {"id", given.record_id},
          {"fields", names_of(type, given.fields)},
          {"reason", {{"sv", given.reason.sv}, {"en", given.reason.en}}},
          {"since", given.since}};
}

template <typename Item, typename Write>
json::array list(const std::vector<Item>& items, Write&& write) {
  json::array array;
  array.reserve(items.size());
  for (const Item& item : items) array.emplace_back(write(item));
  return array;
}

json::array refusals(const core::Registry& registry, const std::vector<Refusal>& given) {
  return list(given, [&](const Refusal& item) { return refusal(registry, item); });
}

// ---- reading ----

// Reads the parts that need the registry; what it does not know goes into `unknown`.
class Reader {
 public:
  Reader(const core::Registry& registry, std::vector<std::string>& unknown)
      : registry_(registry), unknown_(unknown) {}

  // Nothing for a type that is not known here.
  std::optional<RecordChange> change(const json::value& given, const std::string& path) {
    const json::object& object = object_of(given, path);
    const core::RecordType* type = type_of(object, path);
    if (type == nullptr) return std::nullopt;
    RecordChange change;
    change.type_number = type->number;
    change.record_id = read_record_id(object, "id", path);
    change.operation = static_cast<Operation>(
        read_name(operations, read_text(object, "operation", path), {path, "operation"}));
    change.changed = read_stamp(object, "changed", path);
    touches(*type, object, path, change);
    if (object.contains("given_up"))
      change.given_up = mask_of(*type, member(object, "given_up", path), {path, "given_up"});
    if (object.contains("image")) change.image = read_text(object, "image", path);
    if (change.operation == Operation::full) change.created = read_stamp(object, "created", path);
    if (change.operation == Operation::full || change.operation == Operation::update)
      fields(*type, object, path, change);
    return change;
  }

  // Nothing for a type or a field that is not known here.
  std::optional<Conflict> conflict(const json::value& given, const std::string& path) {
    const json::object& object = object_of(given, path);
    const core::RecordType* type = type_of(object, path);
    if (type == nullptr) return std::nullopt;
    Conflict conflict;
    const json::value& field_name = member(object, "field", path);
    if (!field_name.is_null()) {
      const core::Field* field = field_of(*type, text(field_name, {path, "field"}), path);
      if (field == nullptr) return std::nullopt;
      conflict.field_number = field->number;
      conflict.winning_value = core::value_from_json(*field, member(object, "winning_value", path),
                                                     path + ".winning_value");
      conflict.losing_value = core::value_from_json(*field, member(object, "losing_value", path),
                                                    path + ".losing_value");
    }
    conflict.id = read_text(object, "id", path);
    conflict.round = read_integer(object, "round", path);
    conflict.kind = static_cast<ConflictKind>(
        read_name(kinds, read_text(object, "kind", path), {path, "kind"}));
    conflict.type_number = type->number;
    conflict.record_id = read_record_id(object, "record_id", path);
    conflict.record_name = read_text(object, "record_name", path);
    conflict.winner =
        read_text(object, "winner", path) == "online" ? core::Side::online : core::Side::office;
    conflict.winning = read_stamp(object, "winning", path);
    conflict.losing = read_stamp(object, "losing", path);
    conflict.detected_at = read_integer(object, "detected_at", path);
    conflict.losing_image = read_text(object, "losing_image", path);
    const json::object& how = object_of(member(object, "how", path), path + ".how");
    conflict.how = {read_text(how, "sv", path + ".how"), read_text(how, "en", path + ".how")};
    return conflict;
  }

  // Nothing for a type that is not known here. Fields that are not are none that could be lost.
 private:
  const core::RecordType* type_of(const json::object& object, const std::string& path) {
    const std::string name = read_text(object, "type", path);
    const core::RecordType* type = registry_.find(name);
    if (type != nullptr && type->is_synchronised()) return type;
    unknown_.push_back(path + ".type: " + name);
    return nullptr;
  }

  const core::Field* field_of(const core::RecordType& type, const std::string& name,
                              const Where& where) {
    const core::Field* field = type.find_field(name);
    if (field != nullptr && field->scope != core::Scope::office_only) return field;
    unknown_.push_back(where.text() + ": " + type.name + "." + name);
    return nullptr;
  }

  core::FieldMask mask_of(const core::RecordType& type, const json::value& names,
                          const Where& where) {
    core::FieldMask mask = 0;
    for (const json::value& name : array_of(names, where)) {
      const core::Field* field = field_of(type, text(name, where), where);
      if (field != nullptr) mask |= field->bit();
    }
    return mask;
  }

  void touches(const core::RecordType& type, const json::object& object, const std::string& path,
               RecordChange& change) {
    const std::string list = path + ".touched";
    const json::array& array = array_of(member(object, "touched", path), list);
    for (std::size_t i = 0; i < array.size(); ++i) {
      const std::string where = list + "[" + std::to_string(i) + "]";
      const json::object& given = object_of(array[i], where);
      Touch touch;
      touch.mask = mask_of(type, member(given, "fields", where), {where, "fields"});
      touch.edit_id = read_integer(given, "entry", where);
      touch.stamp = {read_text(given, "by", where), read_integer(given, "at", where)};
      change.mask |= touch.mask;
      change.touches.push_back(std::move(touch));
    }
  }

  void fields(const core::RecordType& type, const json::object& object, const std::string& path,
              RecordChange& change) {
    const std::string where = path + ".fields";
    change.values = core::make_record(type, change.record_id).values;
    core::FieldMask present = 0;
    for (const auto& [key, value] : object_of(member(object, "fields", path), where)) {
      const core::Field* field = field_of(type, std::string(key), where);
      if (field == nullptr) continue;
      change.values[type.index_of(*field)] =
          core::value_from_json(*field, value, where + "." + field->name);
      present |= field->bit();
    }
    for (const core::Field& field : type.fields) {
      if ((change.mask & ~present & field.bit()) != 0)
        wrong(where + "." + field.name, "saknas", "is missing");
    }
    change.carried = change.operation == Operation::full ? present : change.mask;
  }

  const core::Registry& registry_;
  std::vector<std::string>& unknown_;
};

// Items that `read` gives nothing for are left out.
template <typename Item, typename Read>
std::vector<Item> read_list(const json::object& object, const char* key, Read&& read) {
  std::vector<Item> items;
  const json::array& array = array_of(member(object, key, "message"), key);
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (auto item = read(array[i], std::string(key) + "[" + std::to_string(i) + "]"))
      items.push_back(*std::move(item));
  }
  return items;
}

// An older program tells nothing. One of a type that is not known here can't be shown: it is passed
// over, and nothing is lost by that.
std::vector<Refusal> read_refusals(const core::Registry& registry, const json::object& object,
                                   const char* key) {
  if (!object.contains(key)) return {};
  return read_list<Refusal>(
      object, key,
      [&](const json::value& item, const std::string& where) -> std::optional<Refusal> {
        const json::object& given = object_of(item, where);
        const core::RecordType* type = registry.find(read_text(given, "type", where));
        if (type == nullptr) return std::nullopt;
        const json::object& reason = object_of(member(given, "reason", where), {where, "reason"});
        core::FieldMask fields = 0;
        for (const json::value& name : array_of(member(given, "fields", where), where)) {
          const core::Field* field = type->find_field(text(name, where));
          if (field != nullptr) fields |= field->bit();
        }
        return Refusal{type->number,
                       read_record_id(given, "id", where),
                       fields,
                       {read_text(reason, "sv", where), read_text(reason, "en", where)},
                       read_integer(given, "since", where)};
      });
}

}  // namespace

bool is_sendable(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return false;
  // Other control characters do no harm in JSON.
  std::string printable(text);
  std::replace_if(
      printable.begin(), printable.end(), [](char c) { return (c > 0 && c < ' ') || c == '\x7F'; },
      ' ');
  return core::is_clean_text(printable);
}

const char* name_of(RoundStatus status) {
  return statuses[static_cast<std::size_t>(status)];
}
const char* name_of(ConflictKind kind) {
  return kinds[static_cast<std::size_t>(kind)];
}

std::optional<ConflictKind> parse_conflict_kind(std::string_view name) {
  const auto found = std::find(kinds.begin(), kinds.end(), name);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<ConflictKind>(found - kinds.begin());
}

std::string to_json(const core::Registry& registry, const RoundRequest& request) {
  json::object object;
  object.reserve(15);
  object["protocol"] = request.protocol;
  object["database_uuid"] = request.database_uuid;
  object["incarnation"] = request.incarnation;
  object["schema_version"] = request.schema_version;
  object["token"] = request.token;
  object["round"] = request.round;
  object["computer"] = request.computer;
  object["from"] = position(request.from);
  object["to"] = position(request.to);
  object["online_from"] = position(request.online_from);
  // The online side keeps its own image of what it loses.
  object["changes"] = list(request.changes, [&](const RecordChange& item) {
    return change(registry, item, Images::none);
  });
  object["conflicts"] =
      list(request.conflicts, [&](const Conflict& item) { return conflict(registry, item); });
  object["number_blocks"] = list(request.number_blocks, [](const NumberBlock& block) {
    return json::object{{"series", block.series}, {"first", block.first}, {"last", block.last}};
  });
  object["refusals"] = refusals(registry, request.refusals);
  object["held_back"] = refusals(registry, request.held_back);
  return json::serialize(object);
}

std::string to_json(const core::Registry& registry, const RoundResponse& response) {
  json::object object;
  object.reserve(12);
  object["status"] = name_of(response.status);
  object["requested_from"] = position(response.requested_from);
  object["applied"] = position(response.applied);
  object["online_from"] = position(response.online_from);
  object["online_to"] = position(response.online_to);
  object["changes"] = list(response.changes, [&](const RecordChange& item) {
    return change(registry, item, Images::with);
  });
  object["conflicts"] =
      list(response.conflicts, [&](const Conflict& item) { return conflict(registry, item); });
  json::object numbers;
  for (const auto& [series, left] : response.numbers_left) numbers[series] = left;
  object["numbers_left"] = std::move(numbers);
  object["refusals"] = refusals(registry, response.refusals);
  object["held_back"] = refusals(registry, response.held_back);
  object["more"] = response.more;
  object["message"] = response.message;
  return json::serialize(object);
}

RoundRequest parse_request(const core::Registry& registry, std::string_view given) {
  json::monotonic_resource memory;
  const json::value parsed = core::parse_json(given, &memory);
  const std::string path = "message";
  const json::object& object = object_of(parsed, path);
  RoundRequest request;
  request.protocol = static_cast<int>(read_integer(object, "protocol", path));
  request.database_uuid = read_text(object, "database_uuid", path);
  request.incarnation = read_integer(object, "incarnation", path);
  request.schema_version = static_cast<int>(read_integer(object, "schema_version", path));
  request.token = read_integer(object, "token", path);
  request.round = read_integer(object, "round", path);
  request.computer = read_text(object, "computer", path);
  request.from = read_position(object, "from", path);
  request.to = read_position(object, "to", path);
  request.online_from = read_position(object, "online_from", path);
  Reader reader(registry, request.unknown);
  request.changes = read_list<RecordChange>(object, "changes",
                                            [&](const json::value& item, const std::string& where) {
                                              return reader.change(item, where);
                                            });
  request.conflicts = read_list<Conflict>(object, "conflicts",
                                          [&](const json::value& item, const std::string& where) {
                                            return reader.conflict(item, where);
                                          });
  request.number_blocks = read_list<NumberBlock>(
      object, "number_blocks", [](const json::value& item, const std::string& where) {
        const json::object& block = object_of(item, where);
        return std::optional(NumberBlock{read_text(block, "series", where),
                                         read_integer(block, "first", where),
                                         read_integer(block, "last", where)});
      });
  request.refusals = read_refusals(registry, object, "refusals");
  request.held_back = read_refusals(registry, object, "held_back");
  return request;
}

RoundResponse parse_response(const core::Registry& registry, std::string_view given) {
  json::monotonic_resource memory;
  const json::value parsed = core::parse_json(given, &memory);
  const std::string path = "message";
  const json::object& object = object_of(parsed, path);
  RoundResponse response;
  response.status = static_cast<RoundStatus>(
      read_name(statuses, read_text(object, "status", path), "message.status"));
  response.requested_from = read_position(object, "requested_from", path);
  response.applied = read_position(object, "applied", path);
  response.online_from = read_position(object, "online_from", path);
  response.online_to = read_position(object, "online_to", path);
  Reader reader(registry, response.unknown);
  response.changes = read_list<RecordChange>(
      object, "changes", [&](const json::value& item, const std::string& where) {
        return reader.change(item, where);
      });
  response.conflicts = read_list<Conflict>(object, "conflicts",
                                           [&](const json::value& item, const std::string& where) {
                                             return reader.conflict(item, where);
                                           });
  for (const auto& [series, left] :
       object_of(member(object, "numbers_left", path), "message.numbers_left")) {
    response.numbers_left.emplace_back(series, integer(left, "message.numbers_left"));
  }
  response.refusals = read_refusals(registry, object, "refusals");
  response.held_back = read_refusals(registry, object, "held_back");
  const json::value& more = member(object, "more", path);
  response.more = more.is_bool() && more.get_bool();
  response.message = read_text(object, "message", path);
  return response;
}

}  // namespace tusk::sync
