#include "api/records.h"

#include <boost/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "core/record_json.h"

namespace tusk::api {
namespace json = boost::json;

std::string to_json(const core::RecordType& type, const RecordPage& page, core::FieldMask mask) {
  json::array records;
  records.reserve(page.records.size());
  for (const core::Record& record : page.records) {
    records.push_back(core::record_to_json(type, record, mask));
  }
  json::object references;
  for (const auto& [name, titles] : page.references) {
    json::object of_type;
    for (const auto& [id, title] : titles) of_type[std::to_string(id)] = title;
    references[name] = std::move(of_type);
  }
  return json::serialize(json::object{
      {"records", std::move(records)},
      {"next_cursor", page.next_cursor ? json::value(*page.next_cursor) : json::value(nullptr)},
      {"total", page.total},
      {"references", std::move(references)}});
}

std::string to_json(const core::RecordType& type, const core::Record& record,
                    core::FieldMask mask) {
  return json::serialize(core::record_to_json(type, record, mask));
}

core::Change parse_change(const core::RecordType& type, std::string_view body,
                          core::FieldMask mask) {
  const json::value parsed = core::parse_json(body);
  const json::value* fields =
      parsed.is_object() ? parsed.get_object().if_contains("fields") : nullptr;
  if (fields == nullptr || !fields->is_object()) {
    throw core::invalid_field(
        "fields", "",
        {"Skicka ett JSON-objekt med ”fields”: {\"fields\":{\"name\":\"…\"}}.",
         "Send a JSON object with “fields”: {\"fields\":{\"name\":\"…\"}}."});
  }
  // A field that this side does not have is as unknown as one that nobody has.
  json::object known;
  std::vector<core::Problem> problems;
  for (const auto& [key, value] : fields->get_object()) {
    const core::Field* field = type.find_field(std::string_view(key));
    if (field == nullptr || (field->bit() & mask) != 0) {
      known.emplace(key, value);
    } else {
      problems.push_back({std::string(key), "",
                          core::say("Fältet {} finns inte i {}.",
                                    "The field {} does not exist in {}.", field->name, type.name)});
    }
  }
  if (!problems.empty()) {
    core::Text text = problems.front().text;
    throw core::Error(core::ErrorCode::invalid, std::move(text), std::move(problems));
  }
  return core::change_from_json(type, known);
}

}  // namespace tusk::api
