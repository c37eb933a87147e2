#pragma once

// Writes an archive to a file, row by row, in constant memory. The file is there as a whole,
// flushed to the disk and readable by its owner alone, once finish() returns; otherwise not at all.

#include <filesystem>
#include <future>
#include <memory>
#include <string>

#include "archive/block.h"
#include "archive/format.h"
#include "archive/progress.h"
#include "archive/row_buffer.h"
#include "archive/sealing.h"
#include "core/random.h"

namespace tusk::archive {

struct WriterOptions {
  std::string password;            // empty: the archive is not sealed
  core::Random* random = nullptr;  // for the salt; needed with a password alone
  OnProgress progress;
};

// What there is to say of a whole archive, written or read.
struct Summary {
  Header header;
  Trailer trailer;
  Hash hash{};
  std::uint64_t bytes = 0;
  std::int64_t mended_texts = 0;  // written: see RowText::mended()
};

class Writer {
 public:
  // `header` with its sections and their row counts. Replaces what is at `path`, when finished.
  Writer(const std::filesystem::path& path, Header header, WriterOptions options);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Sections come in the header's order. Each row: begin_row(), a value for each column, end_row().
  void begin_section();
  RowSink& begin_row() { return rows_; }
  void end_row();

  // Throws Error{internal} if there are other rows than the header says.
  [[nodiscard]] Summary finish();

 private:
  void write(BlockKind kind, std::string_view text);
  void write_rows(const std::string& section, std::int64_t count, const RowBuffer& rows);
  // Until the block that is being packed is in the file.
  void wait();
  void end_block();
  void end_section();

  Header header_;
  OnProgress progress_;
  std::unique_ptr<SealingKey> key_;
  std::unique_ptr<class OutputFile> file_;
  std::unique_ptr<BlockEncoder> encoder_;
  std::size_t sections_begun_ = 0;
  RowBuffer rows_;  // of the block
  RowBuffer spare_;
  std::int64_t block_rows_ = 0;
  std::int64_t section_rows_ = 0;
  // What is in the file; of whoever writes a block.
  Trailer trailer_;
  std::uint64_t bytes_ = 0;
  std::int64_t mended_texts_ = 0;
  std::string text_;  // of a block
  // A block, and its rows again for their memory; last, so that it ends before what it uses.
  std::future<RowBuffer> writing_;
};

}  // namespace tusk::archive
