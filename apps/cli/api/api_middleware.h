#pragma once

// What every request of the local API passes before its handler, in this order:
//
//   limit_strangers   budget of the address, where nobody need be known
//   refuse_foreign    what a web site's page could send
//   authenticate      Authorization: Bearer <key> -> business::ApiCaller
//   limit_callers     budget of the API user
//
// What the caller may do is the business layer's to say (business/rights.h).

#include <vector>

#include "api/binding.h"
#include "cli/api/api_sessions.h"
#include "rest/rate_limiter.h"

namespace tusk::cli {

// Both outlive the router.
[[nodiscard]] std::vector<api::Router::Middleware> make_api_middlewares(ApiSessions& sessions,
                                                                        rest::RateLimiter& limiter);

// Throws std::logic_error if the route's policy does not promise one: a programmer's error.
[[nodiscard]] const business::ApiCaller& api_caller_of(const http::Request& request);

}  // namespace tusk::cli
