#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "http/held_response.h"
#include "http/response.h"

namespace tusk::http {

// A long poll: the handler returns it, some other thread completes it.
//
//   auto promise = DeferredResponse::make(15s, no_content());
//   waiters.add(sequence, promise);            // calls promise->complete(...) when there is news
//   promise->on_close([...] { waiters.remove(...); });
//   return deferred(promise);
class DeferredResponse final : public HeldResponse {
 public:
  // After `time` without an answer, or when the server stops, the client gets `otherwise`.
  [[nodiscard]] static std::shared_ptr<DeferredResponse> make(std::chrono::milliseconds time,
                                                              Response otherwise);

  // The first call counts and returns true; false: completed before, or the client is gone.
  bool complete(Response response);

  // For the server.
  [[nodiscard]] std::chrono::milliseconds time() const { return time_; }
  [[nodiscard]] std::optional<Response> take();
  [[nodiscard]] Response take_otherwise();

 private:
  DeferredResponse(std::chrono::milliseconds time, Response otherwise)
      : time_(time), otherwise_(std::move(otherwise)) {}

  const std::chrono::milliseconds time_;
  Response otherwise_;
  std::optional<Response> answer_;
};

}  // namespace tusk::http
