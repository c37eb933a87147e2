#pragma once

// What a server of ours writes down of its requests: neither keys nor what is searched for.

#include "http/server.h"

namespace tusk::rest {

void log_access(const http::AccessEntry& entry);
void log_error(const std::string& request_id, const std::string& message);

}  // namespace tusk::rest
