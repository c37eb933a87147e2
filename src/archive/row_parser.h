#pragma once

// Rows of a block from their JSON text, value by value, with nothing built in between.

#include <cstdint>
#include <string>
#include <string_view>

#include "archive/block.h"
#include "archive/format.h"
#include "archive/row_sink.h"

namespace tusk::archive {

// How many rows there were. Throws Error{invalid} (damaged()) if the text is not what the section
// and the block promise: well-formed UTF-8, kinds, values per row, number of rows. Errors of the
// sink pass through.
std::int64_t parse_rows(const Block& block, const Section& section, const std::string& source,
                        RowSink& sink);

}  // namespace tusk::archive
