#pragma once

namespace tusk::online {

// tusk-online --config FILE                 serves until SIGTERM
// tusk-online admin … --config FILE         sees to people, while the server runs or not
// tusk-online mail … --config FILE          sees to the letters that wait
// The exit code (platform/exit_code.h); why it failed is on standard error.
int run_command_line(int argc, char** argv);

}  // namespace tusk::online
