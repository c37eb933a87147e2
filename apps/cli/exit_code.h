#pragma once

// Exit codes of `tusk` are those of all the programs.

#include "platform/exit_code.h"

namespace tusk::cli {

using platform::exit_code_of;
using platform::exit_usage;

}  // namespace tusk::cli
