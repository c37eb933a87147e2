#pragma once

namespace tusk::cli {

// The whole program `tusk`: reads the command line, runs the command, prints. Returns the exit
// code: 0 done, 2 wrong command line, else by the kind of error (exit_code.h).
int run(int argc, char** argv);

}  // namespace tusk::cli
