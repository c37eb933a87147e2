#pragma once

#include <string>

namespace tusk::storage::postgres {

// Throws Error{invalid} for an address that libpq doesn't understand, and for a password in the
// address or in the environment, where other people and programs can read it.
void check_address(const std::string& uri);

}  // namespace tusk::storage::postgres
