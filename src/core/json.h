#pragma once

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <string_view>

namespace tusk::core {

// Parses text of any origin: depth at most 32, well-formed UTF-8, no key twice in an object (two
// readers could take different ones for it).
// Throws Error{invalid} that says where it stopped. `memory`: where the value lives.
[[nodiscard]] boost::json::value parse_json(std::string_view text,
                                            boost::json::storage_ptr memory = {});

}  // namespace tusk::core
