#pragma once

// Addresses that clients register, and what a request may name of them.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/error.h"

namespace tusk::identity::openid {

// https, or http on this very computer (a program that listens there for its log-in, RFC 8252); no
// user, no fragment, nothing that two readers could read differently. What is wrong, or nothing.
[[nodiscard]] std::optional<core::Problem> find_uri_problem(std::string_view field,
                                                            std::string_view uri);
// True for http://127.0.0.1, http://[::1] and http://localhost, with or without a port.
[[nodiscard]] bool is_loopback(std::string_view uri);

// "https://a.example:8/b?c" -> {"https://a.example:8", "/b?c"}. Of an address without problems.
struct DividedUri {
  std::string origin;
  std::string target;  // at least "/"
};
[[nodiscard]] DividedUri divide(std::string_view uri);

// Whether the address is one of those that are registered, byte for byte. Only the port of a
// loopback address (by number, not by the name localhost) may be another: it is chosen when the
// program listens.
[[nodiscard]] bool is_registered(std::string_view uri, std::span<const std::string> registered);

// With parameters appended. `parameters`: "a=b&c=d", encoded.
[[nodiscard]] std::string with_query(std::string_view uri, std::string_view parameters);

}  // namespace tusk::identity::openid
