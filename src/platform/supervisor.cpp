#include "platform/supervisor.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace tusk::platform {

namespace {

void notify(std::string_view message) {
  const char* given = std::getenv("NOTIFY_SOCKET");
  const std::string_view name = given != nullptr ? given : "";
  sockaddr_un address{};
  if (name.empty() || name.size() >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, name.data(), name.size());
  if (name.front() == '@') address.sun_path[0] = '\0';  // in the abstract name space
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());

  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  // Without waiting: a supervisor that does not read is no reason to stand still.
  [[maybe_unused]] const auto sent =
      ::sendto(descriptor, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
               reinterpret_cast<const sockaddr*>(&address), size);
  ::close(descriptor);
}

}  // namespace

void notify_ready() {
  notify("READY=1");
}

void notify_alive() {
  notify("WATCHDOG=1");
}

void notify_stopping() {
  notify("STOPPING=1");
}

}  // namespace tusk::platform
