#include "http/held_response.h"

#include <stdexcept>
#include <utility>

#include "http/deferred_response.h"
#include "http/event_stream.h"

namespace tusk::http {

void HeldResponse::on_close(std::function<void()> callback) {
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) {
      callbacks_.push_back(std::move(callback));
      return;
    }
  }
  callback();
}

bool HeldResponse::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

void HeldResponse::attach(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
  woken_ = false;
}

void HeldResponse::detach() {
  std::vector<std::function<void()>> callbacks;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    wake_ = nullptr;
    callbacks.swap(callbacks_);
  }
  for (const auto& callback : callbacks) callback();
}

void HeldResponse::wake_locked() {
  if (woken_ || !wake_) return;
  woken_ = true;
  wake_();
}

std::shared_ptr<DeferredResponse> DeferredResponse::make(std::chrono::milliseconds time,
                                                         Response otherwise) {
  return std::shared_ptr<DeferredResponse>(new DeferredResponse(time, std::move(otherwise)));
}

bool DeferredResponse::complete(Response response) {
  const std::lock_guard lock(mutex_);
  if (closed_ || answer_) return false;
  answer_ = std::move(response);
  wake_locked();
  return true;
}

std::optional<Response> DeferredResponse::take() {
  const std::lock_guard lock(mutex_);
  woken_ = false;
  return std::move(answer_);
}

Response DeferredResponse::take_otherwise() {
  const std::lock_guard lock(mutex_);
  // Whoever completes it from now on is told that it was too late.
  closed_ = true;
  return answer_ ? *std::move(answer_) : std::move(otherwise_);
}

EventMessage event_message(std::string_view name, std::string_view data) {
  if (name.find_first_of("\r\n") != std::string_view::npos) {
    throw std::invalid_argument("line break in the name of an event");
  }
  std::string text = "event: " + std::string(name) + "\n";
  for (;;) {
    const auto end = data.find_first_of("\r\n");
    text += "data: " + std::string(data.substr(0, end)) + "\n";
    if (end == std::string_view::npos) break;
    const bool both = data.substr(end, 2) == "\r\n";
    data.remove_prefix(end + (both ? 2 : 1));
  }
  return std::make_shared<const std::string>(text + "\n");
}

std::shared_ptr<EventStream> EventStream::make() {
  return std::shared_ptr<EventStream>(new EventStream());
}

bool EventStream::send(EventMessage message) {
  const std::lock_guard lock(mutex_);
  if (closed_ || ended_) return false;
  if (queued_bytes_ + message->size() > queue_bytes_) {
    queue_.clear();
    queued_bytes_ = 0;
    ended_ = true;
    wake_locked();
    return false;
  }
  queued_bytes_ += message->size();
  queue_.push_back(std::move(message));
  wake_locked();
  return true;
}

void EventStream::close() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  wake_locked();
}

void EventStream::set_queue_bytes(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  queue_bytes_ = bytes;
}

EventStream::Waiting EventStream::take() {
  const std::lock_guard lock(mutex_);
  woken_ = false;
  queued_bytes_ = 0;
  return {std::exchange(queue_, {}), ended_};
}

}  // namespace tusk::http
