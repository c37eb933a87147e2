#pragma once

// How often something may be asked for: counted in the directory, so that it is the same for every
// server, exact however many ask at once, and remembered when a server starts anew.

#include <string_view>

#include "core/clock.h"
#include "storage/database.h"

namespace tusk::identity {

struct Allowance {
  std::int64_t most = 0;
  core::Microseconds window = 0;  // which begins with the first
};

// Counts one more; true if it is within the allowance. `what` names the thing and whose it is.
[[nodiscard]] bool count_one(storage::Transaction&, std::string_view what, const Allowance&,
                             const core::Clock&);

// Forgets counts whose window is over. Called now and then.
void forget_old_allowances(storage::Transaction&, const core::Clock&);

}  // namespace tusk::identity
