#include "core/record_json.h"

#include <boost/json.hpp>
#include <cstdio>

#include "core/error.h"
#include "core/validation.h"

namespace tusk::core {
namespace json = boost::json;
namespace {

// Days since 1970-01-01 of a civil date, and back: Howard Hinnant, "chrono-Compatible Low-Level
// Date Algorithms".
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468;
}

struct Civil {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

Civil civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * shifted + 2) / 5 + 1};
}

[[noreturn]] void refuse_json(std::string_view path, const json::value& given, const Text& text) {
  throw invalid_field(std::string(path), json::serialize(given), text);
}

}  // namespace

json::value to_json(const Value& value) {
  if (value.is_text()) return json::string(value.text());
  if (value.is_integer()) return value.integer();
  if (value.is_boolean()) return value.boolean();
  return nullptr;
}

Value value_from_json(const Field& field, const json::value& given, std::string_view path) {
  if (given.is_null()) return {};
  const bool wants_boolean = field.kind == FieldKind::boolean;
  const bool wants_integer = field.kind == FieldKind::integer || field.kind == FieldKind::money ||
                             field.kind == FieldKind::percent ||
                             field.kind == FieldKind::timestamp ||
                             field.kind == FieldKind::reference;
  if (wants_boolean) {
    if (given.is_bool()) return given.get_bool();
    refuse_json(
        path, given,
        say("{}: ska vara true eller false.", "{}: must be true or false.", std::string(path)));
  }
  if (wants_integer) {
    if (given.is_int64()) return given.get_int64();
    refuse_json(path, given,
                say("{}: ska vara ett heltal.", "{}: must be a whole number.", std::string(path)));
  }
  if (given.is_string()) return std::string(given.get_string());
  refuse_json(path, given, say("{}: ska vara text.", "{}: must be a string.", std::string(path)));
}

json::object fields_to_json(const RecordType& type, const std::vector<Value>& values,
                            FieldMask mask) {
  json::object object;
  object.reserve(type.fields.size());
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    if ((mask & type.fields[i].bit()) != 0) object.emplace(type.fields[i].name, to_json(values[i]));
  }
  return object;
}

Change change_from_json(const RecordType& type, const json::object& fields, std::string_view path) {
  Change change(type);
  std::vector<Problem> problems;
  for (const auto& [key, given] : fields) {
    const std::string name(key);
    const std::string where = std::string(path) + "." + name;
    try {
      const Field& field = type.get_field(name);
      change.set(type, field, value_from_json(field, given, where));
    } catch (const Error& error) {
      Problem problem =
          error.problems().empty() ? Problem{name, "", error.text()} : error.problems().front();
      problem.field = name;
      problems.push_back(std::move(problem));
    }
  }
  if (!problems.empty()) {
    Text text = problems.front().text;
    throw Error(ErrorCode::invalid, std::move(text), std::move(problems));
  }
  return change;
}

json::object record_to_json(const RecordType& type, const Record& record, FieldMask mask) {
  json::object object;
  object["id"] = record.id;
  object["type"] = type.name;
  object["etag"] = "\"" + etag_of(type, record, mask) + "\"";
  object["created_at"] = format_timestamp(record.created.at);
  object["created_by"] = record.created.by;
  object["changed_at"] = format_timestamp(record.changed.at);
  object["changed_by"] = record.changed.by;
  object["fields"] = fields_to_json(type, record.values, mask);
  return object;
}

std::string format_timestamp(Microseconds at) {
  constexpr std::int64_t day = 86'400'000'000;
  std::int64_t days = at / day;
  std::int64_t rest = at % day;
  if (rest < 0) {
    rest += day;
    --days;
  }
  const Civil date = civil_from_days(days);
  const std::int64_t whole_seconds = rest / 1'000'000;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", date.year, date.month, date.day,
                     whole_seconds / 3600, whole_seconds / 60 % 60, whole_seconds % 60,
                     rest % 1'000'000);
}

Microseconds parse_timestamp(std::string_view text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  int used = 0;
  const std::string copy(text);
  const int count = std::sscanf(copy.c_str(), "%4d-%2u-%2uT%2u:%2u:%2u%n", &year, &month, &day,
                                &hour, &minute, &second, &used);
  std::string_view rest =
      count == 6 ? text.substr(static_cast<std::size_t>(used)) : std::string_view{};
  std::int64_t fraction = 0;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    std::int64_t unit = 100'000;
    while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
      fraction += (rest.front() - '0') * unit;
      unit /= 10;
      rest.remove_prefix(1);
    }
  }
  if (count != 6 || rest != "Z" || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 ||
      minute > 59 || second > 60) {
    throw invalid_field("", text,
                        say("Tidpunkten ska skrivas 2026-11-24T13:42:00Z.",
                            "The time must be written 2026-11-24T13:42:00Z."));
  }
  const std::int64_t seconds_of_day = hour * 3600LL + minute * 60LL + second;
  return (days_from_civil(year, month, day) * 86'400 + seconds_of_day) * 1'000'000 + fraction;
}

}  // namespace tusk::core
