#pragma once

// Blocks from and to their bytes (format.h): compression, sealing, the chain of hashes.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "archive/format.h"
#include "archive/sealing.h"

namespace tusk::archive {

// A block, checked and read.
struct Block {
  BlockKind kind = BlockKind::rows;
  std::uint32_t index = 0;
  Hash hash{};       // the hash before the next block
  std::string text;  // all of it, decompressed
  // Of a block of rows:
  std::string section;
  std::int64_t rows = 0;
  std::size_t rows_at = 0;  // where they begin in `text`

  [[nodiscard]] std::string_view rows_text() const {
    return std::string_view(text).substr(rows_at);
  }
};

// Checks lengths and hash without reading what is in the block; decode() does it too. `raw` and the
// rest as there. The hash before the next block.
Hash check_block(std::string_view raw, std::uint32_t index, const Hash& previous,
                 const std::string& source);

// Makes the blocks of one archive, in order.
class BlockEncoder {
 public:
  // `key`: nothing for an archive without a password; outlives this.
  BlockEncoder(const Preamble& preamble, const SealingKey* key);
  ~BlockEncoder();
  BlockEncoder(const BlockEncoder&) = delete;
  BlockEncoder& operator=(const BlockEncoder&) = delete;

  // The bytes of the next block. Throws Error{limit} if the text is too large for one.
  [[nodiscard]] std::string encode(BlockKind kind, std::string_view text);
  [[nodiscard]] std::uint32_t next_index() const { return index_; }
  // Of the last block; at first what the first is chained to.
  [[nodiscard]] const Hash& hash() const { return hash_; }

 private:
  struct Compressor;

  const SealingKey* key_;
  std::uint32_t index_ = 0;
  Hash hash_;
  std::unique_ptr<Compressor> compressor_;
};

// Reads blocks in any order. Takes nothing on trust: lengths are checked before anything is
// allocated, the hash before anything is decompressed.
class BlockDecoder {
 public:
  // `source` (a file, a server) is named in errors; `key`: as above.
  BlockDecoder(std::string source, const SealingKey* key);
  ~BlockDecoder();
  BlockDecoder(const BlockDecoder&) = delete;
  BlockDecoder& operator=(const BlockDecoder&) = delete;

  // `raw`: the block with its hash, nothing more. `previous`: the hash before it. Throws
  // Error{invalid} that names the source and the block if it isn't block `index` of this chain,
  // or, for block 0, if the password is wrong.
  [[nodiscard]] Block decode(std::string_view raw, std::uint32_t index, const Hash& previous);
  // The text of a block that has been read: its memory serves for the next.
  void take_back(std::string text) { spare_ = std::move(text); }

 private:
  struct Decompressor;

  [[nodiscard]] std::string text_of(const BlockHead& head, std::string_view payload);

  std::string source_;
  const SealingKey* key_;
  std::unique_ptr<Decompressor> decompressor_;
  std::string spare_;
};

}  // namespace tusk::archive
