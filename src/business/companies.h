#pragma once

// The company databases of an installation.

#include <string>
#include <string_view>
#include <vector>

#include "business/actor.h"
#include "business/company_database.h"
#include "core/record.h"

namespace tusk::business {

class Installation;

struct NewCompany {
  std::string name;
  bool sample = false;   // for trying out; can't be connected
  core::Change details;  // further fields of the record `company`
  explicit NewCompany(std::string company_name);
};

[[nodiscard]] std::vector<Company> list_companies(Installation& installation);
// By number or by name (case of ASCII letters does not matter). Throws Error{not_found} that lists
// the companies, Error{conflict} if several have that name.
[[nodiscard]] Company get_company(Installation& installation, std::string_view number_or_name);

// Makes the company database with its company record, built-in access profiles, first values of
// the drop-downs, and the installation's users. Super users only.
Company add_company(Installation& installation, const Actor& actor, const NewCompany& company);

// Opens and migrates, and makes equal what the system database and the company share (names,
// users): whatever a crash left between the two is mended here. This is for the program's own work;
// who works in the company logs in as well (log_in_to_company in session.h). Throws HeldError
// (sessions.h) while somebody else holds the company.
[[nodiscard]] CompanyDatabase open_company(Installation& installation, const Company& company);

// Opens without a log-in, also while somebody holds the company: to look at how it is doing, not to
// write.
[[nodiscard]] CompanyDatabase look_at_company(Installation& installation, const Company& company);

// Where the company's data is.
[[nodiscard]] storage::DatabaseAddress address_of(const Installation& installation,
                                                  const Company& company);

}  // namespace tusk::business
