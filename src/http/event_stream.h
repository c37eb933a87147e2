#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/held_response.h"

namespace tusk::http {

// One event as it goes over the wire. Made once and sent to any number of streams.
using EventMessage = std::shared_ptr<const std::string>;
// `name` and `data` may be any UTF-8; line breaks in data are kept, in the name they are refused
// (std::invalid_argument).
[[nodiscard]] EventMessage event_message(std::string_view name, std::string_view data);

// Server-sent events to one client. An idle stream costs about 2 KB, and gets a comment line from
// the server every Limits::stream_heartbeat.
//
//   auto stream = EventStream::make();
//   const auto id = hub.add(company, stream);
//   stream->on_close([&hub, id] { hub.remove(id); });
//   return event_stream(stream);
class EventStream final : public HeldResponse {
 public:
  [[nodiscard]] static std::shared_ptr<EventStream> make();

  // False: the client is gone. A client for whom more than Limits::stream_queue_bytes wait is too
  // slow: it is dropped, and finds the whole state when it connects anew.
  bool send(EventMessage message);
  // Sends what waits, then ends the stream.
  void close();

  // For the server.
  struct Waiting {
    std::vector<EventMessage> messages;
    bool ended = false;  // nothing comes after these
  };
  void set_queue_bytes(std::size_t bytes);
  [[nodiscard]] Waiting take();

 private:
  EventStream() = default;

  std::vector<EventMessage> queue_;
  std::size_t queued_bytes_ = 0;
  std::size_t queue_bytes_ = 256 * 1024;
  bool ended_ = false;
};

}  // namespace tusk::http
