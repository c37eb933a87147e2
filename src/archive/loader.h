#pragma once

// Rows of an archive into a company database. Made for tables that are bare (create_bare_company()
// in storage/schema.h), and right for complete ones too; capture is off meanwhile.
//
// Columns are matched by name: an archive of an older schema leaves the newer fields at their
// defaults, one of a newer schema is refused, so that nothing is dropped in silence.

#include <string>
#include <vector>

#include "archive/block.h"
#include "archive/format.h"
#include "archive/progress.h"
#include "archive/row_buffer.h"
#include "archive/sections.h"
#include "core/registry.h"
#include "storage/database.h"

namespace tusk::archive {

class Reader;

// The rows of a block, ready to be written.
struct BlockRows {
  std::uint32_t block = 0;
  std::size_t section = 0;  // its place in the header
  std::int64_t count = 0;
  RowBuffer rows;
};

class Loader {
 public:
  // Into a database of that side. `source` is named in errors. Throws Error{conflict} that names
  // what this program or that side does not have.
  Loader(const core::Registry& registry, core::Side side, Header header, std::string source);

  // The block's rows, from its text. May be called while another block is applied. `spare`: rows
  // that are needed no more, for their memory. Throws Error{invalid} for a damaged block.
  [[nodiscard]] BlockRows parse(const Block& block, BlockRows spare = {}) const;
  // Writes them, within the caller's transaction. Blocks come in order, once each; in how many
  // transactions does not matter: no constraint is broken after any of them. Throws Error{conflict}
  // that names section and block for rows that the database refuses.
  void apply(storage::Transaction& transaction, const BlockRows& rows) const;

  [[nodiscard]] const Header& header() const { return header_; }

 private:
  Header header_;
  std::string source_;
  std::vector<std::string> tables_;  // of the header's sections
};

// Every block of rows, one after the other, in the caller's transaction. How many rows there were.
std::int64_t load_all(Reader& reader, const Loader& loader, storage::Transaction& transaction,
                      const OnProgress& progress = {});

}  // namespace tusk::archive
