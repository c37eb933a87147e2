#pragma once

// Exit codes of the programs, so that scripts and supervisors can tell the errors apart.

#include "core/error.h"

namespace tusk::platform {

inline constexpr int exit_usage = 2;

[[nodiscard]] constexpr int exit_code_of(core::ErrorCode code) {
  switch (code) {
    case core::ErrorCode::invalid:
      return 3;
    case core::ErrorCode::not_found:
      return 4;
    case core::ErrorCode::unauthenticated:
    case core::ErrorCode::forbidden:
      return 5;
    case core::ErrorCode::conflict:
      return 6;
    case core::ErrorCode::limit:
      return 7;
    case core::ErrorCode::unavailable:
      return 8;
    case core::ErrorCode::internal:
      return 70;
  }
  return 70;
}

}  // namespace tusk::platform
