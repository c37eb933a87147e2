#pragma once

// Files that are named on the command line; "-" is standard input and output.

#include <string>
#include <string_view>

namespace tusk::cli {

// Everything in it. Throws Error{not_found, forbidden, unavailable} that names the file and says
// why.
[[nodiscard]] std::string read_file_argument(const std::string& file);

enum class Overwrite { no, yes };

// Whole or not at all: written beside and renamed. Throws Error{conflict} if the file is there and
// may not be overwritten.
void write_file_argument(const std::string& file, std::string_view contents, Overwrite overwrite);

}  // namespace tusk::cli
