#pragma once

// A round as HTTP carries it, for both ends: JSON (sync/codec.h) with Content-Encoding zstd.

#include <string>
#include <string_view>

#include "core/registry.h"
#include "http/headers.h"
#include "http/request.h"
#include "http/response.h"
#include "sync/audit.h"
#include "sync/messages.h"

namespace tusk::api {

// JSON as the body of a request or an answer, and the headers that tell how it is packed.
struct PackedBody {
  http::Headers headers;
  std::string body;
};
[[nodiscard]] PackedBody pack(std::string_view json);
// Throws Error{invalid} for an encoding other than zstd (or none), {limit} for too much. Only once
// the sender is authenticated: unpacking costs memory.
[[nodiscard]] std::string unpack(const http::Headers& headers, const std::string& body);

// For the online side. Only once the device is authenticated.
[[nodiscard]] sync::RoundRequest read_round(const http::Request& request,
                                            const core::Registry& registry);
[[nodiscard]] http::Response round_response(const sync::RoundResponse& response,
                                            const core::Registry& registry);

[[nodiscard]] sync::AuditRequest read_audit(const http::Request& request,
                                            const core::Registry& registry);
[[nodiscard]] http::Response audit_response(const sync::AuditResponse& response,
                                            const core::Registry& registry);

}  // namespace tusk::api
