#include "platform/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace tusk::platform {

LockFile::LockFile(const std::filesystem::path& path)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
  if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const int reason = errno;
  if (descriptor_ >= 0) ::close(descriptor_);
  if (reason == EWOULDBLOCK) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("Programmet är redan igång: en annan process håller {}.",
                  "The program is running already: another process holds {}.", path.string()));
  }
  throw core::Error(
      core::ErrorCode::unavailable,
      core::say("Filen {} kan inte låsas. Kontrollera rättigheterna till mappen.",
                "The file {} can't be locked. Check the rights on the folder.", path.string()),
      {}, std::strerror(reason));
}

LockFile::~LockFile() {
  ::close(descriptor_);
}

bool is_locked(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return false;
  const bool taken = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(descriptor);
  return taken;
}

}  // namespace tusk::platform
