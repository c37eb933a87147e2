#include "http/response.h"

namespace tusk::http {

std::string_view Response::text() const {
  if (const auto* own = std::get_if<std::string>(&body)) return *own;
  if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body)) {
    return *shared ? std::string_view(**shared) : std::string_view();
  }
  return {};
}

Response json_response(int status, std::string json) {
  return {status, {{"Content-Type", "application/json"}}, std::move(json)};
}

Response text_response(int status, std::string text, std::string content_type) {
  return {status, {{"Content-Type", std::move(content_type)}}, std::move(text)};
}

Response no_content() {
  return {204, {}, {}};
}

Response redirect(std::string location, int status) {
  return {status, {{"Location", std::move(location)}}, {}};
}

Response deferred(std::shared_ptr<DeferredResponse> promise) {
  return {200, {}, std::move(promise)};
}

Response event_stream(std::shared_ptr<EventStream> stream) {
  // X-Accel-Buffering tells proxies of the nginx kind to pass events on at once.
  return {
      200, {{"Content-Type", "text/event-stream"}, {"X-Accel-Buffering", "no"}}, std::move(stream)};
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Other";
  }
}

}  // namespace tusk::http
