#include "rest/record_query.h"

#include <charconv>

#include "api/limits.h"
#include "core/error.h"
#include "core/id.h"
#include "core/record_json.h"
#include "rest/parameters.h"
#include "storage/filter_text.h"

namespace tusk::rest {
namespace {

core::Error wrong_filter(std::string_view text) {
  return core::invalid_field(
      "filter", text,
      core::say(
          "Villkoret ska skrivas fält:jämförelse:värde; jämförelser är eq, ne, lt, le, gt och "
          "ge.",
          "The condition must be written field:comparison:value; comparisons are eq, ne, lt, "
          "le, gt and ge."));
}

bool is_time(std::string_view name) {
  return name == "created_at" || name == "changed_at";
}

const core::Field& get_field(const core::RecordType& type, core::Side side, std::string_view name) {
  const core::Field* field = type.find_field(name);
  if (field != nullptr && core::exists_on(type, *field, side)) return *field;
  throw core::invalid_field(
      std::string(name), "",
      core::say("Fältet {} finns inte i {}.", "The field {} does not exist in {}.",
                core::shorten(name), type.name));
}

core::Value parse_integer(std::string_view name, std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed == std::errc() && end == text.data() + text.size()) return value;
  throw core::invalid_field(
      std::string(name), text,
      core::say("Jämför {} med ett heltal.", "Compare {} with a whole number.", name));
}

core::Value parse_boolean(std::string_view name, std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  throw core::invalid_field(
      std::string(name), text,
      core::say("Jämför {} med true eller false.", "Compare {} with true or false.", name));
}

core::Value parse_filter_value(const core::RecordType& type, core::Side side, std::string_view name,
                               std::string_view text) {
  if (is_time(name)) return core::parse_timestamp(text);
  if (name == "id") return parse_integer(name, text);
  const core::Field& field = get_field(type, side, name);
  if (text.empty()) return {};
  if (field.kind == core::FieldKind::timestamp) return core::parse_timestamp(text);
  switch (core::value_kind(field.kind)) {
    case core::ValueKind::text:
      break;
    case core::ValueKind::integer:
      return parse_integer(name, text);
    case core::ValueKind::boolean:
      return parse_boolean(name, text);
  }
  return std::string(text);
}

storage::Filter parse_filter(const core::RecordType& type, core::Side side, std::string_view text) {
  const auto words = storage::split_filter(text);
  const auto comparison = words ? storage::parse_comparison(words->comparison) : std::nullopt;
  if (!comparison) throw wrong_filter(text);
  return {std::string(words->field), *comparison,
          parse_filter_value(type, side, words->field, words->value)};
}

}  // namespace

storage::RecordQuery parse_record_query(const http::Request& request, const core::RecordType& type,
                                        core::Side side) {
  storage::RecordQuery query;
  query.search = request.query_parameter("q").value_or("");
  query.limit = limit_of(request);
  query.cursor = request.query_parameter("cursor").value_or("");
  std::string_view sort = request.query_parameter("sort").value_or("");
  query.descending = sort.starts_with('-');
  if (query.descending) sort.remove_prefix(1);
  if (!sort.empty() && sort != "id" && !is_time(sort)) (void)get_field(type, side, sort);
  query.sort = sort;
  const auto filters = request.query_parameters("filter");
  if (filters.size() > static_cast<std::size_t>(api::max_filters)) {
    throw core::invalid_field(
        "filter", "", core::say("Högst {} villkor.", "At most {} conditions.", api::max_filters));
  }
  for (const std::string_view filter : filters)
    query.filters.push_back(parse_filter(type, side, filter));
  return query;
}

}  // namespace tusk::rest
