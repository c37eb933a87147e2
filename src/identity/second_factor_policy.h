#pragma once

// Whether a company wants everybody, or its super users, to have a second factor. Who must have one
// and has none logs in, but does not get into the company before it is set up.

#include <string>
#include <string_view>
#include <vector>

#include "identity/companies.h"
#include "storage/database.h"

namespace tusk::identity {

enum class SecondFactorPolicy { optional, super_users, everyone };
// "optional", "super_users", "everyone"
[[nodiscard]] const char* name_of(SecondFactorPolicy);

[[nodiscard]] SecondFactorPolicy load_second_factor_policy(storage::Transaction&,
                                                           std::string_view company);
// Throws Error{conflict} if `person`, who sets it, would shut themselves out.
void set_second_factor_policy(storage::Transaction&, std::string_view company, SecondFactorPolicy,
                              std::string_view person);

// Connected companies of the person that want one of them; by name.
[[nodiscard]] std::vector<Company> list_companies_that_require_factor(storage::Transaction&,
                                                                      std::string_view person);
// Those of them that the person can't open for want of one.
[[nodiscard]] std::vector<Company> list_companies_without_factor(storage::Transaction&,
                                                                 std::string_view person);
// Throws Error{conflict} that names a company that requires what is about to be removed.
void require_factor_not_required(storage::Transaction&, std::string_view person);

// For queries that read a session: that `c` may be opened by the person of `s` with the role of
// `m`.
inline constexpr std::string_view has_required_factor =
    "(c.second_factor = 'optional' OR (c.second_factor = 'super_users' AND m.role <> 'super_user') "
    "OR EXISTS (SELECT 1 FROM directory_totp t WHERE t.identity = s.identity AND t.secret IS NOT "
    "NULL) OR EXISTS (SELECT 1 FROM directory_passkey k WHERE k.identity = s.identity))";

}  // namespace tusk::identity
