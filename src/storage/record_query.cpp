#include "storage/record_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/error.h"
#include "core/fnv1a.h"
#include "storage/columns.h"
#include "storage/limits.h"
#include "storage/ownership.h"
#include "storage/search.h"
#include "storage/text_fold.h"

namespace tusk::storage {
namespace {

using core::Field;
using core::FieldKind;
using core::RecordType;
using core::Value;
using core::ValueKind;

// Below every value that a person can enter, so that empty fields come first.
constexpr std::string_view lowest_integer = "-9223372036854775807";

bool is_meta_column(std::string_view name) {
  return name == "id" || name == "created_at" || name == "changed_at";
}

const Field& get_field_here(const RecordType& type, core::Side side, const std::string& name) {
  const Field& field = type.get_field(name);
  if (core::exists_on(type, field, side)) return field;
  throw core::invalid_field(
      name, "",
      core::say("Fältet {} finns bara på kontoret.", "The field {} is in the office only.", name));
}

struct SortKey {
  std::string sql;
  bool text = false;
};

SortKey field_key(const RecordType& type, const Field& field, Engine engine) {
  const std::string column = quoted(type.name) + "." + quoted(field.name);
  switch (core::value_kind(field.kind)) {
    case ValueKind::text:
      break;
    case ValueKind::integer:
      return {fmt::format("coalesce({}, {})", column, lowest_integer), false};
    case ValueKind::boolean:
      return {"CASE WHEN " + column + " THEN 1 ELSE 0 END", false};
  }
  return {sort_key_sql("coalesce(" + column + ", '')", engine), true};
}

// A reference sorts by the title of what it names.
SortKey reference_key(const core::Registry& registry, const RecordType& type, const Field& field,
                      Engine engine) {
  const RecordType& target = registry.get(field.reference_type);
  const std::string title =
      engine == Engine::postgres
          ? fmt::format("named.{}", title_key_column)
          : sort_key_sql("coalesce(named." + quoted(target.title_field) + ", '')", engine);
  return {fmt::format("coalesce((SELECT {} FROM {} AS named WHERE {{company:named}} AND named.id = "
                      "{}.{}), '')",
                      title, quoted(target.name), quoted(type.name), quoted(field.name)),
          true};
}

SortKey sort_key(const core::Registry& registry, const RecordType& type, core::Side side,
                 Engine engine, const std::string& sort) {
  if (is_meta_column(sort)) return {sort, false};
  if (sort.empty()) return {title_key_sql(type, engine), true};
  const Field& field = get_field_here(type, side, sort);
  if (field.name == type.title_field) return {title_key_sql(type, engine), true};
  if (field.kind == FieldKind::reference) return reference_key(registry, type, field, engine);
  return field_key(type, field, engine);
}

bool holds(ValueKind kind, const Value& value) {
  switch (kind) {
    case ValueKind::text:
      return value.is_text();
    case ValueKind::integer:
      return value.is_integer();
    case ValueKind::boolean:
      return value.is_boolean();
  }
  return false;
}

void check_filter_kind(const Field& field, const Value& value) {
  if (value.is_null() || holds(core::value_kind(field.kind), value)) return;
  throw core::invalid_field(field.name, core::to_display(value),
                            core::Text{field.label.sv + " kan inte jämföras med det värdet.",
                                       field.label.en + " cannot be compared with that value."});
}

const char* operator_of(Comparison comparison) {
  switch (comparison) {
    case Comparison::equal:
      return "=";
    case Comparison::not_equal:
      return "IS DISTINCT FROM";
    case Comparison::less:
      return "<";
    case Comparison::less_equal:
      return "<=";
    case Comparison::greater:
      return ">";
    case Comparison::greater_equal:
      return ">=";
  }
  return "=";
}

class Builder {
 public:
  Builder(const RecordType& type, core::Side side) : type_(type), side_(side) {}

  std::string add(Value value) {
    values_.push_back(std::move(value));
    return "$" + std::to_string(values_.size());
  }

  void filter(const Filter& filter) {
    const std::string column = quoted(filter.field);
    if (!is_meta_column(filter.field)) {
      check_filter_kind(get_field_here(type_, side_, filter.field), filter.value);
    } else if (!filter.value.is_integer()) {
      throw core::invalid_field(filter.field, core::to_display(filter.value),
                                core::say("{} jämförs med ett heltal.",
                                          "{} is compared with a whole number.", filter.field));
    }
    where_ += " AND ";
    if (!filter.value.is_null()) {
      where_ += column + " " + operator_of(filter.comparison) + " " + add(filter.value);
    } else if (filter.comparison == Comparison::equal) {
      where_ += column + " IS NULL";
    } else if (filter.comparison == Comparison::not_equal) {
      where_ += column + " IS NOT NULL";
    } else {
      throw core::invalid_field(filter.field, "",
                                core::say("Ange ett värde att jämföra {} med.",
                                          "Give a value to compare {} with.", filter.field));
    }
  }

  void condition(const std::string& sql) { where_ += " AND " + sql; }

  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] const std::vector<Value>& values() const { return values_; }

 private:
  const RecordType& type_;
  core::Side side_;
  std::string where_ = "{company}";
  std::vector<Value> values_;
};

// What a cursor is good for: the same question, from another row on.
std::string fingerprint(const RecordType& type, const RecordQuery& query) {
  std::string text =
      fmt::format("{}\x1f{}\x1f{}\x1f{}", type.name, query.search, query.sort, query.descending);
  for (const Filter& filter : query.filters) {
    text += fmt::format("\x1f{}\x1f{}\x1f{}", filter.field, static_cast<int>(filter.comparison),
                        core::to_display(filter.value));
  }
  if (query.owner) text += fmt::format("\x1fof {}", *query.owner);
  return fmt::format("{:016x}", core::fnv1a(text));
}

struct Position {
  Value key;
  core::RecordId id = 0;
};

template <typename Number>
Number parse_number(std::string_view cursor, std::string_view text, int base = 10) {
  Number number{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (text.empty() || result.ec != std::errc() || result.ptr != text.data() + text.size()) {
    throw wrong_cursor(cursor);
  }
  return number;
}

// <fingerprint>.<id>.<integer, or t and hexadecimal text>
Position read_cursor(const RecordType& type, const RecordQuery& query, bool text_key) {
  const std::string_view cursor = query.cursor;
  const auto first = cursor.find('.');
  const auto second = cursor.find('.', std::min(first, cursor.size() - 1) + 1);
  if (second == std::string_view::npos || cursor.substr(0, first) != fingerprint(type, query)) {
    throw wrong_cursor(cursor);
  }
  Position position;
  position.id = parse_number<std::int64_t>(cursor, cursor.substr(first + 1, second - first - 1));
  std::string_view key = cursor.substr(second + 1);
  if (key.starts_with('t') != text_key) throw wrong_cursor(cursor);
  if (!text_key) {
    position.key = parse_number<std::int64_t>(cursor, key);
    return position;
  }
  key.remove_prefix(1);
  if (key.size() % 2 != 0) throw wrong_cursor(cursor);
  std::string text;
  for (std::size_t i = 0; i < key.size(); i += 2) {
    text += static_cast<char>(parse_number<unsigned char>(cursor, key.substr(i, 2), 16));
  }
  position.key = std::move(text);
  return position;
}

}  // namespace

std::string folded_title_sql(const RecordType& type, Engine engine) {
  return sort_key_sql("coalesce(" + quoted(type.title_field) + ", '')", engine);
}

std::string title_key_sql(const RecordType& type, Engine engine) {
  return engine == Engine::postgres ? title_key_column : folded_title_sql(type, engine);
}

ListSql make_list_sql(const core::Registry& registry, const RecordType& type, core::Side side,
                      Engine engine, const RecordQuery& query) {
  if (query.limit < 1 || query.limit > max_page_size) {
    throw core::invalid_field("limit", std::to_string(query.limit),
                              core::say("Begär mellan 1 och {} poster.",
                                        "Ask for between 1 and {} records.", max_page_size));
  }
  ListSql sql;
  Builder builder(type, side);
  for (const Filter& filter : query.filters) builder.filter(filter);
  if (query.owner) {
    builder.condition(type.owner_field.empty()
                          ? "FALSE"
                          : owner_condition(registry, type, builder.add(*query.owner)));
  }
  if (!query.search.empty()) {
    const std::string words = is_searchable(type) ? search_argument(query.search, engine) : "";
    sql.nothing = words.empty() && query.search.find_first_not_of(" \t\r\n") != std::string::npos;
    if (!words.empty()) builder.condition(search_predicate(type, builder.add(words), engine));
  }
  sql.count = fmt::format("SELECT count(*) FROM {} WHERE {}", quoted(type.name), builder.where());
  sql.count_values = builder.values();

  const SortKey key = sort_key(registry, type, side, engine, query.sort);
  sql.text_key = key.text;
  if (!query.cursor.empty()) {
    const Position from = read_cursor(type, query, key.text);
    const char* beyond = query.descending ? "<" : ">";
    const std::string value = builder.add(from.key);
    const std::string id = builder.add(from.id);
    builder.condition(fmt::format("{0} {1}= {2} AND ({0} {1} {2} OR {3}.id {1} {4})", key.sql,
                                  beyond, value, quoted(type.name), id));
  }
  const char* direction = query.descending ? " DESC" : "";
  sql.page = fmt::format(
      "SELECT {0} AS sort_key, id, {1} FROM {2} WHERE {3} ORDER BY {0}{4}, "
      "id{4} LIMIT {5}",
      key.sql, column_list(type, side), quoted(type.name), builder.where(), direction,
      query.limit + 1);
  sql.page_values = builder.values();
  return sql;
}

core::Error wrong_cursor(std::string_view cursor) {
  return core::invalid_field(
      "cursor", cursor,
      core::say("Markören hör inte till den här listan. Hämta listan från början.",
                "The cursor does not belong to this list. Fetch the list from its beginning."));
}

std::string make_cursor(const RecordType& type, const RecordQuery& query, const Value& key,
                        core::RecordId id) {
  std::string text = fmt::format("{}.{}.", fingerprint(type, query), id);
  if (key.is_integer()) return text + std::to_string(key.integer());
  text += 't';
  for (const char byte : key.text()) {
    text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  }
  return text;
}

}  // namespace tusk::storage
