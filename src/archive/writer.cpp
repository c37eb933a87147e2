#include "archive/writer.h"

#include <boost/json.hpp>
#include <stdexcept>
#include <utility>

#include "archive/file.h"
#include "archive/limits.h"
#include "archive/row_text.h"

namespace tusk::archive {
namespace {

core::Error other_rows(const Section& section, std::int64_t rows) {
  return {core::ErrorCode::internal,
          core::say("Arkivet kan inte skrivas: {} ändrades under tiden. Försök igen.",
                    "The archive can't be written: {} changed meanwhile. Try again.", section.name),
          {},
          "promised " + std::to_string(section.rows) + " rows, got " + std::to_string(rows)};
}

}  // namespace

Writer::Writer(const std::filesystem::path& path, Header header, WriterOptions options)
    : header_(std::move(header)), progress_(std::move(options.progress)) {
  prepare_sodium();
  Preamble preamble;
  if (!options.password.empty()) {
    if (options.random == nullptr) throw std::logic_error("a password without randomness");
    preamble = make_sealed_preamble(*options.random);
    key_ = std::make_unique<SealingKey>(preamble, options.password);
  }
  file_ = std::make_unique<OutputFile>(path);
  encoder_ = std::make_unique<BlockEncoder>(preamble, key_.get());
  file_->write(encode(preamble));
  bytes_ = Preamble::bytes;
  write(BlockKind::header, encode(header_));
}

Writer::~Writer() = default;

void Writer::write(BlockKind kind, std::string_view text) {
  const std::string raw = encoder_->encode(kind, text);
  file_->write(raw);
  bytes_ += raw.size();
}

void Writer::write_rows(const std::string& section, std::int64_t count, const RowBuffer& rows) {
  const boost::json::object head{{"section", section}, {"rows", count}};
  text_.assign(boost::json::serialize(head)).append(1, '\n');
  RowText lines(text_);
  rows.replay(lines);
  mended_texts_ += lines.mended();
  trailer_.blocks += 1;
  trailer_.rows += count;
  trailer_.plain_bytes += static_cast<std::int64_t>(text_.size());
  write(BlockKind::rows, text_);
}

void Writer::wait() {
  if (writing_.valid()) spare_ = writing_.get();
}

void Writer::begin_section() {
  end_section();
  if (sections_begun_ == header_.sections.size()) throw std::logic_error("a section too many");
  ++sections_begun_;
}

void Writer::end_row() {
  rows_.end_row();
  ++block_rows_;
  if (static_cast<std::size_t>(block_rows_) == limits::rows_of_block ||
      rows_.size() >= limits::text_of_block_bytes) {
    end_block();
  }
}

// A block is packed and written beside the reading of the rows that follow.
void Writer::end_block() {
  if (block_rows_ == 0) return;
  const Section& section = header_.sections[sections_begun_ - 1];
  wait();
  section_rows_ += block_rows_;
  const Progress progress{section.name,   section_rows_, section.rows, trailer_.rows + block_rows_,
                          header_.rows(), bytes_};
  if (rows_.size() >= limits::text_of_a_thread_bytes) {
    writing_ = std::async(std::launch::async,
                          [this, &section, count = block_rows_, rows = std::move(rows_)]() mutable {
                            write_rows(section.name, count, rows);
                            return std::move(rows);
                          });
    rows_ = std::exchange(spare_, {});
  } else {
    write_rows(section.name, block_rows_, rows_);
  }
  rows_.clear();
  block_rows_ = 0;
  if (progress_) progress_(progress);
}

void Writer::end_section() {
  if (sections_begun_ == 0) return;
  end_block();
  const Section& section = header_.sections[sections_begun_ - 1];
  if (section_rows_ != section.rows) throw other_rows(section, section_rows_);
  section_rows_ = 0;
}

Summary Writer::finish() {
  end_section();
  if (sections_begun_ != header_.sections.size()) throw std::logic_error("a section too few");
  wait();
  write(BlockKind::trailer, encode(trailer_));
  file_->keep();
  return {header_, trailer_, encoder_->hash(), bytes_, mended_texts_};
}

}  // namespace tusk::archive
