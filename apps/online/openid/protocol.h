#pragma once

// What the endpoints of OpenID Connect have in common.

#include <functional>
#include <optional>
#include <string>

#include "http/request.h"
#include "http/response.h"
#include "identity/openid/authorization_request.h"
#include "identity/openid/refusal.h"
#include "identity/openid/tokens.h"
#include "online/services.h"

namespace tusk::online::openid {

namespace oidc = identity::openid;

// The cookie that a request to log in is bound to.
inline constexpr const char* waiting_cookie = "tusk_waiting";

// This server's tokens, under the name that it has for clients.
[[nodiscard]] oidc::Tokens tokens_of(Services& services);
// Whose browser it is, if they are logged in. Does not count as a sign of a person.
[[nodiscard]] std::optional<identity::Session> find_session(Services& services,
                                                            const http::Request& request);
// The person's language, else the one that the client asked for, else the browser's.
void choose_language(http::Request& request, const std::optional<identity::Session>& session,
                     std::string_view ui_locales);

// The body of a form. Throws Refusal{invalid_request} if it is none.
[[nodiscard]] http::Parameters parse_form(const http::Request& request);
// Throws Refusal{invalid_request} if it is missing.
[[nodiscard]] std::string require_parameter(const http::Parameters& given, std::string_view name);

// JSON that is never kept.
[[nodiscard]] http::Response protocol_json(int status, const boost::json::object& body);
// Runs an endpoint that client programs call; what it refuses becomes the error that the protocol
// says: 401 for invalid_client, else 400.
[[nodiscard]] http::Response answer_program(const http::Request& request,
                                            const std::function<http::Response()>& endpoint);

// Where a refused request leads, with the reason.
[[nodiscard]] std::string refusal_uri(Services& services, const oidc::Origin& origin,
                                      const oidc::Refusal& refusal);
// Where an answered request leads.
[[nodiscard]] std::string answer_uri(Services& services, const oidc::Origin& origin,
                                     const std::string& code);

}  // namespace tusk::online::openid
