#include "platform/browser.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <thread>

namespace tusk::platform {
namespace {

bool has_display() {
  for (const char* name : {"WAYLAND_DISPLAY", "DISPLAY"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return true;
  }
  return false;
}

// What it says is not for this program's terminal, and Ctrl-C there is not for it.
class Detached {
 public:
  Detached() {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&files_, STDOUT_FILENO, STDERR_FILENO);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID);
  }
  ~Detached() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  Detached(const Detached&) = delete;
  Detached& operator=(const Detached&) = delete;

  // 0 if it can't be started.
  [[nodiscard]] pid_t start(const char* program, std::string argument) const {
    std::string name = program;
    const std::array<char*, 3> words{name.data(), argument.data(), nullptr};
    pid_t process = 0;
    const bool started =
        ::posix_spawnp(&process, program, &files_, &attributes_, words.data(), environ) == 0;
    return started ? process : 0;
  }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

bool open_in_browser(const std::string& address) {
  if (!has_display()) return false;
  const pid_t process = Detached().start("xdg-open", address);
  if (process == 0) return false;
  // It may last as long as the browser does.
  std::thread([process] { ::waitpid(process, nullptr, 0); }).detach();
  return true;
}

}  // namespace tusk::platform
