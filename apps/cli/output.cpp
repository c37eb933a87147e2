#include "cli/output.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>

#include "core/validation.h"

namespace tusk::cli {
namespace json = boost::json;
namespace {

// A cell is one line: a note's newlines would tear the table apart.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return core::shorten(text, 60);
}

void write_to(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

json::object error_to_json(const core::Error& error, core::Language language) {
  json::array problems;
  for (const core::Problem& problem : error.problems()) {
    problems.push_back({{"field", problem.field},
                        {"value", problem.value},
                        {"message", problem.text.in(language)}});
  }
  json::object inner;
  inner["code"] = core::name_of(error.code());
  inner["message"] = error.text().in(language);
  inner["problems"] = std::move(problems);
  json::object result;
  result["error"] = std::move(inner);
  return result;
}

}  // namespace

Table::Table(std::vector<std::string> headings)
    : headings_(std::move(headings)), right_(headings_.size(), false) {}

void Table::align_right(std::size_t column) {
  right_.at(column) = true;
}

void Table::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = one_line(std::move(cell));
  cells.resize(headings_.size());
  rows_.push_back(std::move(cells));
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (const std::string& heading : headings_) widths.push_back(core::count_characters(heading));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], core::count_characters(row[i]));
  }
  std::string result;
  const auto add_row = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - core::count_characters(row[i]), ' ');
      line += (i == 0 ? "" : "  ") + (right_[i] ? space + row[i] : row[i] + space);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    result += line + "\n";
  };
  add_row(headings_);
  for (const auto& row : rows_) add_row(row);
  return result;
}

void print_line(std::string_view line) {
  write_to(stdout, std::string(line) + "\n");
}

void print(const Table& table) {
  write_to(stdout, table.text());
}

void print(const json::value& value) {
  print_line(json::serialize(value));
}

void print_error(const core::Error& error, core::Language language, bool as_json) {
  if (as_json) {
    write_to(stderr, json::serialize(error_to_json(error, language)) + "\n");
    return;
  }
  std::string text = "tusk: " + error.text().in(language) + "\n";
  for (const core::Problem& problem : error.problems()) {
    // One problem is what the sentence already says; the field and the value are still news.
    text += "  " + problem.field;
    if (!problem.value.empty()) text += " = \"" + problem.value + "\"";
    if (!(problem.text == error.text())) text += ": " + problem.text.in(language);
    text += "\n";
  }
  write_to(stderr, text);
}

void print_remark(std::string_view line) {
  write_to(stderr, std::string(line) + "\n");
}

void print_progress(std::string_view line) {
  write_to(stderr, "\r\x1B[K" + std::string(line));
}

std::string yes_no(bool value, core::Language language) {
  if (language == core::Language::swedish) return value ? "ja" : "nej";
  return value ? "yes" : "no";
}

}  // namespace tusk::cli
