#pragma once

// What programs that serve the REST interface refuse alike, before anybody looks at who asks.

#include "http/request.h"
#include "http/response.h"

namespace tusk::rest {

// True for requests that are not only questions.
[[nodiscard]] bool changes_something(const http::Request& request);

// A change that another web site's page sent. Throws Error{forbidden}.
void refuse_foreign(const http::Request& request);

// A body that is not JSON, as no form of another web site can send it. Throws Error{invalid}.
void require_json(const http::Request& request);

// 429 with Retry-After.
[[nodiscard]] http::Response too_often(const http::Request& request, int seconds);

// The handler of what is none of the interface's addresses. Throws Error{not_found}.
[[noreturn]] http::Response no_such_address(http::Request& request);

}  // namespace tusk::rest
