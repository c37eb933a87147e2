#include "platform/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace tusk::platform {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_secret_bytes = 1024 * 1024;

[[noreturn]] void fail(const fs::path& path, const char* step) {
  const std::string reason = std::strerror(errno);
  throw core::Error(core::ErrorCode::unavailable,
                    core::say("Filen {} kan inte skrivas eller läsas: {}",
                              "The file {} can't be written or read: {}", path.string(), reason),
                    {}, step);
}

// Owns a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

void flush_folder(const fs::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.get() < 0 || ::fsync(descriptor.get()) != 0) fail(folder, "fsync of the folder");
}

void write_all(const Descriptor& file, std::string_view contents, const fs::path& path) {
  while (!contents.empty()) {
    const ssize_t written = ::write(file.get(), contents.data(), contents.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path, "write");
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) fail(path, "fsync");
}

}  // namespace

void make_private_folder(const fs::path& path) {
  if (path.empty() || fs::is_directory(path)) return;
  make_private_folder(path.parent_path());
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) fail(path, "mkdir");
}

void write_secret_file(const fs::path& path, std::string_view contents) {
  make_private_folder(path.parent_path());
  std::string pattern = path.string() + ".XXXXXX";
  // mkostemp makes the file with mode 0600 whatever the umask is.
  const Descriptor file(::mkostemp(pattern.data(), O_CLOEXEC));
  if (file.get() < 0) fail(path, "mkostemp");
  try {
    write_all(file, contents, path);
    if (::rename(pattern.c_str(), path.c_str()) != 0) fail(path, "rename");
  } catch (const core::Error&) {
    ::unlink(pattern.c_str());
    throw;
  }
  flush_folder(folder_of(path));
}

std::string read_secret_file(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) {
    throw core::Error(core::ErrorCode::not_found,
                      core::say("Filen {} finns inte.", "There is no file {}.", path.string()));
  }
  if (file.get() < 0 && errno != ELOOP) fail(path, "open");
  struct stat status {};
  if (file.get() >= 0 && ::fstat(file.get(), &status) != 0) fail(path, "fstat");
  if (file.get() < 0 || !S_ISREG(status.st_mode) || (status.st_mode & 077) != 0) {
    throw core::Error(
        core::ErrorCode::forbidden,
        core::say("Filen {0} måste vara en vanlig fil som bara ägaren får läsa. Kör: chmod 600 {0}",
                  "The file {0} must be a plain file that only its owner may read. "
                  "Run: chmod 600 {0}",
                  path.string()));
  }
  std::string contents(max_secret_bytes + 1, '\0');
  std::size_t size = 0;
  while (size < contents.size()) {
    const ssize_t got = ::read(file.get(), contents.data() + size, contents.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path, "read");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > max_secret_bytes) {
    throw core::Error(core::ErrorCode::limit,
                      core::say("Filen {} är större än 1 MiB.", "The file {} is larger than 1 MiB.",
                                path.string()));
  }
  contents.resize(size);
  return contents;
}

void remove_secret_file(const fs::path& path) {
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return;
    fail(path, "unlink");
  }
  flush_folder(folder_of(path));
}

}  // namespace tusk::platform
