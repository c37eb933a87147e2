#pragma once

// Reads an archive file, block by block and in any order. Opening looks at the heads of all blocks,
// so that a file that is cut off is refused at once; what is in a block is checked when it is read.
//
// Errors name the file, the block and what to do: {not_found} no such file, {invalid} no archive,
// cut off, damaged, wrong or missing password, {conflict} written by a newer program.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/block.h"
#include "archive/file.h"
#include "archive/format.h"
#include "archive/progress.h"
#include "archive/writer.h"

namespace tusk::archive {

class Reader {
 public:
  // `password` is not looked at if the archive has none.
  explicit Reader(const std::filesystem::path& path, std::string_view password = {});

  [[nodiscard]] const Header& header() const { return header_; }
  [[nodiscard]] const Trailer& trailer() const { return trailer_; }
  [[nodiscard]] bool is_sealed() const { return preamble_.sealed; }
  [[nodiscard]] std::uint64_t bytes() const { return file_.size(); }
  // What errors call the archive.
  [[nodiscard]] const std::string& source() const { return source_; }

  // With header (0) and trailer (the last).
  [[nodiscard]] std::uint32_t block_count() const {
    return static_cast<std::uint32_t>(places_.size());
  }
  // The block as it stands in the file: what is sent, and what BlockDecoder takes.
  [[nodiscard]] std::string raw_block(std::uint32_t index) const;
  [[nodiscard]] std::uint32_t block_bytes(std::uint32_t index) const;
  // The hash that block `index` is chained to; hash_before(block_count()) is the archive's own.
  [[nodiscard]] Hash hash_before(std::uint32_t index) const;
  // Checked and decompressed.
  [[nodiscard]] Block read_block(std::uint32_t index);
  // Throws damaged() if the header has no such section.
  [[nodiscard]] const Section& section_of(const Block& block) const;

 private:
  struct Place {
    std::uint64_t at = 0;
    std::uint32_t bytes = 0;  // with head and hash
    BlockKind kind = BlockKind::rows;
  };

  void find_blocks();

  InputFile file_;
  std::string source_;
  Preamble preamble_;
  std::unique_ptr<SealingKey> key_;
  std::optional<BlockDecoder> decoder_;
  std::vector<Place> places_;
  Header header_;
  Trailer trailer_;
};

// The section of that name. Throws damaged().
[[nodiscard]] const Section& section_of(const Header& header, const Block& block,
                                        const std::string& source);

// Reads the whole file back: hashes, seals, every row's kinds, the counts of header and trailer.
// Throws as Reader.
[[nodiscard]] Summary verify_archive(const std::filesystem::path& path,
                                     std::string_view password = {},
                                     const OnProgress& progress = {});

}  // namespace tusk::archive
