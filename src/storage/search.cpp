#include "storage/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/error.h"
#include "storage/columns.h"
#include "storage/limits.h"
#include "storage/text_fold.h"

namespace tusk::storage {
namespace {

// One word as the person typed it, between white space.
struct TypedWord {
  std::vector<std::string> parts;  // "olsson-berg": two
  std::string digits;              // all of them, if it is made of digits and their separators
};

TypedWord read_word(std::string_view typed) {
  TypedWord word;
  word.parts = split_words(fold_for_search(typed));
  const bool number = std::all_of(typed.begin(), typed.end(), [](char c) {
    return (c >= '0' && c <= '9') || std::string_view("+-()/.").find(c) != std::string_view::npos;
  });
  if (number) {
    for (const std::string& part : word.parts) word.digits += part;
  }
  return word;
}

std::vector<TypedWord> read_words(std::string_view typed) {
  std::vector<TypedWord> words;
  std::size_t count = 0;
  constexpr std::string_view space = " \t\r\n";
  while (true) {
    const auto begin = typed.find_first_not_of(space);
    if (begin == std::string_view::npos) return words;
    typed.remove_prefix(begin);
    const auto length = std::min(typed.find_first_of(space), typed.size());
    TypedWord word = read_word(typed.substr(0, length));
    typed.remove_prefix(length);
    count += word.parts.size();
    if (count > max_search_words) {
      throw core::invalid_field(
          "q", typed,
          core::say("Sök på högst {} ord.", "Search for at most {} words.", max_search_words));
    }
    if (!word.parts.empty()) words.push_back(std::move(word));
  }
}

std::string prefix_term(const std::string& word, Engine engine) {
  return engine == Engine::sqlite ? "\"" + word + "\"*" : "'" + word + "':*";
}

std::string all_of(const std::vector<std::string>& terms, Engine engine) {
  return fmt::format("{}", fmt::join(terms, engine == Engine::sqlite ? " AND " : " & "));
}

std::string any_of(const std::string& a, const std::string& b, Engine engine) {
  return "((" + a + ")" + (engine == Engine::sqlite ? " OR " : " | ") + "(" + b + "))";
}

}  // namespace

bool is_searchable(const core::RecordType& type) {
  return std::any_of(type.fields.begin(), type.fields.end(),
                     [](const core::Field& field) { return field.searchable; });
}

std::string searched_text_sql(const core::RecordType& type, const std::string& prefix,
                              Engine engine) {
  std::vector<std::string> texts;
  for (const core::Field& field : type.fields) {
    if (!field.searchable) continue;
    const std::string column = prefix + quoted(field.name);
    const bool integer = core::value_kind(field.kind) == core::ValueKind::integer;
    texts.push_back(
        fmt::format("coalesce({}, '')", integer ? "CAST(" + column + " AS TEXT)" : column));
    if (field.kind == core::FieldKind::phone) {
      texts.push_back(fmt::format("coalesce({}, '')", digits_sql(column, engine)));
    }
  }
  return fmt::format("{}", fmt::join(texts, " || ' ' || "));
}

SearchedText::SearchedText(const core::RecordType& type) {
  for (const core::Field& field : type.fields) {
    if (!field.searchable) continue;
    columns_ += ", " + quoted(field.name);
    is_phone_.push_back(field.kind == core::FieldKind::phone);
  }
}

const std::string& SearchedText::of(const Statement& row, int first) {
  text_.clear();
  for (std::size_t i = 0; i < is_phone_.size(); ++i) {
    const std::string_view value = row.text(first + static_cast<int>(i));
    if (i > 0) text_ += ' ';
    text_ += value;
    if (is_phone_[i]) text_ += ' ' + digits_of(value);
  }
  text_ = protect_letters(std::move(text_));
  return text_;
}

std::string search_argument(std::string_view typed, Engine engine) {
  if (typed.size() > max_search_bytes) {
    throw core::invalid_field(
        "q", typed,
        core::say("Sök på en kortare text (högst {} tecken).",
                  "Search for a shorter text (at most {} characters).", max_search_bytes));
  }
  const std::vector<TypedWord> words = read_words(typed);
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < words.size();) {
    // A telephone number may be written apart: words of digits that follow each other.
    std::vector<std::string> parts;
    std::string digits;
    const bool number = !words[i].digits.empty();
    do {
      for (const std::string& part : words[i].parts) parts.push_back(prefix_term(part, engine));
      digits += words[i].digits;
    } while (++i < words.size() && number && !words[i].digits.empty());
    std::string term = all_of(parts, engine);
    terms.push_back(number && parts.size() > 1 ? any_of(term, prefix_term(digits, engine), engine)
                                               : term);
  }
  return all_of(terms, engine);
}

std::string search_predicate(const core::RecordType& type, const std::string& parameter,
                             Engine engine) {
  if (engine == Engine::postgres) return "search_words @@ CAST(" + parameter + " AS tsquery)";
  return fmt::format("id IN (SELECT rowid FROM \"{0}_search\" WHERE \"{0}_search\" MATCH {1})",
                     type.name, parameter);
}

}  // namespace tusk::storage
