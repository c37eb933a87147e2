#include "online/routes/record_query.h"

#include <array>
#include <charconv>
#include <utility>

#include "api/limits.h"
#include "core/error.h"
#include "core/id.h"
#include "core/record_json.h"
#include "online/routes/routes.h"

namespace tusk::online {
namespace {

using storage::Comparison;

constexpr std::array<std::pair<std::string_view, Comparison>, 6> comparisons = {
    {{"eq", Comparison::equal},
     {"ne", Comparison::not_equal},
     {"lt", Comparison::less},
     {"le", Comparison::less_equal},
     {"gt", Comparison::greater},
     {"ge", Comparison::greater_equal}}};

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

const core::Field& get_online_field(const core::RecordType& type, std::string_view name) {
  const core::Field* field = type.find_field(name);
  if (field != nullptr && core::exists_on(type, *field, core::Side::online)) return *field;
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

core::Value parse_filter_value(const core::RecordType& type, std::string_view name,
                               std::string_view text) {
  if (is_time(name)) return core::parse_timestamp(text);
  if (name == "id") return parse_integer(name, text);
  const core::Field& field = get_online_field(type, name);
  if (text.empty()) return {};
  switch (field.kind) {
    case core::FieldKind::boolean:
      return parse_boolean(name, text);
    case core::FieldKind::integer:
    case core::FieldKind::money:
    case core::FieldKind::percent:
    case core::FieldKind::reference:
      return parse_integer(name, text);
    case core::FieldKind::timestamp:
      return core::parse_timestamp(text);
    case core::FieldKind::text:
    case core::FieldKind::long_text:
    case core::FieldKind::note:
    case core::FieldKind::email:
    case core::FieldKind::phone:
    case core::FieldKind::url:
    case core::FieldKind::date:
    case core::FieldKind::choice:
    case core::FieldKind::country:
    case core::FieldKind::language:
    case core::FieldKind::currency:
      return std::string(text);
  }
  return std::string(text);
}

storage::Filter parse_filter(const core::RecordType& type, std::string_view text) {
  const auto first = text.find(':');
  const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
  if (second == std::string_view::npos) throw wrong_filter(text);
  const std::string_view name = text.substr(0, first);
  const std::string_view word = text.substr(first + 1, second - first - 1);
  for (const auto& [spelling, comparison] : comparisons) {
    if (spelling != word) continue;
    return {std::string(name), comparison, parse_filter_value(type, name, text.substr(second + 1))};
  }
  throw wrong_filter(text);
}

}  // namespace

storage::RecordQuery parse_record_query(const core::RecordType& type,
                                        const http::Request& request) {
  storage::RecordQuery query;
  query.search = request.query_parameter("q").value_or("");
  query.limit = limit_of(request);
  query.cursor = request.query_parameter("cursor").value_or("");
  std::string_view sort = request.query_parameter("sort").value_or("");
  query.descending = sort.starts_with('-');
  if (query.descending) sort.remove_prefix(1);
  if (!sort.empty() && sort != "id" && !is_time(sort)) (void)get_online_field(type, sort);
  query.sort = sort;
  const auto filters = request.query_parameters("filter");
  if (filters.size() > static_cast<std::size_t>(api::max_filters)) {
    throw core::invalid_field(
        "filter", "", core::say("Högst {} villkor.", "At most {} conditions.", api::max_filters));
  }
  for (const std::string_view filter : filters) query.filters.push_back(parse_filter(type, filter));
  return query;
}

}  // namespace tusk::online
