#include "cli/file_argument.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "core/error.h"

namespace tusk::cli {
namespace fs = std::filesystem;
namespace {

core::ErrorCode code_of(int error) {
  if (error == ENOENT) return core::ErrorCode::not_found;
  return error == EACCES || error == EPERM ? core::ErrorCode::forbidden
                                           : core::ErrorCode::unavailable;
}

[[noreturn]] void cannot_read(const std::string& file, int error) {
  throw core::Error(code_of(error), core::say("{} kan inte läsas: {}.", "{} cannot be read: {}.",
                                              file, std::string(std::strerror(error))));
}

[[noreturn]] void cannot_write(const std::string& file, int error) {
  throw core::Error(code_of(error),
                    core::say("{} kan inte skrivas: {}.", "{} cannot be written: {}.", file,
                              std::string(std::strerror(error))));
}

}  // namespace

std::string read_file_argument(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::error_code failed;
  if (fs::is_directory(file, failed)) cannot_read(file, EISDIR);
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) cannot_read(file, errno);
  std::string contents{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) cannot_read(file, errno);
  return contents;
}

void write_file_argument(const std::string& file, std::string_view contents, Overwrite overwrite) {
  if (file == "-") {
    std::cout << contents << std::flush;
    return;
  }
  std::error_code failed;
  if (overwrite == Overwrite::no && fs::exists(file, failed)) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("{} finns redan. Välj ett annat namn, eller --overwrite.",
                                "{} exists already. Choose another name, or --overwrite.", file));
  }
  const std::string beside = file + ".part";
  errno = 0;
  std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
  stream << contents;
  stream.close();
  if (!stream) {
    const int error = errno;
    fs::remove(beside, failed);
    cannot_write(file, error);
  }
  fs::rename(beside, file, failed);
  if (failed) {
    const int error = failed.value();
    fs::remove(beside, failed);
    cannot_write(file, error);
  }
}

}  // namespace tusk::cli
