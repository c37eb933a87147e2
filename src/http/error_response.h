#pragma once

#include <exception>
#include <string>

#include "core/error.h"
#include "http/request.h"
#include "http/response.h"

namespace tusk::http {

// The one table from error codes to HTTP.
[[nodiscard]] int status_of(core::ErrorCode code);

// {"error":{"code","message","messages":{"sv","en"},"problems":[{"field","value","message"}],
// "request_id"}}; `message` in the request's language, both for programs that keep what they are
// told (the office's log of rounds). `status` 0: what the table says.
[[nodiscard]] Response error_response(const core::Error& error, const Request& request,
                                      int status = 0);

// The JSON object within "error", for handlers that add to it. As text.
[[nodiscard]] std::string error_json(const core::Error& error, core::Language language,
                                     std::string_view request_id);

// Last resort: any exception as a response. What a person may not read goes to `log_message`; it
// stays empty if there is nothing to log.
[[nodiscard]] Response exception_response(const std::exception_ptr& exception,
                                          const Request& request, std::string& log_message);

}  // namespace tusk::http
