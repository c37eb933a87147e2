#pragma once

// The password of an archive: Argon2id and XChaCha20-Poly1305 (format.h says how).

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "archive/format.h"
#include "core/random.h"

namespace tusk::archive {

// Readies libsodium; whoever reads or writes archives calls it by itself. Throws Error{internal}.
void prepare_sodium();

// A preamble with a new salt and the costs of limits.h.
[[nodiscard]] Preamble make_sealed_preamble(core::Random& random);

class SealingKey {
 public:
  // Takes about a second and 256 MiB, on purpose. Throws Error{invalid} for an empty or overlong
  // password, Error{unavailable} if there is too little memory.
  SealingKey(const Preamble& preamble, std::string_view password);
  ~SealingKey();
  SealingKey(const SealingKey&) = delete;
  SealingKey& operator=(const SealingKey&) = delete;

  // What sealing adds to a payload.
  static constexpr std::size_t tag_bytes = 16;
  [[nodiscard]] std::string seal(const BlockHead& head, std::string_view payload) const;
  // Nothing if it was sealed with another key, or for another place.
  [[nodiscard]] std::optional<std::string> open(const BlockHead& head,
                                                std::string_view payload) const;

 private:
  [[nodiscard]] std::string additional_data(const BlockHead& head) const;

  Hash preamble_;
  std::array<unsigned char, 32> key_{};
};

}  // namespace tusk::archive
