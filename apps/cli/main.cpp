#include "cli/program.h"

int main(int argc, char** argv) {
  return tusk::cli::run(argc, argv);
}
