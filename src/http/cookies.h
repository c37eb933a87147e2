#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"

namespace tusk::http {

// Cookies of ours are always HttpOnly, SameSite=Lax, Path=/ and without Domain. Over TLS they are
// also Secure and get the prefix __Host-, which browsers let nobody but this very host set.
[[nodiscard]] std::string cookie_name(const Request& request, std::string_view base_name);

// The value for a Set-Cookie header. Without `max_age` it ends with the browser's session.
// Throws std::invalid_argument if the value isn't made of cookie characters (hex and base64 are).
[[nodiscard]] std::string format_cookie(const Request& request, std::string_view base_name,
                                        std::string_view value,
                                        std::optional<std::chrono::seconds> max_age = {});
// Makes the browser forget it.
[[nodiscard]] std::string format_cookie_removal(const Request& request, std::string_view base_name);

// The value of the cookie `base_name`, with the prefix that belongs to this line. Nothing if absent
// or given twice: one of the two isn't ours.
[[nodiscard]] std::optional<std::string> find_cookie(const Request& request,
                                                     std::string_view base_name);

}  // namespace tusk::http
