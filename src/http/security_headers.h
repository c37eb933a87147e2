#pragma once

#include <string>

#include "http/response.h"

namespace tusk::http {

// Scripts and styles only from our own files, nothing inline, never in somebody's frame.
inline constexpr const char* kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

// The same for one page whose script and style elements carry this nonce.
[[nodiscard]] std::string content_security_policy_with(const std::string& nonce);

// Adds what every response carries, errors included; the server calls it last of all. A header that
// the handler set stays as it is. HSTS only if the line is encrypted: else browsers ignore it.
void add_security_headers(Response& response, bool tls, const std::string& content_security_policy);

}  // namespace tusk::http
