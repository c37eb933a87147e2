#pragma once

#include "core/text.h"

namespace tusk::platform {

// What the person at the terminal reads best, from the first of LC_ALL, LC_MESSAGES and LANG that
// is set: Swedish for Scandinavians and where nothing is said ("C" and "POSIX" are no language),
// else English.
[[nodiscard]] core::Language user_language();

}  // namespace tusk::platform
