#pragma once

// Who a request comes from. The middlewares find it out; handlers ask here, and nowhere else: above
// all the company is this one, never one that the request names.

#include "http/request.h"
#include "identity/devices.h"
#include "identity/sessions.h"

namespace tusk::online {

struct Caller {
  std::optional<identity::Session> session;
  std::optional<identity::Device> device;
};

// Each throws std::logic_error if the route's policy does not promise it: a programmer's error.
[[nodiscard]] const identity::Session& session_of(const http::Request& request);
[[nodiscard]] const identity::Company& company_of(const http::Request& request);
[[nodiscard]] const identity::Device& device_of(const http::Request& request);

// The caller's company, whatever the route's policy; null: nobody looked at the caller, or they are
// in none.
[[nodiscard]] const identity::Company* find_company(const http::Request& request);

[[nodiscard]] core::Language language_of(const identity::Person& person);

// Name of the session's cookie, before the prefix that it gets over TLS.
inline constexpr const char* session_cookie = "tusk_session";
// And of that by which a browser is known in which somebody has logged in before.
inline constexpr const char* browser_cookie = "tusk_browser";
// Between the password and the second factor; no session.
inline constexpr const char* ticket_cookie = "tusk_second_step";

}  // namespace tusk::online
