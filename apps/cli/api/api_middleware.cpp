#include "cli/api/api_middleware.h"

#include <stdexcept>

#include "cli/api/limits.h"
#include "core/error.h"
#include "http/error_response.h"
#include "rest/guards.h"

namespace tusk::cli {
namespace {

using api::Permission;
using api::RoutePolicy;
using http::Request;
using http::Response;
using Handler = api::Router::Handler;

// The key of "Bearer <key>"; empty if there is none.
std::string_view key_in(const Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string_view given = request.headers.get_or("Authorization", "");
  if (given.size() < scheme.size() ||
      !http::equal_ignoring_case(given.substr(0, scheme.size()), scheme)) {
    return {};
  }
  return http::trim(given.substr(scheme.size()));
}

core::Error nobody(bool has_key) {
  if (!has_key) {
    return {core::ErrorCode::unauthenticated,
            core::say("Nyckel saknas. Skicka en API-användares nyckel: Authorization: Bearer "
                      "tusk_…",
                      "There is no key. Send an API user's key: Authorization: Bearer tusk_…")};
  }
  return {core::ErrorCode::unauthenticated,
          core::say("Nyckeln gäller inte (längre). En superanvändare kan göra en ny: tusk api-user "
                    "key add.",
                    "The key is not (or no longer) valid. A super user can make another: tusk "
                    "api-user key add.")};
}

Response limit_strangers(rest::RateLimiter& limiter, Request& request, const RoutePolicy& policy,
                         const Handler& next) {
  if (policy.permission() != Permission::everyone) return next(request);
  const auto wait =
      limiter.take("stranger " + rest::address_key(request.peer_address), api_stranger_budget);
  return wait ? rest::too_often(request, *wait) : next(request);
}

Response refuse_foreign(Request& request, const RoutePolicy&, const Handler& next) {
  rest::refuse_foreign(request);
  rest::require_json(request);
  return next(request);
}

Response authenticate(ApiSessions& sessions, rest::RateLimiter& limiter, Request& request,
                      const RoutePolicy& policy, const Handler& next) {
  if (policy.permission() == Permission::everyone) return next(request);
  const std::string_view key = key_in(request);
  auto caller = sessions.find_caller(key);
  if (!caller) {
    const auto wait =
        limiter.take("refused " + rest::address_key(request.peer_address), api_refused_budget);
    if (wait) return rest::too_often(request, *wait);
    Response response = http::error_response(nobody(!key.empty()), request);
    response.headers.set("WWW-Authenticate", "Bearer realm=\"Tusk\"");
    return response;
  }
  request.authenticated = true;
  request.context = *std::move(caller);
  return next(request);
}

Response limit_callers(rest::RateLimiter& limiter, Request& request, const RoutePolicy& policy,
                       const Handler& next) {
  if (!request.authenticated) return next(request);
  const bool searches = policy.limit_class() == api::LimitClass::search;
  const auto wait =
      limiter.take((searches ? "search " : "normal ") + api_caller_of(request).user.uuid,
                   searches ? api_search_budget : api_budget);
  return wait ? rest::too_often(request, *wait) : next(request);
}

}  // namespace

std::vector<api::Router::Middleware> make_api_middlewares(ApiSessions& sessions,
                                                          rest::RateLimiter& limiter) {
  return {[&limiter](Request& request, const RoutePolicy& policy, const Handler& next) {
            return limit_strangers(limiter, request, policy, next);
          },
          refuse_foreign,
          [&sessions, &limiter](Request& request, const RoutePolicy& policy, const Handler& next) {
            return authenticate(sessions, limiter, request, policy, next);
          },
          [&limiter](Request& request, const RoutePolicy& policy, const Handler& next) {
            return limit_callers(limiter, request, policy, next);
          }};
}

const business::ApiCaller& api_caller_of(const http::Request& request) {
  if (const auto* caller = std::any_cast<business::ApiCaller>(&request.context)) return *caller;
  throw std::logic_error("the route's policy lets in callers whom nobody looked at");
}

}  // namespace tusk::cli
