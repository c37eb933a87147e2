#pragma once

#include <string>
#include <string_view>

#include "core/registry.h"

namespace tusk::api {

// The REST and synchronisation interface as an OpenAPI 3.1 document, from the declared routes
// (routes.h), the described messages and the record types. What only the office has is not in it.
[[nodiscard]] std::string make_openapi(const core::Registry& registry, std::string_view version);

}  // namespace tusk::api
