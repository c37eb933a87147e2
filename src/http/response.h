#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "http/headers.h"

namespace tusk::http {

class DeferredResponse;
class EventStream;

// What a handler returns. The body is one of: text of its own; text shared with others (static
// files); a promise that somebody completes later (long poll); a stream of events. The last two
// hold no worker while they wait.
struct Response {
  using Body = std::variant<std::string, std::shared_ptr<const std::string>,
                            std::shared_ptr<DeferredResponse>, std::shared_ptr<EventStream>>;
  int status = 200;
  Headers headers;
  Body body;

  // Bytes of a text body; empty for the other kinds.
  [[nodiscard]] std::string_view text() const;
};

[[nodiscard]] Response json_response(int status, std::string json);
[[nodiscard]] Response text_response(int status, std::string text,
                                     std::string content_type = "text/plain; charset=utf-8");
[[nodiscard]] Response no_content();
// `location` is a path of ours, or an address that the caller has checked.
[[nodiscard]] Response redirect(std::string location, int status = 303);
// Waits until somebody completes it (deferred_response.h).
[[nodiscard]] Response deferred(std::shared_ptr<DeferredResponse> promise);
// text/event-stream (event_stream.h).
[[nodiscard]] Response event_stream(std::shared_ptr<EventStream> stream);

[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace tusk::http
