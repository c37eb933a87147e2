#include "archive/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace tusk::archive {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* step) {
  const int code = errno;
  if (code == ENOENT) {
    throw core::Error(
        core::ErrorCode::not_found,
        core::say("Filen {0} finns inte, eller så saknas dess mapp. Kontrollera "
                  "sökvägen.",
                  "There is no file {0}, or its folder is missing. Check the path.", path.string()),
        {}, step);
  }
  throw core::Error(core::ErrorCode::unavailable,
                    core::say("Filen {} kan inte läsas eller skrivas: {}.",
                              "The file {} can't be read or written: {}.", path.string(),
                              std::string(std::strerror(code))),
                    {}, step);
}

void flush_folder_of(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail(folder, "open");
  const int result = ::fsync(descriptor);
  ::close(descriptor);
  if (result != 0) fail(folder, "fsync");
}

}  // namespace

InputFile::InputFile(std::filesystem::path path) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) fail(path_, "open");
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) {
    if (S_ISDIR(status.st_mode)) errno = EISDIR;
    ::close(descriptor_);
    fail(path_, "fstat");
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
}

InputFile::~InputFile() {
  ::close(descriptor_);
}

std::string InputFile::read(std::uint64_t at, std::size_t count) const {
  std::string bytes(at < size_ ? std::min<std::uint64_t>(count, size_ - at) : 0, '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t now =
        ::pread(descriptor_, bytes.data() + got, bytes.size() - got, static_cast<off_t>(at + got));
    if (now < 0 && errno == EINTR) continue;
    if (now < 0) fail(path_, "read");
    if (now == 0) break;
    got += static_cast<std::size_t>(now);
  }
  bytes.resize(got);
  return bytes;
}

OutputFile::OutputFile(std::filesystem::path path)
    : path_(std::move(path)), part_(path_.string() + ".part") {
  descriptor_ =
      ::open(part_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (descriptor_ < 0) fail(part_, "open");
  // What a writer that died left is written over; a living one holds the lock.
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor_);
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Ett annat program skriver just nu {}. Vänta tills det är klart.",
                                "Another program is writing {} right now. Wait until it is done.",
                                path_.string()));
  }
  if (::ftruncate(descriptor_, 0) != 0 || ::fchmod(descriptor_, S_IRUSR | S_IWUSR) != 0) {
    ::close(descriptor_);
    fail(part_, "truncate");
  }
}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  ::unlink(part_.c_str());
  ::close(descriptor_);
}

void OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(part_, "write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OutputFile::keep() {
  if (::fsync(descriptor_) != 0) fail(part_, "fsync");
  if (::rename(part_.c_str(), path_.c_str()) != 0) fail(path_, "rename");
  ::close(descriptor_);
  descriptor_ = -1;
  flush_folder_of(path_);
}

}  // namespace tusk::archive
