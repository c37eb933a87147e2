#pragma once

// Files that only their owner may read: device keys, passwords of the demo.

#include <filesystem>
#include <string>
#include <string_view>

namespace tusk::platform {

// Writes a file with mode 0600 under a temporary name, flushes it to the disk, renames it into
// place and flushes the folder: after this returns the file survives a power cut, and at no time
// is there half a file. Missing folders are made (0700). Throws Error{unavailable} with the path.
void write_secret_file(const std::filesystem::path& path, std::string_view contents);

// The whole file (at most 1 MiB). Throws Error{not_found} if there is none, Error{forbidden} if it
// is a link or others than its owner may read or write it (the text says which chmod mends that).
[[nodiscard]] std::string read_secret_file(const std::filesystem::path& path);

// Makes the folder and its missing parents, 0700; leaves what exists as it is.
void make_private_folder(const std::filesystem::path& path);

// Removes the file and flushes the folder. Nothing happens if there is none.
void remove_secret_file(const std::filesystem::path& path);

}  // namespace tusk::platform
