#pragma once

// JSON that people read in a diff: two spaces, one member per line, short arrays of plain values on
// one line.

#include <boost/json/fwd.hpp>
#include <string>

namespace tusk::api {

// With a line break at the end.
[[nodiscard]] std::string pretty_json(const boost::json::value& value);

}  // namespace tusk::api
