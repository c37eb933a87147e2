#pragma once

// OpenID Connect RP-Initiated Logout: a client's program sends a browser here to end the session.

#include "http/request.h"
#include "http/response.h"
#include "online/services.h"

namespace tusk::online::openid {

// Ends the session at once if the id_token_hint is of it; else asks the person.
[[nodiscard]] http::Response log_out(Services& services, http::Request& request);
[[nodiscard]] http::Response log_out_by_form(Services& services, http::Request& request);
// The person has said yes.
[[nodiscard]] http::Response confirm_log_out(Services& services, http::Request& request);

}  // namespace tusk::online::openid
