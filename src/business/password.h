#pragma once

// Passwords of office users, in any Unicode form. They have nothing to do with Tusk ID: neither
// opens the other.

#include <string>
#include <string_view>

namespace tusk::business {

// Argon2id as a PHC string ("$argon2id$v=19$…"), salt within.
[[nodiscard]] std::string hash_password(std::string_view password);
// Takes the time of a hash also if `hash` is empty, so that the time does not tell who exists.
[[nodiscard]] bool verify_password(const std::string& hash, std::string_view password);

// Throws Error{invalid} unless the password is long enough, no known bad one, and not one of the
// person's own names. The message never repeats the password.
void check_password(std::string_view password, std::string_view user_name,
                    std::string_view full_name);

}  // namespace tusk::business
