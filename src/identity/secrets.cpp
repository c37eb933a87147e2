#include "identity/secrets.h"

#include <sodium.h>

#include <array>

#include "core/error.h"
#include "core/sha256.h"
#include "identity/limits.h"

namespace tusk::identity {

void prepare_cryptography() {
  if (::sodium_init() < 0) {
    throw core::Error(core::ErrorCode::internal,
                      core::say("Kryptobiblioteket kan inte startas.",
                                "The cryptographic library can't be started."));
  }
}

std::string make_list_key(std::string_view secret) {
  return core::sha256_hex(secret).substr(0, list_key_digits);
}

bool equal_secrets(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace tusk::identity
