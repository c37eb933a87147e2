#pragma once

// Internal: OpenSSL contexts as this server wants them.

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "core/clock.h"

namespace tusk::http {

struct TlsFiles;

using TlsContext = std::shared_ptr<SSL_CTX>;

// TLS 1.3, or 1.2 with ECDHE and an AEAD; no renegotiation, no compression, no 0-RTT; session
// tickets whose key lives as long as the context. Throws core::Error.
[[nodiscard]] TlsContext make_server_tls(const TlsFiles& files);

// When its certificate expires.
[[nodiscard]] core::Microseconds expiry_of(const TlsContext& context);

// What OpenSSL has to say about the last failure of this thread.
[[nodiscard]] std::string openssl_errors();

}  // namespace tusk::http
