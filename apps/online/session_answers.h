#pragma once

// What is answered when a session begins or is another.

#include <string>
#include <vector>

#include "api/session_messages.h"
#include "http/request.h"
#include "http/response.h"
#include "identity/log_in.h"
#include "identity/sessions.h"
#include "online/services.h"

namespace tusk::online {

// Those that the person may enter, or could with a second factor.
[[nodiscard]] std::vector<api::Company> companies_of(Services& services,
                                                     const identity::Person& person);
// The message Session about it.
[[nodiscard]] http::Response session_response(Services& services, const identity::Session& session);
// With the cookie that makes the browser's requests the session's.
[[nodiscard]] http::Response with_session(http::Response response, const http::Request& request,
                                          const identity::Session& session);
// With the cookie by which the browser is known (identity/known_browsers.h).
[[nodiscard]] http::Response with_known_browser(http::Response response,
                                                const http::Request& request,
                                                const std::string& token);

// A session of somebody who has proved who they are; ends the one that the browser had.
[[nodiscard]] http::Response begin_session(Services& services, http::Request& request,
                                           const identity::BrowserLogIn& logged_in);

// The end of the second step: a session, or a refusal that is in the audit. `logged_in` as of
// identity::LogIn, for the ticket.
[[nodiscard]] http::Response end_second_step(
    Services& services, http::Request& request, const std::string& ticket,
    const std::optional<identity::BrowserLogIn>& logged_in);

// What is wrong with a password that somebody who is logged in gave again, in the field `field`; it
// is in the audit like that of a log-in.
[[nodiscard]] core::Error wrong_password(Services& services, const http::Request& request,
                                         const char* field);

// The token by which the browser is known; empty: none.
[[nodiscard]] std::string browser_of(const http::Request& request);

}  // namespace tusk::online
