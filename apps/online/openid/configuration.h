#pragma once

// What clients read before anything else: what this server can do, and its keys.

#include "http/request.h"
#include "http/response.h"
#include "online/services.h"

namespace tusk::online::openid {

[[nodiscard]] http::Response get_configuration(Services& services, http::Request& request);
[[nodiscard]] http::Response get_signing_keys(Services& services, http::Request& request);

}  // namespace tusk::online::openid
