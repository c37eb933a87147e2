#pragma once

// Internal: what one request takes for its time and gives back however it ends.

#include <cstddef>
#include <memory>
#include <variant>

#include "http/event_stream.h"
#include "http/response.h"
#include "http/server_core.h"

namespace tusk::http {

// Its part of the memory for bodies, given back when the request is done.
class BodyReservation {
 public:
  explicit BodyReservation(ServerCore& core) : core_(core) {}
  ~BodyReservation() { core_.bodies_bytes -= bytes_; }
  BodyReservation(const BodyReservation&) = delete;
  BodyReservation& operator=(const BodyReservation&) = delete;

  [[nodiscard]] bool grow_to(std::size_t bytes) {
    if (bytes <= bytes_) return true;
    core_.bodies_bytes += bytes - bytes_;
    bytes_ = bytes;
    return core_.bodies_bytes <= core_.options.limits.bodies_bytes;
  }

 private:
  ServerCore& core_;
  std::size_t bytes_ = 0;
};

// One of Limits::requests_in_work.
class InWork {
 public:
  explicit InWork(ServerCore& core) : core_(core), number_(++core.requests_in_work) {}
  ~InWork() { --core_.requests_in_work; }
  InWork(const InWork&) = delete;
  InWork& operator=(const InWork&) = delete;
  [[nodiscard]] bool allowed() const { return number_ <= core_.options.limits.requests_in_work; }

 private:
  ServerCore& core_;
  const std::size_t number_;
};

// However the exchange ends, whoever holds the stream hears of it.
class StreamEnd {
 public:
  explicit StreamEnd(const Response& response) {
    const auto* stream = std::get_if<std::shared_ptr<EventStream>>(&response.body);
    if (stream) stream_ = *stream;
  }
  ~StreamEnd() {
    if (stream_) stream_->detach();
  }
  StreamEnd(const StreamEnd&) = delete;
  StreamEnd& operator=(const StreamEnd&) = delete;
  [[nodiscard]] const std::shared_ptr<EventStream>& stream() const { return stream_; }

 private:
  std::shared_ptr<EventStream> stream_;
};

}  // namespace tusk::http
