#include "platform/computer.h"

#include <unistd.h>

#include <climits>

namespace tusk::platform {

std::string computer_name() {
  char name[HOST_NAME_MAX + 1] = {};
  if (::gethostname(name, HOST_NAME_MAX) != 0 || name[0] == '\0') return "computer";
  return name;
}

}  // namespace tusk::platform
