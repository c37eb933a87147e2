#include "archive/block.h"

#include <zstd.h>

#include <boost/json.hpp>
#include <new>
#include <utility>

#include "archive/limits.h"
#include "core/json.h"

namespace tusk::archive {
namespace {

core::Error too_large(std::size_t bytes) {
  return {
      core::ErrorCode::limit,
      core::say("En post är {} byte stor; i ett arkiv får den vara högst {}. Korta dess texter.",
                "A record has {} bytes; in an archive it may have {} at most. Shorten its "
                "texts.",
                bytes, limits::plain_bytes)};
}

core::Error wrong_password(const std::string& source) {
  return core::invalid_field(
      "password", "",
      core::say("Lösenordet stämmer inte för arkivet {}. Ange det som arkivet skrevs med.",
                "The password does not fit the archive {}. Give the one that the archive was "
                "written with.",
                source));
}

// Takes the first line of a block of rows apart. False if it isn't one.
bool read_first_line(Block& block) {
  const auto end = block.text.find('\n');
  if (end == std::string::npos || end > limits::description_bytes) return false;
  try {
    const boost::json::value value = core::parse_json(std::string_view(block.text).substr(0, end));
    const auto* object = value.if_object();
    if (object == nullptr) return false;
    const auto* section = object->if_contains("section");
    const auto* rows = object->if_contains("rows");
    if (section == nullptr || rows == nullptr || !section->is_string() || !rows->is_int64()) {
      return false;
    }
    block.section = std::string(section->get_string());
    block.rows = rows->get_int64();
    block.rows_at = end + 1;
    return block.rows > 0;
  } catch (const core::Error&) {
    return false;
  }
}

}  // namespace

struct BlockEncoder::Compressor {
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context{ZSTD_createCCtx(), ZSTD_freeCCtx};
  std::string buffer;

  Compressor() {
    if (!context) throw std::bad_alloc();
  }
  std::string_view compress(std::string_view text) {
    buffer.resize(ZSTD_compressBound(text.size()));
    const std::size_t size = ZSTD_compressCCtx(context.get(), buffer.data(), buffer.size(),
                                               text.data(), text.size(), limits::compression_level);
    if (ZSTD_isError(size) != 0) {
      throw core::Error(
          core::ErrorCode::internal,
          core::say("Arkivet kan inte komprimeras.", "The archive can't be compressed."), {},
          ZSTD_getErrorName(size));
    }
    return {buffer.data(), size};
  }
};

BlockEncoder::BlockEncoder(const Preamble& preamble, const SealingKey* key)
    : key_(key), hash_(hash_of(preamble)), compressor_(std::make_unique<Compressor>()) {}
BlockEncoder::~BlockEncoder() = default;

std::string BlockEncoder::encode(BlockKind kind, std::string_view text) {
  if (text.size() > limits::plain_bytes) throw too_large(text.size());
  std::string_view payload = compressor_->compress(text);
  BlockHead head{.kind = kind, .encoding = Encoding::zstd, .index = index_};
  // A reader refuses what packs too well, and need not unpack what doesn't pack.
  const bool too_well =
      text.size() > limits::free_bytes && text.size() / limits::compression_ratio > payload.size();
  if (too_well || payload.size() >= text.size()) {
    head.encoding = Encoding::plain;
    payload = text;
  }
  head.plain_bytes = static_cast<std::uint32_t>(text.size());
  head.stored_bytes =
      static_cast<std::uint32_t>(payload.size() + (key_ == nullptr ? 0 : SealingKey::tag_bytes));
  std::string sealed;
  if (key_ != nullptr) {
    sealed = key_->seal(head, payload);
    payload = sealed;
  }
  std::string raw = archive::encode(head);
  hash_ = hash_of(hash_, raw, payload);
  raw.reserve(raw.size() + payload.size() + hash_.size());
  raw.append(payload).append(hash_.begin(), hash_.end());
  ++index_;
  return raw;
}

struct BlockDecoder::Decompressor {
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context{ZSTD_createDCtx(), ZSTD_freeDCtx};

  Decompressor() {
    if (!context) throw std::bad_alloc();
  }
  // Says what is wrong; empty if nothing is. `text` has the length that it is to get: the content
  // goes straight into it, so that a frame's window costs no memory, whatever it asks for.
  std::string decompress(std::string_view payload, std::string& text) {
    if (ZSTD_getFrameContentSize(payload.data(), payload.size()) != text.size()) {
      return "another length than promised";
    }
    if (ZSTD_findFrameCompressedSize(payload.data(), payload.size()) != payload.size()) {
      return "something follows the frame";
    }
    const std::size_t size = ZSTD_decompressDCtx(context.get(), text.data(), text.size(),
                                                 payload.data(), payload.size());
    if (ZSTD_isError(size) != 0) return ZSTD_getErrorName(size);
    return size == text.size() ? "" : "another length than promised";
  }
};

BlockDecoder::BlockDecoder(std::string source, const SealingKey* key)
    : source_(std::move(source)), key_(key), decompressor_(std::make_unique<Decompressor>()) {}
BlockDecoder::~BlockDecoder() = default;

std::string BlockDecoder::text_of(const BlockHead& head, std::string_view payload) {
  std::optional<std::string> opened;
  if (key_ != nullptr) {
    opened = key_->open(head, payload);
    if (!opened && head.index == 0) throw wrong_password(source_);
    if (!opened) throw damaged(source_, head.index, "the seal is broken");
    payload = *opened;
  }
  if (head.encoding == Encoding::plain) {
    if (payload.size() != head.plain_bytes) throw damaged(source_, head.index, "another length");
    return std::string(payload);
  }
  std::string text = std::exchange(spare_, {});
  text.resize(head.plain_bytes);
  const std::string wrong = decompressor_->decompress(payload, text);
  if (!wrong.empty()) throw damaged(source_, head.index, wrong);
  return text;
}

Hash check_block(std::string_view raw, std::uint32_t index, const Hash& previous,
                 const std::string& source) {
  const BlockHead head = decode_head(raw, index, source);
  if (raw.size() != BlockHead::bytes + head.stored_bytes + previous.size()) {
    throw damaged(source, index, "the block is cut off or too long");
  }
  const Hash hash = hash_of(previous, raw.substr(0, BlockHead::bytes),
                            raw.substr(BlockHead::bytes, head.stored_bytes));
  const std::string_view computed(reinterpret_cast<const char*>(hash.data()), hash.size());
  if (!raw.ends_with(computed)) throw damaged(source, index, "the hash does not match");
  return hash;
}

Block BlockDecoder::decode(std::string_view raw, std::uint32_t index, const Hash& previous) {
  Block block;
  block.hash = check_block(raw, index, previous, source_);
  const BlockHead head = decode_head(raw, index, source_);
  block.kind = head.kind;
  block.index = index;
  block.text = text_of(head, raw.substr(BlockHead::bytes, head.stored_bytes));
  if (block.kind == BlockKind::rows && !read_first_line(block)) {
    throw damaged(source_, index, "the first line names no section");
  }
  return block;
}

}  // namespace tusk::archive
