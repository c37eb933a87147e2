#pragma once

// CSV files as rows of cells: RFC 4180, and what spreadsheets make of it.

#include <string>
#include <string_view>
#include <vector>

#include "business/import/contacts.h"

namespace tusk::business {

struct CsvRow {
  std::size_t line = 0;
  std::vector<std::string> cells;  // clean UTF-8, newlines as LF
};

struct CsvFile {
  char delimiter = ',';
  CsvRow header;
  std::vector<CsvRow> rows;            // rows without any text are left out
  std::vector<ImportProblem> refused;  // rows that could not be read
};

// `bytes` without byte order mark. The delimiter (comma, semicolon or tab) is the one that the
// first row has most of. A row whose quotes do not close is refused, and reading goes on with the
// line after the one it begins in.
[[nodiscard]] CsvFile read_csv(std::string_view bytes);

// A cell as it stands in a CSV file: quoted if it must be.
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace tusk::business
