#pragma once

// The add-on Tusk Online of the licence, which is assigned to each company database by itself. One
// is included: the first company that is no sample has it from the beginning.

#include "business/actor.h"
#include "business/company_database.h"
#include "storage/database.h"

namespace tusk::business {

class Installation;

// As it is now, not as it was when the company was opened.
[[nodiscard]] bool has_online_licence(Installation& installation, std::int64_t company_number);
// For super users. Throws Error{conflict} for a sample company.
void assign_online_licence(Installation& installation, const Actor& actor, const Company& company);
// For super users. Throws Error{conflict} while the company is connected.
void withdraw_online_licence(Installation& installation, const Actor& actor,
                             const Company& company);

// Whether a company that is being added gets the one that is included.
[[nodiscard]] bool is_online_included(storage::Transaction& system, bool sample);

}  // namespace tusk::business
