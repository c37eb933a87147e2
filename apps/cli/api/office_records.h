#pragma once

// The registers of the company that an API user's key belongs to.

#include <memory>

#include "cli/api/api_sessions.h"
#include "rest/record_access.h"

namespace tusk::cli {

// With the rights of the caller, whom the middlewares have found (api_middleware.h). Throws as
// ApiSessions::enter does.
[[nodiscard]] std::unique_ptr<rest::RecordAccess> open_office_records(
    ApiSessions& sessions, const business::ApiCaller& caller);

}  // namespace tusk::cli
