#pragma once

// The layout of an archive: a company database, or a part of it, as one file (`.tusk`) or as a
// sequence of blocks that are sent one by one. docs/archive-format.md says the same with an
// example. All integers are unsigned and little-endian; all text is UTF-8.
//
//   preamble                       40 bytes
//   block 0                        the header: one JSON object
//   blocks 1 … n                   rows, section by section in the header's order
//   block n+1                      the trailer: one JSON object; nothing follows it
//
// Preamble
//   0   8  magic                   89 54 55 53 4B 0D 0A 1A  (\x89 "TUSK" \r \n \x1a)
//   8   2  format version          1
//   10  2  flags                   bit 0: sealed with a password; the others are 0
//   12  4  Argon2id passes         0 unless sealed
//   16  8  Argon2id memory, bytes  0 unless sealed
//   24 16  Argon2id salt           zeros unless sealed
//
// Block
//   0   1  kind                    1 header, 2 rows, 3 trailer
//   1   1  encoding                0 as it is, 1 one zstd frame with its content size (window at
//                                  most 8 MiB)
//   2   2  0
//   4   4  index                   0, 1, 2 …
//   8   4  stored length           bytes of the payload
//   12  4  plain length            bytes of the text, once unsealed and decompressed
//   16  …  payload
//   …  32  hash                    BLAKE2b-256(previous hash || head of 16 bytes || payload)
//
// Each block stands alone: whoever has the hash before it can check and read it. The hash before
// block 0 is BLAKE2b-256(preamble), and the last block's hash is the archive's. A file without a
// trailer is cut off, however well its blocks match.
//
// Sealing. key = Argon2id(password, salt, passes, memory), 32 bytes. The payload (compressed first)
// is XChaCha20-Poly1305 of libsodium (ciphertext || tag of 16 bytes) with the 24-byte nonce
// index || zeros, and with BLAKE2b-256(preamble) || head as additional data. A key is for one
// archive, since its salt is random, and so no nonce comes twice.
//
// Rows. The first line of the text is {"section":NAME,"rows":COUNT}; each further line is one row
// as a JSON array without spaces, values in the order of the section's columns: integers, strings,
// true/false, null.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/error.h"
#include "core/id.h"
#include "storage/change_log.h"

namespace tusk::archive {

inline constexpr std::uint16_t format_version = 1;

using Hash = std::array<unsigned char, 32>;

// Lower-case hexadecimal.
[[nodiscard]] std::string to_hex(const Hash& hash);

struct Preamble {
  static constexpr std::size_t bytes = 40;
  bool sealed = false;
  std::uint32_t passes = 0;
  std::uint64_t memory_bytes = 0;
  std::array<unsigned char, 16> salt{};
};

[[nodiscard]] std::string encode(const Preamble& preamble);
// Throws Error{invalid} for what is no archive, Error{conflict} for a newer format. `source` is
// named in the text.
[[nodiscard]] Preamble decode_preamble(std::string_view bytes, const std::string& source);
// What block 0's hash is chained to.
[[nodiscard]] Hash hash_of(const Preamble& preamble);

enum class BlockKind : std::uint8_t { header = 1, rows = 2, trailer = 3 };
enum class Encoding : std::uint8_t { plain = 0, zstd = 1 };

struct BlockHead {
  static constexpr std::size_t bytes = 16;
  BlockKind kind = BlockKind::rows;
  Encoding encoding = Encoding::plain;
  std::uint32_t index = 0;
  std::uint32_t stored_bytes = 0;
  std::uint32_t plain_bytes = 0;
};

[[nodiscard]] std::string encode(const BlockHead& head);
// Throws Error{invalid} if it isn't one or names lengths beyond limits.h.
[[nodiscard]] BlockHead decode_head(std::string_view bytes, std::uint32_t index,
                                    const std::string& source);
[[nodiscard]] Hash hash_of(const Hash& previous, std::string_view head, std::string_view payload);

// What an archive holds of a company.
enum class Content {
  everything,   // a backup: every field of that side, and the tables that go with them
  synchronised  // the first synchronisation: types and fields that both sides have, nothing else
};
enum class ColumnKind { integer, text, boolean };
enum class SectionKind {
  records,  // a register: `name` is the record type's
  links,    // references from a register to itself, once all of its records are there:
            // `name` is type.field, the columns are id and field
  table     // a table beside the registers: number_block, sync_conflict …
};

struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::text;
  friend bool operator==(const Column&, const Column&) = default;
};

struct Section {
  std::string name;
  SectionKind kind = SectionKind::records;
  std::vector<Column> columns;
  std::int64_t rows = 0;
  friend bool operator==(const Section&, const Section&) = default;
};

struct Header {
  std::string program;  // version of the program that wrote it
  core::Microseconds made_at = 0;
  Content content = Content::everything;
  // What the archive is of: "company", or "system" for an installation's system database. Of a
  // company:
  std::string subject = "company";
  core::Side side = core::Side::office;
  std::string database_uuid;
  std::int64_t incarnation = 0;
  std::int64_t schema_version = 0;
  std::string company_name;
  storage::LogPosition log_position;  // of the same snapshot as the rows
  std::vector<Section> sections;

  // Rows of all sections.
  [[nodiscard]] std::int64_t rows() const;
};

struct Trailer {
  std::int64_t blocks = 0;  // of rows
  std::int64_t rows = 0;
  std::int64_t plain_bytes = 0;  // of the blocks of rows
};

[[nodiscard]] std::string encode(const Header& header);
[[nodiscard]] std::string encode(const Trailer& trailer);
// Throw Error{invalid} that names `source` and the block.
[[nodiscard]] Header decode_header(std::string_view text, const std::string& source);
[[nodiscard]] Trailer decode_trailer(std::string_view text, std::uint32_t index,
                                     const std::string& source);

// Error{invalid}: that block of the source is damaged; `detail` (English) says how, for the log.
[[nodiscard]] core::Error damaged(const std::string& source, std::uint32_t block,
                                  std::string detail);

[[nodiscard]] const char* name_of(Content content);
[[nodiscard]] const char* name_of(ColumnKind kind);
[[nodiscard]] const char* name_of(SectionKind kind);

}  // namespace tusk::archive
