#pragma once

// Tusk IDs with two-step log-in: what changes something online needs a code beside the password.
// Whether it does is known only to the server, so it is asked first without one.

#include <functional>
#include <optional>
#include <string>

#include "core/error.h"

namespace tusk::connection {

// A code of the person's app, or a recovery code. Called when the server wants one, in the thread
// that does the work; `attempt` counts from 1, for those that were not right. Nothing: there is
// none (any more), and the work fails with what the server said.
using AskCode = std::function<std::optional<std::string>(int attempt)>;

inline constexpr int max_code_attempts = 3;

// Whether that is why the server refused it.
[[nodiscard]] bool is_code_needed(const core::Error& error);

// What `call(code)` returns: called without a code, and with one as often as is reasonable.
template <typename Call>
auto with_code(const AskCode& ask, Call&& call) {
  std::optional<core::Error> refusal;
  try {
    return call(std::optional<std::string>());
  } catch (const core::Error& error) {
    if (!ask || !is_code_needed(error)) throw;
    refusal = error;
  }
  for (int attempt = 1; attempt <= max_code_attempts; ++attempt) {
    const std::optional<std::string> code = ask(attempt);
    if (!code) break;
    try {
      return call(code);
    } catch (const core::Error& error) {
      if (error.code() != core::ErrorCode::unauthenticated) throw;
      refusal = error;
    }
  }
  throw core::Error(*refusal);
}

}  // namespace tusk::connection
