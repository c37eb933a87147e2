#pragma once

// What people and programs get to read: aligned tables and sentences, or JSON.

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "business/local_time.h"
#include "core/clock.h"
#include "core/error.h"

namespace tusk::cli {

// Columns as wide as their widest cell, two spaces between; numbers at the right.
class Table {
 public:
  explicit Table(std::vector<std::string> headings);
  void align_right(std::size_t column);
  void add(std::vector<std::string> cells);
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::string> headings_;
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;
};

void print_line(std::string_view line);
void print(const Table& table);
// One line of JSON.
void print(const boost::json::value& value);
// On stderr: sentence and problems, or {"error":{"code","message","problems"}}.
void print_error(const core::Error& error, core::Language language, bool as_json);
// A remark on the way, on stderr, so that stdout stays what was asked for.
void print_remark(std::string_view line);

// The same line of the terminal again and again (stderr); empty clears it.
void print_progress(std::string_view line);

using business::format_local_time;
[[nodiscard]] std::string yes_no(bool value, core::Language language);

}  // namespace tusk::cli
