#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/routes.h"
#include "core/id.h"
#include "core/registry.h"

namespace tusk::api {

// The REST and synchronisation interface as an OpenAPI 3.1 document, from the declared routes
// (routes.h), the described messages and the record types: what tusk-online serves, without the
// fields that only the office has.
[[nodiscard]] std::string make_openapi(const core::Registry& registry, std::string_view version);
// The same of what `tusk api` serves in the office, with all fields.
[[nodiscard]] std::string make_office_openapi(const core::Registry& registry,
                                              std::string_view version);

// The parts of the interface that `tusk api` serves.
[[nodiscard]] std::span<const Part> office_api_parts();

}  // namespace tusk::api
