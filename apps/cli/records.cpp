#include "cli/records.h"

#include <boost/json.hpp>
#include <charconv>
#include <functional>
#include <optional>

#include "core/record_json.h"
#include "core/validation.h"
#include "storage/filter_text.h"

namespace tusk::cli {
namespace {

using business::Actor;
using business::CompanyDatabase;

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || result.ec != std::errc{} || result.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

std::vector<core::Record> with_value(const CompanyDatabase& company, const core::RecordType& type,
                                     const std::string& field, const core::Value& value,
                                     const Actor& actor) {
  storage::RecordQuery query;
  query.filters.push_back({field, storage::Comparison::equal, value});
  query.limit = 2;
  query.count_total = false;
  return company.list(type, query, actor).records;
}

using ReadReference = std::function<core::Value(const core::Field&, const std::string&)>;

core::Change parse_with(const core::RecordType& type, const std::vector<std::string>& arguments,
                        const ReadReference& read_reference) {
  core::Change change(type);
  std::vector<core::Problem> problems;
  for (const std::string& argument : arguments) {
    const auto equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      problems.push_back({argument, "",
                          core::say("Skriv fält=värde, t.ex. {}=…", "Write field=value, e.g. {}=…",
                                    type.title_field)});
      continue;
    }
    const std::string name = argument.substr(0, equals);
    const std::string text = argument.substr(equals + 1);
    try {
      const core::Field& field = type.get_field(name);
      const bool is_reference = field.kind == core::FieldKind::reference && !text.empty();
      change.set(type, field,
                 is_reference ? read_reference(field, text) : core::parse_value(type, field, text));
    } catch (const core::Error& error) {
      problems.push_back({name, core::shorten(text), error.text()});
    }
  }
  if (problems.empty()) return change;
  core::Text text = problems.front().text;
  throw core::Error(core::ErrorCode::invalid, std::move(text), std::move(problems));
}

std::string decimals(std::int64_t value, core::Language language) {
  const std::int64_t whole = value < 0 ? -value : value;
  return fmt::format("{}{}{}{:02}", value < 0 ? "-" : "", whole / 100,
                     language == core::Language::swedish ? ',' : '.', whole % 100);
}

}  // namespace

core::Record find_record(const CompanyDatabase& company, const core::RecordType& type,
                         const std::string& text, const Actor& actor) {
  const bool is_marked = text.starts_with('#');
  if (const auto number = parse_number(std::string_view(text).substr(is_marked ? 1 : 0))) {
    if (!is_marked) {
      if (auto found = with_value(company, type, "id", *number, actor); !found.empty())
        return found.front();
    }
    if (!type.series_field.empty()) {
      if (auto found = with_value(company, type, type.series_field, *number, actor);
          !found.empty()) {
        return found.front();
      }
    }
  } else {
    const std::string by = type.name == "user" ? "user_name" : type.title_field;
    for (const std::string& field : {by, type.title_field}) {
      auto found = with_value(company, type, field, text, actor);
      if (found.size() == 1) return found.front();
      if (found.size() > 1) {
        throw core::Error(core::ErrorCode::conflict,
                          core::Text{fmt::format("{}: flera heter {}. Ange id i stället.",
                                                 type.label_plural.sv, text),
                                     fmt::format("{}: several are called {}. Give the id instead.",
                                                 type.label_plural.en, text)});
      }
    }
  }
  throw core::Error(core::ErrorCode::not_found,
                    core::Text{fmt::format("{}: {} finns inte. Sök med: tusk record list {} "
                                           "--search TEXT.",
                                           type.label_plural.sv, text, type.name),
                               fmt::format("{}: there is no {}. Search with: tusk record list {} "
                                           "--search TEXT.",
                                           type.label_plural.en, text, type.name)});
}

core::Change parse_changes(const CompanyDatabase& company, const core::RecordType& type,
                           const std::vector<std::string>& arguments, const Actor& actor) {
  return parse_with(type, arguments,
                    [&](const core::Field& field, const std::string& text) -> core::Value {
                      const core::RecordType& target = core::registry().get(field.reference_type);
                      return find_record(company, target, text, actor).id;
                    });
}

core::Change parse_changes(const core::RecordType& type,
                           const std::vector<std::string>& arguments) {
  return parse_with(type, arguments, [&](const core::Field& field, const std::string& text) {
    return core::parse_value(type, field, text);
  });
}

storage::Filter parse_filter(const core::RecordType& type, const std::string& text) {
  const auto words = storage::split_filter(text);
  if (!words) {
    throw core::invalid_field(
        "filter", text,
        core::say("Skriv fält:villkor:värde, t.ex. {}:eq:…",
                  "Write field:operation:value, e.g. {}:eq:…", type.title_field));
  }
  const auto comparison = storage::parse_comparison(words->comparison);
  if (!comparison) {
    throw core::invalid_field("filter", words->comparison,
                              core::say("Villkoret ska vara ett av: eq, ne, lt, le, gt, ge.",
                                        "The operation must be one of: eq, ne, lt, le, gt, ge."));
  }
  storage::Filter filter{.field = std::string(words->field), .comparison = *comparison};
  const std::string value(words->value);
  if (filter.field == "id") {
    const auto number = parse_number(value);
    if (!number) {
      throw core::invalid_field(
          "filter", value, core::say("Id ska vara ett heltal.", "The id must be a whole number."));
    }
    filter.value = *number;
  } else if (filter.field == "created_at" || filter.field == "changed_at") {
    filter.value = core::parse_timestamp(value);
  } else {
    filter.value = core::parse_value(type, type.get_field(filter.field), value);
  }
  return filter;
}

boost::json::object to_json(const core::RecordType& type, const core::Record& record) {
  return core::record_to_json(type, record, ~core::FieldMask{0});
}

std::string display(const CompanyDatabase& company, const core::RecordType& type,
                    const core::Field& field, const core::Record& record, core::Language language) {
  const core::Value& value = record.values[type.index_of(field)];
  if (value.is_null()) return {};
  switch (field.kind) {
    case core::FieldKind::boolean:
      if (language == core::Language::swedish) return value.boolean() ? "ja" : "nej";
      return value.boolean() ? "yes" : "no";
    case core::FieldKind::money:
    case core::FieldKind::percent:
      return decimals(value.integer(), language);
    case core::FieldKind::choice:
      for (const core::Choice& choice : field.choices) {
        if (choice.value == value.text()) return choice.label.in(language);
      }
      return value.text();
    case core::FieldKind::reference: {
      const core::RecordType& target = core::registry().get(field.reference_type);
      const auto referred = company.find_by(target, "id", value);
      return referred ? core::title_of(target, *referred) : core::to_display(value);
    }
    case core::FieldKind::text:
    case core::FieldKind::long_text:
    case core::FieldKind::note:
    case core::FieldKind::email:
    case core::FieldKind::phone:
    case core::FieldKind::url:
    case core::FieldKind::integer:
    case core::FieldKind::date:
    case core::FieldKind::timestamp:
    case core::FieldKind::country:
    case core::FieldKind::language:
    case core::FieldKind::currency:
      return core::to_display(value);
  }
  return core::to_display(value);
}

}  // namespace tusk::cli
