#pragma once

// What a request says of where it comes from, in words for the person whose log-in it is.

#include "http/request.h"
#include "identity/sessions.h"

namespace tusk::online {

[[nodiscard]] identity::Visit visit_of(const http::Request& request);

// "Mozilla/5.0 (Windows NT 10.0; …) … Chrome/130.0.0.0 Safari/537.36" -> {"Chrome", "Windows"};
// what is not known is empty.
[[nodiscard]] identity::Visit describe_user_agent(std::string_view user_agent);

}  // namespace tusk::online
