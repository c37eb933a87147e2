#pragma once

// What people choose for themselves, beside their language.

#include <string>
#include <string_view>

#include "storage/database.h"

namespace tusk::identity {

struct Preferences {
  std::string time_zone;        // as the IANA database names it
  std::string default_company;  // that a log-in opens; empty: the one of last time
};

[[nodiscard]] Preferences load_preferences(storage::Transaction&, std::string_view person);
// Throws Error{invalid} for a zone that there is not.
void set_time_zone(storage::Transaction&, std::string_view person, std::string_view time_zone);
// Throws Error{not_found} unless the person is a member of it; empty: none.
void set_default_company(storage::Transaction&, std::string_view person, std::string_view company);

}  // namespace tusk::identity
