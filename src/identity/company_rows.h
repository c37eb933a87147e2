#pragma once

// How the tables of the directory are read for a Company: by this library's files that join them.

#include <string>
#include <string_view>

#include "identity/companies.h"

namespace tusk::identity {

inline constexpr int company_columns = 8;

// `{}` in `sql` becomes the columns of `directory_company c`.
[[nodiscard]] std::string with_company_columns(std::string_view sql);
// The company in the columns from `first` on.
[[nodiscard]] Company read_company(const storage::Statement& row, int first);

// The person's, with the rights of an own role. `role`: as the directory has it.
[[nodiscard]] Membership make_membership(storage::Transaction&, Company company,
                                         std::string_view role, std::string_view person);

}  // namespace tusk::identity
