#pragma once

// Secrets that must be read again, and so can't be hashed (private keys that sign, seeds of
// one-time codes), are sealed with a master key that is not in the directory: who gets hold of the
// database, or of its backup, has nothing.
//
// XChaCha20-Poly1305 (libsodium). What is sealed for one purpose does not open for another, so that
// nobody who can write to the database can put one row's secret into another row.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.h"

namespace tusk::identity {

inline constexpr std::size_t master_key_bytes = 32;

class Sealing {
 public:
  // The text of the file of master keys: one to a line, 64 hexadecimal digits. The first one seals,
  // each of them opens. Throws Error{invalid} if it is no such text.
  explicit Sealing(std::string_view master_keys);
  ~Sealing();
  Sealing(const Sealing&) = delete;
  Sealing& operator=(const Sealing&) = delete;

  // A line for that file.
  [[nodiscard]] static std::string make_master_key(core::Random& random);

  // Text without spaces. `purpose` says what and whose it is: "signing key KID".
  [[nodiscard]] std::string seal(core::Random& random, std::string_view secret,
                                 std::string_view purpose) const;
  // Throws Error{unavailable} that names the key if it is sealed with a master key that is not
  // here, Error{internal} if it was changed or sealed for another purpose.
  [[nodiscard]] std::string open(std::string_view sealed, std::string_view purpose) const;
  // 64 hexadecimal digits that only the first master key's holder can make of `text`.
  [[nodiscard]] std::string derive(std::string_view text, std::string_view purpose) const;

  // The name of the first master key: the beginning of its hash, without '.'.
  [[nodiscard]] const std::string& current_key() const { return keys_.front().id; }
  // What derive() made when the master key of that name was the first one. Throws
  // Error{unavailable} that names the key if it is not here.
  [[nodiscard]] std::string derive_with(std::string_view key, std::string_view text,
                                        std::string_view purpose) const;

 private:
  struct MasterKey {
    std::string id;  // the beginning of its hash
    std::array<unsigned char, master_key_bytes> bytes{};
  };
  [[nodiscard]] const MasterKey& get_key(std::string_view id) const;

  std::vector<MasterKey> keys_;
};

}  // namespace tusk::identity
