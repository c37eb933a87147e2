#pragma once

// From a browser that a client's program sent here to the answer that leads it back.

#include "api/openid_messages.h"
#include "http/request.h"
#include "http/response.h"
#include "online/services.h"

namespace tusk::online::openid {

// GET: answers at once if nothing is missing, else the request waits and the browser is shown the
// web desktop's page for it.
[[nodiscard]] http::Response authorize(Services& services, http::Request& request);
// POST: the same by GET, as a browser sends the session's cookie with no other site's form.
[[nodiscard]] http::Response authorize_by_form(Services& services, http::Request& request);

// For that page. All throw Error{not_found} if no such request waits in this browser.
[[nodiscard]] api::AuthorizationState check_authorization(Services& services,
                                                          http::Request& request,
                                                          const std::string& id);
// Of the session's person, who is looking at the page. Throws Error{conflict} if they must log in
// first.
[[nodiscard]] api::AuthorizationAnswer allow_authorization(Services& services,
                                                           http::Request& request,
                                                           const std::string& id);
[[nodiscard]] api::AuthorizationAnswer cancel_authorization(Services& services,
                                                            http::Request& request,
                                                            const std::string& id);

}  // namespace tusk::online::openid
