#pragma once

// Rows of a block from their JSON text, value by value, with nothing built in between.

#include <cstdint>
#include <string>
#include <string_view>

#include "archive/block.h"
#include "archive/format.h"

namespace tusk::archive {

// Gets the values of a row, one for each column of the section and of its kind or null.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void add_null() = 0;
  virtual void add(std::int64_t value) = 0;
  virtual void add(bool value) = 0;
  virtual void add(std::string_view value) = 0;
  virtual void end_row() = 0;
};

// How many rows there were. Throws Error{invalid} (damaged()) if the text is not what the section
// and the block promise: well-formed UTF-8, kinds, values per row, number of rows. Errors of the
// sink pass through.
std::int64_t parse_rows(const Block& block, const Section& section, const std::string& source,
                        RowSink& sink);

}  // namespace tusk::archive
