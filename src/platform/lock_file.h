#pragma once

#include <filesystem>

namespace tusk::platform {

// Keeps a second process from doing the same work in the same folder. The kernel gives the lock
// back when the process ends, however it ends; the file itself stays and means nothing.
class LockFile {
 public:
  // Throws Error{conflict} if another process holds it, Error{unavailable} if the file can't be
  // made. Missing folders are not made.
  explicit LockFile(const std::filesystem::path& path);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  int descriptor_;
};

// Whether a process holds it. To be told to people: it may be another way a moment later.
[[nodiscard]] bool is_locked(const std::filesystem::path& path);

}  // namespace tusk::platform
