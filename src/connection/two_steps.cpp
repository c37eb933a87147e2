#include "connection/two_steps.h"

#include <algorithm>

namespace tusk::connection {

bool is_code_needed(const core::Error& error) {
  return error.code() == core::ErrorCode::unauthenticated &&
         std::any_of(error.problems().begin(), error.problems().end(),
                     [](const core::Problem& problem) { return problem.field == "code"; });
}

}  // namespace tusk::connection
