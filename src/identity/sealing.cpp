#include "identity/sealing.h"

#include <sodium.h>

#include <algorithm>
#include <span>

#include "core/error.h"
#include "core/sha256.h"
#include "identity/secrets.h"

namespace tusk::identity {
namespace {

constexpr std::size_t id_digits = 8;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(master_key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string hex_of(std::string_view bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  ::sodium_bin2hex(hex.data(), hex.size(), bytes_of(bytes), bytes.size());
  hex.pop_back();
  return hex;
}

// Nothing but digits; false otherwise.
bool read_hex(std::string_view hex, std::span<unsigned char> into) {
  std::size_t length = 0;
  return hex.size() == into.size() * 2 &&
         ::sodium_hex2bin(into.data(), into.size(), hex.data(), hex.size(), nullptr, &length,
                          nullptr) == 0 &&
         length == into.size();
}

core::Error damaged(std::string_view purpose) {
  return {core::ErrorCode::internal,
          core::say("En förseglad hemlighet i katalogen går inte att öppna.",
                    "A sealed secret in the directory can't be opened."),
          {},
          "sealed for something else than, or changed: " + std::string(purpose)};
}

}  // namespace

Sealing::Sealing(std::string_view master_keys) {
  prepare_cryptography();
  while (!master_keys.empty()) {
    const auto end = std::min(master_keys.find('\n'), master_keys.size());
    const std::string_view line = master_keys.substr(0, end);
    master_keys.remove_prefix(std::min(end + 1, master_keys.size()));
    if (line.empty()) continue;
    MasterKey key;
    if (!read_hex(line, key.bytes)) {
      throw core::Error(core::ErrorCode::invalid,
                        core::say("Huvudnyckeln ska vara {} hexadecimala siffror på en rad. Lägg "
                                  "tillbaka filen från säkerhetskopian.",
                                  "The master key is to be {} hexadecimal digits on one line. Put "
                                  "the file back from the backup.",
                                  master_key_bytes * 2));
    }
    key.id = core::sha256_hex("Tusk master key " + std::string(line)).substr(0, id_digits);
    keys_.push_back(key);
  }
  if (keys_.empty()) {
    throw core::Error(core::ErrorCode::invalid,
                      core::say("Filen med huvudnyckeln är tom. Lägg tillbaka den från "
                                "säkerhetskopian.",
                                "The file with the master key is empty. Put it back from the "
                                "backup."));
  }
}

Sealing::~Sealing() {
  for (MasterKey& key : keys_) ::sodium_memzero(key.bytes.data(), key.bytes.size());
}

std::string Sealing::make_master_key(core::Random& random) {
  return random.hex(master_key_bytes);
}

const Sealing::MasterKey& Sealing::get_key(std::string_view id) const {
  for (const MasterKey& key : keys_) {
    if (key.id == id) return key;
  }
  throw core::Error(
      core::ErrorCode::unavailable,
      core::say(
          "Katalogen är förseglad med huvudnyckeln {}, som inte finns i den här serverns fil. "
          "Lägg filen master.key från den server som skapade katalogen i datamappen.",
          "The directory is sealed with the master key {}, which is not in this server's "
          "file. Put the file master.key of the server that made the directory into the "
          "data folder.",
          core::shorten(id, id_digits)));
}

std::string Sealing::seal(core::Random& random, std::string_view secret,
                          std::string_view purpose) const {
  const MasterKey& key = keys_.front();
  std::string nonce(nonce_bytes, '\0');
  random.fill(std::as_writable_bytes(std::span(nonce)));
  std::string sealed(secret.size() + tag_bytes, '\0');
  ::crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(sealed), nullptr, bytes_of(secret),
                                               secret.size(), bytes_of(purpose), purpose.size(),
                                               nullptr, bytes_of(nonce), key.bytes.data());
  return key.id + "." + hex_of(nonce) + "." + hex_of(sealed);
}

std::string Sealing::open(std::string_view sealed, std::string_view purpose) const {
  const auto first = sealed.find('.');
  const auto second = first == std::string_view::npos ? first : sealed.find('.', first + 1);
  if (second == std::string_view::npos) throw damaged(purpose);
  const MasterKey& key = get_key(sealed.substr(0, first));
  std::array<unsigned char, nonce_bytes> nonce{};
  const std::string_view hex = sealed.substr(second + 1);
  std::vector<unsigned char> bytes(hex.size() / 2);
  if (bytes.size() < tag_bytes || !read_hex(hex, bytes) ||
      !read_hex(sealed.substr(first + 1, second - first - 1), nonce)) {
    throw damaged(purpose);
  }
  std::string secret(bytes.size() - tag_bytes, '\0');
  if (::crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(secret), nullptr, nullptr, bytes.data(),
                                                   bytes.size(), bytes_of(purpose), purpose.size(),
                                                   nonce.data(), key.bytes.data()) != 0) {
    throw damaged(purpose);
  }
  return secret;
}

std::string Sealing::derive(std::string_view text, std::string_view purpose) const {
  return derive_with(current_key(), text, purpose);
}

std::string Sealing::derive_with(std::string_view key_name, std::string_view text,
                                 std::string_view purpose) const {
  const std::string whole = std::string(purpose) + '\0' + std::string(text);
  std::string tag(crypto_auth_hmacsha256_BYTES, '\0');
  // A key of its own, so that nothing that is derived says anything about what is sealed.
  std::array<unsigned char, crypto_auth_hmacsha256_KEYBYTES> key{};
  ::crypto_kdf_derive_from_key(key.data(), key.size(), 1, "TuskDerv",
                               get_key(key_name).bytes.data());
  ::crypto_auth_hmacsha256(bytes_of(tag), bytes_of(whole), whole.size(), key.data());
  ::sodium_memzero(key.data(), key.size());
  return hex_of(tag);
}

}  // namespace tusk::identity
