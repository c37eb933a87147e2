#pragma once

// Files as archives need them. Private to the library. Errors name the file: {not_found} if there
// is none, {unavailable} for what the disk refuses.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace tusk::archive {

class InputFile {
 public:
  explicit InputFile(std::filesystem::path path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // At most `count` bytes: fewer where the file ends.
  [[nodiscard]] std::string read(std::uint64_t at, std::size_t count) const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

// A file that is there as a whole or not at all: written beside its place as `<path>.part` (0600),
// flushed, then renamed. Destroyed before keep(), it leaves nothing. Two writers of one path:
// the second gets Error{conflict}.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  // After this returns the file survives a power cut. Replaces what was there.
  void keep();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::filesystem::path part_;
  int descriptor_ = -1;
};

}  // namespace tusk::archive
