// The messages of an audit as JSON text.

#include "core/json.h"
#include "core/record_json.h"
#include "sync/audit.h"
#include "sync/json_reading.h"

namespace tusk::sync {
namespace {

using namespace reading;

constexpr std::array<const char*, 4> questions{"buckets", "rows", "records", "result"};
constexpr std::array<const char*, 4> statuses{"ok", "moved", "busy", "schema"};
constexpr std::array<const char*, 3> outcomes{"equal", "repaired", "failed"};

json::value type_name(const core::Registry& registry, int type_number) {
  const core::RecordType* type = registry.find(type_number);
  return type == nullptr ? json::value(nullptr) : json::value(type->name);
}

json::object ids_json(const core::Registry& registry, const RecordIds& ids) {
  json::object object;
  for (const auto& [type_number, of_type] : ids) {
    object[registry.find(type_number)->name] = json::array(of_type.begin(), of_type.end());
  }
  return object;
}

json::object result_json(const AuditResult& result) {
  return {{"number", result.number},
          {"requested_by", result.requested_by},
          {"computer", result.computer},
          {"started_at", result.started_at},
          {"ended_at", result.ended_at},
          {"compared", result.compared},
          {"differing", result.differing},
          {"repaired", result.repaired},
          {"outcome", name_of(result.outcome)},
          {"message", {{"sv", result.message.sv}, {"en", result.message.en}}}};
}

json::object sums_json(const core::Registry& registry, const AuditResponse& response) {
  json::object object;
  for (const auto& [type_number, buckets] : response.sums) {
    json::array array;
    for (const BucketSum& each : buckets) {
      array.push_back(json::array{each.bucket, each.count, each.sum});
    }
    object[registry.find(type_number)->name] = std::move(array);
  }
  return object;
}

json::array records_json(const core::Registry& registry, const AuditResponse& response) {
  json::array array;
  for (const AuditedRecord& record : response.records) {
    json::object object{{"id", record.id}, {"exists", record.exists}};
    if (record.exists) {
      const core::RecordType& type = *registry.find(response.type_number);
      object["changed"] = json::array{record.changed.by, record.changed.at};
      object["fields"] = core::fields_to_json(type, record.values, core::synchronised_mask(type));
    }
    array.push_back(std::move(object));
  }
  return array;
}

class Reader {
 public:
  Reader(const core::Registry& registry, std::vector<std::string>& unknown)
      : registry_(registry), unknown_(unknown) {}

  const core::RecordType* type(const std::string& name, const std::string& path) {
    const core::RecordType* found = registry_.find(name);
    if (found != nullptr && found->is_synchronised()) return found;
    unknown_.push_back(path + ": " + name);
    return nullptr;
  }

  int type_number(const json::object& object, const std::string& path) {
    const json::value& name = member(object, "type", path);
    if (name.is_null()) return 0;
    const core::RecordType* found = type(text(name, path + ".type"), path);
    return found == nullptr ? 0 : found->number;
  }

  RecordIds ids(const json::object& object, const char* key, const std::string& path) {
    RecordIds ids;
    const std::string where = path + "." + key;
    for (const auto& [name, list] : object_of(member(object, key, path), where)) {
      const core::RecordType* of = type(std::string(name), where);
      for (const json::value& id : array_of(list, where)) {
        const core::RecordId value = record_id(id, where);
        if (of != nullptr) ids[of->number].insert(value);
      }
    }
    return ids;
  }

  AuditedRecord record(const core::RecordType& of, const json::value& given,
                       const std::string& path) {
    const json::object& object = object_of(given, path);
    AuditedRecord record;
    record.id = read_record_id(object, "id", path);
    const json::value& exists = member(object, "exists", path);
    if (!exists.is_bool()) wrong(path + ".exists", "ska vara sant eller falskt", "must be a bool");
    record.exists = exists.get_bool();
    if (!record.exists) return record;
    record.changed = read_stamp(object, "changed", path);
    record.values = core::make_record(of, record.id).values;
    core::FieldMask missing = core::synchronised_mask(of);
    for (const auto& [name, value] : object_of(member(object, "fields", path), path + ".fields")) {
      const core::Field* field = of.find_field(std::string_view(name.data(), name.size()));
      if (field == nullptr || (core::synchronised_mask(of) & field->bit()) == 0) {
        unknown_.push_back(path + ": " + of.name + "." + std::string(name));
        continue;
      }
      record.values[of.index_of(*field)] =
          core::value_from_json(*field, value, path + ".fields." + field->name);
      missing &= ~field->bit();
    }
    // An older program, that lacks a field, can't say what the record has there.
    if (missing != 0) unknown_.push_back(path + ": " + of.name);
    return record;
  }

 private:
  const core::Registry& registry_;
  std::vector<std::string>& unknown_;
};

AuditResult read_result(const json::value& given) {
  const std::string path = "message.result";
  const json::object& object = object_of(given, path);
  AuditResult result;
  result.number = read_integer(object, "number", path);
  result.requested_by = read_text(object, "requested_by", path);
  result.computer = read_text(object, "computer", path);
  result.started_at = read_integer(object, "started_at", path);
  result.ended_at = read_integer(object, "ended_at", path);
  result.compared = read_integer(object, "compared", path);
  result.differing = read_integer(object, "differing", path);
  result.repaired = read_integer(object, "repaired", path);
  result.outcome = static_cast<AuditOutcome>(
      read_name(outcomes, read_text(object, "outcome", path), path + ".outcome"));
  const json::object& message = object_of(member(object, "message", path), path + ".message");
  result.message = {read_text(message, "sv", path), read_text(message, "en", path)};
  return result;
}

}  // namespace

const char* name_of(AuditOutcome outcome) {
  return outcomes[static_cast<std::size_t>(outcome)];
}

std::optional<AuditOutcome> parse_audit_outcome(std::string_view name) {
  const auto found = std::find(outcomes.begin(), outcomes.end(), name);
  if (found == outcomes.end()) return std::nullopt;
  return static_cast<AuditOutcome>(found - outcomes.begin());
}

std::string to_json(const core::Registry& registry, const AuditRequest& request) {
  json::object object;
  object["protocol"] = request.protocol;
  object["schema_version"] = request.schema_version;
  object["token"] = request.token;
  object["from"] = json::array{request.from.sequence, request.from.salt};
  object["online_from"] = json::array{request.online_from.sequence, request.online_from.salt};
  object["question"] = questions[static_cast<std::size_t>(request.question)];
  object["excluded"] = ids_json(registry, request.excluded);
  object["type"] = type_name(registry, request.type_number);
  object["buckets"] = json::array(request.buckets.begin(), request.buckets.end());
  object["ids"] = json::array(request.ids.begin(), request.ids.end());
  if (request.result) object["result"] = result_json(*request.result);
  return json::serialize(object);
}

std::string to_json(const core::Registry& registry, const AuditResponse& response) {
  json::object object;
  object["status"] = statuses[static_cast<std::size_t>(response.status)];
  object["type"] = type_name(registry, response.type_number);
  object["sums"] = sums_json(registry, response);
  json::array rows;
  for (const RowSum& row : response.rows) rows.push_back(json::array{row.id, row.hash});
  object["rows"] = std::move(rows);
  object["records"] = records_json(registry, response);
  object["excluded"] = ids_json(registry, response.excluded);
  return json::serialize(object);
}

AuditRequest parse_audit_request(const core::Registry& registry, std::string_view given) {
  const json::value parsed = core::parse_json(given);
  const std::string path = "message";
  const json::object& object = object_of(parsed, path);
  AuditRequest request;
  Reader reader(registry, request.unknown);
  request.protocol = static_cast<int>(read_integer(object, "protocol", path));
  request.schema_version = static_cast<int>(read_integer(object, "schema_version", path));
  request.token = read_integer(object, "token", path);
  request.from = read_position(object, "from", path);
  request.online_from = read_position(object, "online_from", path);
  request.question = static_cast<AuditQuestion>(
      read_name(questions, read_text(object, "question", path), "message.question"));
  request.excluded = reader.ids(object, "excluded", path);
  request.type_number = reader.type_number(object, path);
  for (const json::value& bucket : array_of(member(object, "buckets", path), "message.buckets")) {
    request.buckets.push_back(static_cast<int>(integer(bucket, "message.buckets")));
  }
  for (const json::value& id : array_of(member(object, "ids", path), "message.ids")) {
    request.ids.push_back(record_id(id, "message.ids"));
  }
  if (const json::value* result = object.if_contains("result")) {
    request.result = read_result(*result);
  }
  return request;
}

AuditResponse parse_audit_response(const core::Registry& registry, std::string_view given) {
  const json::value parsed = core::parse_json(given);
  const std::string path = "message";
  const json::object& object = object_of(parsed, path);
  AuditResponse response;
  Reader reader(registry, response.unknown);
  response.status = static_cast<AuditStatus>(
      read_name(statuses, read_text(object, "status", path), "message.status"));
  response.type_number = reader.type_number(object, path);
  for (const auto& [name, list] : object_of(member(object, "sums", path), "message.sums")) {
    const core::RecordType* type = reader.type(std::string(name), "message.sums");
    if (type == nullptr) continue;
    for (const json::value& item : array_of(list, "message.sums")) {
      const json::array& sum = array_of(item, "message.sums");
      if (sum.size() != 3) wrong("message.sums", "ska ha tre värden", "must have three values");
      response.sums[type->number].push_back({static_cast<int>(integer(sum[0], "message.sums")),
                                             integer(sum[1], "message.sums"),
                                             text(sum[2], "message.sums")});
    }
  }
  for (const json::value& item : array_of(member(object, "rows", path), "message.rows")) {
    const json::array& row = pair_of(item, "message.rows");
    response.rows.push_back({record_id(row[0], "message.rows"), text(row[1], "message.rows")});
  }
  const core::RecordType* of = registry.find(response.type_number);
  for (const json::value& item : array_of(member(object, "records", path), "message.records")) {
    if (of != nullptr) response.records.push_back(reader.record(*of, item, "message.records"));
  }
  response.excluded = reader.ids(object, "excluded", path);
  return response;
}

}  // namespace tusk::sync
