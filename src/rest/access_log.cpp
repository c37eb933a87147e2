#include "rest/access_log.h"

#include "platform/logging.h"

namespace tusk::rest {

using platform::LogLevel;

void log_access(const http::AccessEntry& entry) {
  platform::log(LogLevel::debug, "request",
                {{"id", entry.request_id},
                 {"from", entry.peer_address},
                 {"method", entry.method},
                 {"path", entry.path},
                 {"status", std::to_string(entry.status)},
                 {"bytes", std::to_string(entry.response_bytes)},
                 {"microseconds", std::to_string(entry.time.count())}});
}

void log_error(const std::string& request_id, const std::string& message) {
  platform::log(LogLevel::error, "request.failed", {{"id", request_id}, {"error", message}});
}

}  // namespace tusk::rest
