#include "archive/reader.h"

#include <algorithm>
#include <map>

#include "archive/limits.h"
#include "archive/row_parser.h"

namespace tusk::archive {
namespace {

core::Error cut_off(const std::string& source, std::size_t blocks) {
  return {core::ErrorCode::invalid,
          core::say("Arkivet {} är avhugget efter block {}: hela filen kom inte med när den "
                    "skrevs eller kopierades. Hämta en annan kopia av det.",
                    "The archive {} is cut off after block {}: not all of the file was written or "
                    "copied. Fetch another copy of it.",
                    source, blocks == 0 ? 0 : blocks - 1)};
}

core::Error needs_password(const std::string& source) {
  return core::invalid_field(
      "password", "",
      core::say("Arkivet {} är skyddat med ett lösenord. Ange det.",
                "The archive {} is protected by a password. Give it.", source));
}

// For checking alone.
class NoSink final : public RowSink {
 public:
  void add_null() override {}
  void add(std::int64_t) override {}
  void add(bool) override {}
  void add(std::string_view) override {}
  void end_row() override {}
};

}  // namespace

Reader::Reader(const std::filesystem::path& path, std::string_view password)
    : file_(path), source_(path.string()) {
  prepare_sodium();
  preamble_ = decode_preamble(file_.read(0, Preamble::bytes), source_);
  find_blocks();
  if (preamble_.sealed) {
    if (password.empty()) throw needs_password(source_);
    // Damage is told from a wrong password, and costs no Argon2.
    check_block(raw_block(0), 0, hash_before(0), source_);
    key_ = std::make_unique<SealingKey>(preamble_, password);
  }
  decoder_.emplace(source_, key_.get());
  header_ = decode_header(read_block(0).text, source_);
  const std::uint32_t last = block_count() - 1;
  trailer_ = decode_trailer(read_block(last).text, last, source_);
  if (trailer_.blocks != last - 1 || trailer_.rows != header_.rows()) {
    throw damaged(source_, last, "header and trailer count differently");
  }
}

void Reader::find_blocks() {
  std::uint64_t at = Preamble::bytes;
  while (at < file_.size()) {
    if (places_.size() == limits::blocks) throw damaged(source_, block_count(), "too many blocks");
    if (!places_.empty() && places_.back().kind == BlockKind::trailer) {
      throw damaged(source_, block_count(), "something follows the trailer");
    }
    const std::string head_bytes = file_.read(at, BlockHead::bytes);
    if (head_bytes.size() < BlockHead::bytes) throw cut_off(source_, places_.size());
    const BlockHead head = decode_head(head_bytes, block_count(), source_);
    const std::uint64_t bytes = BlockHead::bytes + std::uint64_t{head.stored_bytes} + Hash{}.size();
    if (at + bytes > file_.size()) throw cut_off(source_, places_.size());
    places_.push_back({at, static_cast<std::uint32_t>(bytes), head.kind});
    at += bytes;
  }
  if (places_.size() < 2 || places_.back().kind != BlockKind::trailer) {
    throw cut_off(source_, places_.size());
  }
}

std::string Reader::raw_block(std::uint32_t index) const {
  const Place& place = places_.at(index);
  return file_.read(place.at, place.bytes);
}

std::uint32_t Reader::block_bytes(std::uint32_t index) const {
  return places_.at(index).bytes;
}

Hash Reader::hash_before(std::uint32_t index) const {
  if (index == 0) return hash_of(preamble_);
  Hash hash{};
  const Place& place = places_.at(index - 1);
  const std::string bytes = file_.read(place.at + place.bytes - hash.size(), hash.size());
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

Block Reader::read_block(std::uint32_t index) {
  return decoder_->decode(raw_block(index), index, hash_before(index));
}

const Section& Reader::section_of(const Block& block) const {
  return archive::section_of(header_, block, source_);
}

const Section& section_of(const Header& header, const Block& block, const std::string& source) {
  for (const Section& section : header.sections) {
    if (section.name == block.section) return section;
  }
  throw damaged(source, block.index, "a section that the header does not name");
}

Summary verify_archive(const std::filesystem::path& path, std::string_view password,
                       const OnProgress& progress) {
  Reader reader(path, password);
  NoSink sink;
  std::map<std::string, std::int64_t> counts;
  Progress state;
  state.rows = reader.header().rows();
  std::int64_t plain_bytes = 0;
  const std::uint32_t last = reader.block_count() - 1;
  for (std::uint32_t index = 1; index < last; ++index) {
    const Block block = reader.read_block(index);
    const Section& section = reader.section_of(block);
    std::int64_t& count = counts[section.name];
    count += parse_rows(block, section, reader.source(), sink);
    plain_bytes += static_cast<std::int64_t>(block.text.size());
    state.section = section.name;
    state.section_rows_done = count;
    state.section_rows = section.rows;
    state.rows_done += block.rows;
    state.bytes += reader.block_bytes(index);
    if (progress) progress(state);
  }
  for (const Section& section : reader.header().sections) {
    if (counts[section.name] != section.rows) {
      throw damaged(reader.source(), last, "another number of rows of " + section.name);
    }
  }
  if (plain_bytes != reader.trailer().plain_bytes) {
    throw damaged(reader.source(), last, "another number of bytes");
  }
  return {reader.header(), reader.trailer(), reader.hash_before(reader.block_count()),
          reader.bytes(), 0};
}

}  // namespace tusk::archive
