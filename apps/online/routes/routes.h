#pragma once

// The handlers of the declared routes, one file per resource.

#include "api/binding.h"
#include "core/record.h"
#include "online/services.h"

namespace tusk::online {

void bind_session_routes(api::Handlers& handlers, Services& services);
void bind_record_routes(api::Handlers& handlers, Services& services);
void bind_live_routes(api::Handlers& handlers, Services& services);
void bind_synchronisation_routes(api::Handlers& handlers, Services& services);
void bind_office_routes(api::Handlers& handlers, Services& services);
// Health, the description, and the web folder, which is read into memory.
void bind_server_routes(api::Handlers& handlers, Services& services);
// What begins like the interface and is none of its routes is not found, and not a page of the web
// desktop.
void add_unknown_addresses(api::Router& router);

// The record as JSON, with its ETag.
[[nodiscard]] http::Response record_response(int status, const core::RecordType& type,
                                             const core::Record& record);

// "limit" of the query: 1 to api::max_page. Throws Error{invalid}.
[[nodiscard]] int limit_of(const http::Request& request);
// A whole number of the query, or `otherwise`. Throws Error{invalid}.
[[nodiscard]] std::int64_t integer_of(const http::Request& request, std::string_view name,
                                      std::int64_t otherwise);
// `text` as a whole number; `name` is what it is called. Throws Error{invalid}.
[[nodiscard]] std::int64_t integer_in(std::string_view text, std::string_view name);

}  // namespace tusk::online
