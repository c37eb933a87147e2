#pragma once

// What must be filled in before a company can be connected to Tusk Online, and where to mend it.

#include <string>
#include <vector>

#include "business/company_database.h"
#include "core/text.h"

namespace tusk::business {

class Installation;

struct Prerequisite {
  std::string name;  // "company.phone", "licence.holder", "user.employee" …
  bool met = false;
  core::Text text;    // what is needed
  core::Text remedy;  // where to fill it in
};

// Every prerequisite, met or not, in the order in which people read them.
[[nodiscard]] std::vector<Prerequisite> check_prerequisites(Installation& installation,
                                                            const CompanyDatabase& company,
                                                            const Actor& actor);
// Throws Error{conflict} with a problem for each that is not met.
void require_prerequisites(const std::vector<Prerequisite>& prerequisites);

}  // namespace tusk::business
