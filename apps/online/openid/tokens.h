#pragma once

// What client programs call: tokens for codes and refresh tokens, and what tokens are good for.

#include "http/request.h"
#include "http/response.h"
#include "online/services.h"

namespace tusk::online::openid {

[[nodiscard]] http::Response issue_token(Services& services, http::Request& request);
[[nodiscard]] http::Response revoke_token(Services& services, http::Request& request);
[[nodiscard]] http::Response get_userinfo(Services& services, http::Request& request);

}  // namespace tusk::online::openid
