#pragma once

// tusk company, in several files.

#include "cli/context.h"

namespace CLI {
class App;
}

namespace tusk::cli {

void add_hold_command(CLI::App& company, Context& context);

}  // namespace tusk::cli
