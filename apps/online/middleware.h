#pragma once

// What every request passes before its handler, in this order:
//
//   limit_strangers   budget of the address, where nobody need be known
//   refuse_foreign    changes that another site's page sent
//   authenticate      session cookie or device key -> Caller; the person's language
//   limit_callers     budget of the session or device
//   check_csrf        token of the session, for changes
//   check_permission  what the route declares
//   keep_alive        puts off the log-out, where somebody is at work
//
// Errors become JSON in the person's language in the server itself.

#include <vector>

#include "api/binding.h"
#include "online/services.h"

namespace tusk::online {

[[nodiscard]] std::vector<api::Router::Middleware> make_middlewares(Services& services);

}  // namespace tusk::online
