#include "archive/sealing.h"

#include <sodium.h>

#include <span>

#include "archive/limits.h"
#include "core/unicode.h"

namespace tusk::archive {
namespace {

static_assert(SealingKey::tag_bytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(std::tuple_size_v<decltype(Preamble::salt)> == crypto_pwhash_SALTBYTES);

using Nonce = std::array<unsigned char, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES>;

Nonce nonce_of(std::uint32_t index) {
  Nonce nonce{};
  for (std::size_t i = 0; i < sizeof index; ++i) {
    nonce[i] = static_cast<unsigned char>((index >> (8 * i)) & 0xff);
  }
  return nonce;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void check_length(std::string_view password) {
  if (!password.empty() && password.size() <= limits::password_bytes_max) return;
  throw core::invalid_field(
      "password", "",
      core::say("Arkivets lösenord ska vara 1 till {} byte långt. Ange ett annat.",
                "The password of the archive must have 1 to {} bytes. Give another.",
                limits::password_bytes_max));
}

}  // namespace

void prepare_sodium() {
  if (::sodium_init() >= 0) return;
  throw core::Error(core::ErrorCode::internal,
                    core::say("Kryptobiblioteket kan inte startas.",
                              "The cryptographic library can't be started."),
                    {}, "sodium_init failed");
}

Preamble make_sealed_preamble(core::Random& random) {
  Preamble preamble;
  preamble.sealed = true;
  preamble.passes = limits::password_passes;
  preamble.memory_bytes = limits::password_memory_bytes;
  random.fill(std::as_writable_bytes(std::span(preamble.salt)));
  return preamble;
}

SealingKey::SealingKey(const Preamble& preamble, std::string_view password) {
  prepare_sodium();
  check_length(password);
  std::string composed = core::compose_compatibly(password);
  preamble_ = hash_of(preamble);
  const int failed = ::crypto_pwhash(key_.data(), key_.size(), composed.data(), composed.size(),
                                     preamble.salt.data(), preamble.passes, preamble.memory_bytes,
                                     crypto_pwhash_ALG_ARGON2ID13);
  ::sodium_memzero(composed.data(), composed.size());
  if (failed != 0) {
    throw core::Error(core::ErrorCode::unavailable,
                      core::say("Minnet räcker inte för arkivets lösenord ({} MiB behövs). Stäng "
                                "andra program och försök igen.",
                                "There is too little memory for the archive's password ({} MiB "
                                "are needed). Close other programs and try again.",
                                preamble.memory_bytes >> 20));
  }
}

SealingKey::~SealingKey() {
  ::sodium_memzero(key_.data(), key_.size());
}

std::string SealingKey::additional_data(const BlockHead& head) const {
  std::string data(preamble_.begin(), preamble_.end());
  return data + encode(head);
}

std::string SealingKey::seal(const BlockHead& head, std::string_view payload) const {
  const std::string data = additional_data(head);
  const Nonce nonce = nonce_of(head.index);
  std::string sealed(payload.size() + tag_bytes, '\0');
  ::crypto_aead_xchacha20poly1305_ietf_encrypt(
      reinterpret_cast<unsigned char*>(sealed.data()), nullptr, bytes_of(payload), payload.size(),
      bytes_of(data), data.size(), nullptr, nonce.data(), key_.data());
  return sealed;
}

std::optional<std::string> SealingKey::open(const BlockHead& head, std::string_view payload) const {
  if (payload.size() < tag_bytes) return std::nullopt;
  const std::string data = additional_data(head);
  const Nonce nonce = nonce_of(head.index);
  std::string opened(payload.size() - tag_bytes, '\0');
  if (::crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(opened.data()), nullptr, nullptr, bytes_of(payload),
          payload.size(), bytes_of(data), data.size(), nonce.data(), key_.data()) != 0) {
    return std::nullopt;
  }
  return opened;
}

}  // namespace tusk::archive
