#pragma once

// What a new company database holds from the start.

#include <vector>

#include "business/company_database.h"
#include "business/users.h"

namespace tusk::business {

// Names of the built-in access profiles.
inline constexpr const char* profile_super_user = "Superanvändare";
inline constexpr const char* profile_standard = "Standard";
inline constexpr const char* profile_read_only = "Läsbehörighet";

// In one transaction: identity of the database, company record from `details`, built-in access
// profiles, first values of the drop-downs, a user record for each account.
void set_up_company(CompanyDatabase& company, const std::vector<User>& users,
                    const core::Change& details, const Actor& actor);

}  // namespace tusk::business
