#include "archive/format.h"

#include <sodium.h>

#include <algorithm>

#include "archive/limits.h"
#include "archive/little_endian.h"

namespace tusk::archive {
namespace {

constexpr std::string_view magic = "\x89TUSK\r\n\x1a";
constexpr std::uint16_t sealed_flag = 1;

core::Error no_archive(const std::string& source) {
  return {core::ErrorCode::invalid,
          core::say("{} är inget Tusk-arkiv. Välj en fil som Tusk har skrivit (.tusk).",
                    "{} is no Tusk archive. Choose a file that Tusk has written (.tusk).", source)};
}

core::Error newer(const std::string& source, unsigned version) {
  return {core::ErrorCode::conflict,
          core::say("Arkivet {} är skrivet av en nyare version av programmet (format {}). "
                    "Uppdatera programmet och försök igen.",
                    "The archive {} was written by a newer version of the program (format {}). "
                    "Update the program and try again.",
                    source, version)};
}

core::Error damaged_preamble(const std::string& source, std::string detail) {
  return {core::ErrorCode::invalid,
          core::say("Arkivet {} är skadat i början av filen. Hämta en annan kopia av det.",
                    "The archive {} is damaged at the start of the file. Fetch another copy of it.",
                    source),
          {},
          std::move(detail)};
}

class Hasher {
 public:
  Hasher() { ::crypto_generichash_init(&state_, nullptr, 0, Hash{}.size()); }
  Hasher& add(std::string_view bytes) {
    ::crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                                bytes.size());
    return *this;
  }
  [[nodiscard]] Hash finish() {
    Hash hash{};
    ::crypto_generichash_final(&state_, hash.data(), hash.size());
    return hash;
  }

 private:
  ::crypto_generichash_state state_;
};

}  // namespace

std::string to_hex(const Hash& hash) {
  std::string hex(hash.size() * 2 + 1, '\0');
  ::sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  hex.pop_back();
  return hex;
}

std::string encode(const Preamble& preamble) {
  std::string bytes(magic);
  append_little_endian(bytes, format_version);
  append_little_endian(bytes, preamble.sealed ? sealed_flag : std::uint16_t{0});
  append_little_endian(bytes, preamble.passes);
  append_little_endian(bytes, preamble.memory_bytes);
  bytes.append(preamble.salt.begin(), preamble.salt.end());
  return bytes;
}

Preamble decode_preamble(std::string_view bytes, const std::string& source) {
  if (!bytes.starts_with(magic)) throw no_archive(source);
  if (bytes.size() < Preamble::bytes) throw damaged_preamble(source, "the preamble is cut off");
  const auto version = read_little_endian<std::uint16_t>(bytes, 8);
  if (version > format_version) throw newer(source, version);
  const auto flags = read_little_endian<std::uint16_t>(bytes, 10);
  Preamble preamble;
  preamble.sealed = flags == sealed_flag;
  preamble.passes = read_little_endian<std::uint32_t>(bytes, 12);
  preamble.memory_bytes = read_little_endian<std::uint64_t>(bytes, 16);
  std::copy_n(bytes.begin() + 24, preamble.salt.size(), preamble.salt.begin());
  if (version == 0 || flags > sealed_flag) throw damaged_preamble(source, "unknown flags");
  const bool too_costly = preamble.passes > limits::password_passes_max ||
                          preamble.memory_bytes > limits::password_memory_bytes_max;
  const bool costs = preamble.passes != 0 && preamble.memory_bytes >= crypto_pwhash_MEMLIMIT_MIN;
  if (too_costly || (preamble.sealed && !costs)) {
    throw damaged_preamble(source, "the cost of the password is out of range");
  }
  return preamble;
}

Hash hash_of(const Preamble& preamble) {
  return Hasher().add(encode(preamble)).finish();
}

std::string encode(const BlockHead& head) {
  std::string bytes;
  bytes += static_cast<char>(head.kind);
  bytes += static_cast<char>(head.encoding);
  append_little_endian(bytes, std::uint16_t{0});
  append_little_endian(bytes, head.index);
  append_little_endian(bytes, head.stored_bytes);
  append_little_endian(bytes, head.plain_bytes);
  return bytes;
}

BlockHead decode_head(std::string_view bytes, std::uint32_t index, const std::string& source) {
  if (bytes.size() < BlockHead::bytes) throw damaged(source, index, "the block is cut off");
  BlockHead head;
  const auto kind = static_cast<std::uint8_t>(bytes[0]);
  const auto encoding = static_cast<std::uint8_t>(bytes[1]);
  head.kind = static_cast<BlockKind>(kind);
  head.encoding = static_cast<Encoding>(encoding);
  head.index = read_little_endian<std::uint32_t>(bytes, 4);
  head.stored_bytes = read_little_endian<std::uint32_t>(bytes, 8);
  head.plain_bytes = read_little_endian<std::uint32_t>(bytes, 12);
  if (kind < 1 || kind > 3 || encoding > 1 || read_little_endian<std::uint16_t>(bytes, 2) != 0) {
    throw damaged(source, index, "no head of a block");
  }
  if (head.index != index || (index == 0) != (head.kind == BlockKind::header)) {
    throw damaged(source, index, "another block than expected");
  }
  const std::size_t most =
      head.kind == BlockKind::rows ? limits::plain_bytes : limits::description_bytes;
  const std::size_t sealing = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  const bool packed_too_well = head.plain_bytes > limits::free_bytes &&
                               head.plain_bytes / limits::compression_ratio > head.stored_bytes;
  if (head.plain_bytes == 0 || head.plain_bytes > most ||
      head.stored_bytes > head.plain_bytes + sealing || packed_too_well) {
    throw damaged(source, index, "lengths beyond the limits");
  }
  return head;
}

Hash hash_of(const Hash& previous, std::string_view head, std::string_view payload) {
  const std::string_view before(reinterpret_cast<const char*>(previous.data()), previous.size());
  return Hasher().add(before).add(head).add(payload).finish();
}

core::Error damaged(const std::string& source, std::uint32_t block, std::string detail) {
  return {core::ErrorCode::invalid,
          core::say("Arkivet {} är skadat i block {}. Inget av det kan läsas in. Hämta en annan "
                    "kopia av det.",
                    "The archive {} is damaged in block {}. None of it can be loaded. Fetch "
                    "another copy of it.",
                    source, block),
          {},
          std::move(detail)};
}

std::int64_t Header::rows() const {
  std::int64_t sum = 0;
  for (const Section& section : sections) sum += section.rows;
  return sum;
}

}  // namespace tusk::archive
