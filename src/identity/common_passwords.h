#pragma once

// Passwords that are guessed first. The list (common_passwords.txt, from the MIT-licensed
// dictionaries of zxcvbn-ts) holds 35 000 of the commonest without what people put around them:
// each stands for itself with any digits and signs before and after it, in capitals or not, and
// repeated.

#include <string_view>

namespace tusk::identity {

// `password` in lower case (ASCII).
[[nodiscard]] bool is_common_password(std::string_view password);

}  // namespace tusk::identity
