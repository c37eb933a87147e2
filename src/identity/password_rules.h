#pragma once

// Which passwords may be chosen. Length counts, composition does not.

#include <string_view>

namespace tusk::identity {

// Throws Error{invalid} with what is wrong and how to mend it; never with the password.
// REQ: SEC-4.
void check_password(std::string_view password, std::string_view email, std::string_view name);

}  // namespace tusk::identity
