#pragma once

// What is done with secrets: they are hashed before they are kept, and compared in constant time.

#include <string>
#include <string_view>

namespace tusk::identity {

// Readies libsodium; call it once before the rest. Throws Error{internal} if it can't be.
void prepare_cryptography();

// By which people name something of their own in a list whose real name is a secret: a session, a
// known browser. Good for nothing else. list_key_digits of the hash that is kept.
[[nodiscard]] std::string make_list_key(std::string_view secret);

// Takes as long for equal as for unequal texts of one length.
[[nodiscard]] bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace tusk::identity
