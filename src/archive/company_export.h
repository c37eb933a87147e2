#pragma once

// A company database as an archive, straight from its rows, in constant memory and from one
// snapshot: nobody who works in it is held up, and the log position is that of the rows.

#include <filesystem>
#include <functional>
#include <string>

#include "archive/writer.h"
#include "core/clock.h"
#include "core/registry.h"
#include "storage/database.h"
#include "storage/digest.h"

namespace tusk::archive {

struct ExportOptions {
  Content content = Content::everything;
  std::string program;  // version of the program
  core::Microseconds now = 0;
  WriterOptions writer;
  // Gets a digest of each register that both sides have, of the rows as they were read.
  std::function<void(const storage::TypeDigest&)> on_digest;
};

// `snapshot`: a transaction with Access::read. On PostgreSQL call storage::assign_positions() in a
// transaction of its own before it begins: what commits in between is in the rows, and comes once
// more after the log position, which does no harm.
[[nodiscard]] Summary export_company(storage::Transaction& snapshot, const core::Registry& registry,
                                     const std::filesystem::path& path,
                                     const ExportOptions& options);

}  // namespace tusk::archive
