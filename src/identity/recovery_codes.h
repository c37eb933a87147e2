#pragma once

// Codes on paper, for whoever has lost the second factor: ten of them, each good for one log-in.
//
// A code is 80 random bits, more than anybody can try out even without a server in between; so a
// plain SHA-256 of it is kept, not the slow hash that passwords need.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.h"
#include "storage/database.h"

namespace tusk::identity {

// New ones instead of those that there are; shown this once: "k7qm-x2p9-4hwz-tn3c".
[[nodiscard]] std::vector<std::string> renew_recovery_codes(storage::Transaction&, core::Random&,
                                                            std::string_view person);
// With the first second factor; none if the person has some already.
[[nodiscard]] std::vector<std::string> make_first_recovery_codes(storage::Transaction&,
                                                                 core::Random&,
                                                                 std::string_view person);
// True once for each code, in any spelling: capitals, spaces, o for 0, l for 1.
[[nodiscard]] bool use_recovery_code(storage::Transaction&, std::string_view person,
                                     std::string_view code);
[[nodiscard]] std::int64_t count_recovery_codes(storage::Transaction&, std::string_view person);
void forget_recovery_codes(storage::Transaction&, std::string_view person);

}  // namespace tusk::identity
