#pragma once

// The registers: one set of handlers for every record type, the same on both sides.

#include <functional>
#include <memory>

#include "api/binding.h"
#include "core/id.h"
#include "rest/record_access.h"

namespace tusk::rest {

struct RecordRoutes {
  // Both outlive the handlers.
  const core::Registry& registry;
  core::Side side = core::Side::online;  // decides which registers and fields there are
  // What the caller may do, found out by the middlewares; never by what the request names.
  std::function<std::unique_ptr<RecordAccess>(http::Request&)> open;
};

// Of the part api::Part::records.
void bind_record_routes(api::Handlers& handlers, RecordRoutes routes);

// The record as JSON with its ETag, as that side knows it.
[[nodiscard]] http::Response record_response(int status, const core::RecordType& type,
                                             const core::Record& record, core::Side side);

}  // namespace tusk::rest
