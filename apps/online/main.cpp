#include "online/command_line.h"

int main(int argc, char** argv) {
  return tusk::online::run_command_line(argc, argv);
}
