#include "core/sha256.h"

#include <sodium.h>

namespace tusk::core {

std::string sha256_bytes(std::string_view text) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  ::crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return hash;
}

std::string sha256_hex(std::string_view text) {
  const std::string hash = sha256_bytes(text);
  std::string hex(hash.size() * 2 + 1, '\0');
  ::sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(hash.data()),
                   hash.size());
  hex.pop_back();  // the zero at the end
  return hex;
}

}  // namespace tusk::core
