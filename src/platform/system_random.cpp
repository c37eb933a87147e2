#include "platform/system_random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace tusk::platform {

void SystemRandom::fill(std::span<std::byte> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::getrandom(bytes.data() + done, bytes.size() - done, 0);
    if (got > 0) {
      done += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      throw core::Error(core::ErrorCode::internal,
                        core::say("Datorn ger inga slumptal.", "The computer gives no randomness."),
                        {}, std::strerror(errno));
    }
  }
}

}  // namespace tusk::platform
