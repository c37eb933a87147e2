#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace tusk::archive {

// How far writing, checking or loading has got; told after each block.
struct Progress {
  std::string section;  // the one that the block belongs to
  std::int64_t section_rows_done = 0;
  std::int64_t section_rows = 0;
  std::int64_t rows_done = 0;
  std::int64_t rows = 0;    // of the whole archive
  std::uint64_t bytes = 0;  // of the archive, so far
};

using OnProgress = std::function<void(const Progress&)>;

}  // namespace tusk::archive
