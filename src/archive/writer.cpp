#include "archive/writer.h"

#include <boost/json.hpp>
#include <stdexcept>

#include "archive/file.h"
#include "archive/limits.h"

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

void Writer::write(BlockKind kind, std::string text) {
  wait();
  const bool is_worth_a_thread = text.size() >= limits::text_of_a_thread_bytes;
  auto work = [this, kind, text = std::move(text)] {
    const std::string raw = encoder_->encode(kind, text);
    file_->write(raw);
    bytes_ += raw.size();
  };
  if (is_worth_a_thread) {
    writing_ = std::async(std::launch::async, std::move(work));
  } else {
    work();
  }
}

void Writer::wait() {
  if (writing_.valid()) writing_.get();
}

void Writer::begin_section() {
  end_section();
  if (sections_begun_ == header_.sections.size()) throw std::logic_error("a section too many");
  ++sections_begun_;
}

void Writer::end_row() {
  row_.end();
  ++block_rows_;
  if (static_cast<std::size_t>(block_rows_) == limits::rows_of_block ||
      rows_.size() >= limits::text_of_block_bytes) {
    end_block();
  }
}

void Writer::end_block() {
  if (block_rows_ == 0) return;
  const Section& section = header_.sections[sections_begun_ - 1];
  std::string text =
      boost::json::serialize(boost::json::object{{"section", section.name}, {"rows", block_rows_}});
  text += '\n';
  text += rows_;
  trailer_.blocks += 1;
  trailer_.rows += block_rows_;
  trailer_.plain_bytes += static_cast<std::int64_t>(text.size());
  wait();
  const std::uint64_t bytes = bytes_;  // in the file; this block follows
  write(BlockKind::rows, std::move(text));
  section_rows_ += block_rows_;
  block_rows_ = 0;
  rows_.clear();
  if (progress_) {
    progress_({section.name, section_rows_, section.rows, trailer_.rows, header_.rows(), bytes});
  }
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
  write(BlockKind::trailer, encode(trailer_));
  wait();
  file_->keep();
  return {header_, trailer_, encoder_->hash(), bytes_, row_.mended()};
}

}  // namespace tusk::archive
