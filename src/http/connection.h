#pragma once

// Internal: one connection, a coroutine on its I/O thread. There is one place where it waits for
// the socket; whatever else may happen meanwhile (time is up, an event to send, the server stops)
// calls wake(), which ends that wait. All members but the waker run on the I/O thread.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "http/request.h"
#include "http/response.h"
#include "http/server_core.h"
#include "http/transport.h"

namespace tusk::http {

class RequestParser;

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(ServerCore& core, IoThread& io, boost::asio::ip::tcp::socket socket,
             std::string peer_address, std::string address_key);
  ~Connection();

  boost::asio::awaitable<void> run();
  void tick(Clock::time_point now);
  // The server stops: ends at the next moment at which nothing is under way.
  void wake();
  // Cuts the line.
  void abort();

 private:
  struct Exchange;
  enum class Waited { ready, woken, ended };
  enum class Input { nothing, data, closed };

  boost::asio::awaitable<Waited> wait(Transport::State direction);
  boost::asio::awaitable<bool> handshake();
  boost::asio::awaitable<bool> wait_for_request(bool first);
  boost::asio::awaitable<bool> exchange();
  boost::asio::awaitable<bool> read_some();
  boost::asio::awaitable<bool> read_head(Exchange& exchange);
  boost::asio::awaitable<bool> read_body(Exchange& exchange);
  boost::asio::awaitable<Response> answer(Exchange& exchange);
  static boost::asio::awaitable<std::optional<Response>> answer_in_turn(ServerCore& core,
                                                                        Request& request);
  static Response answer_on_worker(ServerCore& core, Request& request);
  boost::asio::awaitable<bool> hold_until_completed(Response& response);
  boost::asio::awaitable<bool> send(Exchange& exchange, Response& response, bool keep_alive);
  boost::asio::awaitable<void> send_events(std::shared_ptr<EventStream> stream);
  boost::asio::awaitable<bool> write_all(std::string_view data);
  boost::asio::awaitable<void> linger();

  void prepare(Request& request) const;
  void finish(const Request& request, Response& response) const;
  std::string format_head(const Response& response, bool keep_alive) const;
  void log_access(const Exchange& exchange, const Response& response) const noexcept;
  std::function<void()> waker();
  Input take_unexpected_input();
  void set_deadline(std::chrono::milliseconds from_now) {
    deadline_ = Clock::now() + from_now;
    timed_out_ = false;
  }
  void clear_deadline() {
    deadline_ = Clock::time_point::max();
    timed_out_ = false;
  }
  void release_address();

  ServerCore& core_;
  IoThread& io_;
  boost::asio::ip::tcp::socket socket_;
  Transport transport_;
  const std::string peer_address_;
  std::string address_key_;  // empty: not counted (any more)
  std::string input_;        // received, not yet parsed
  Clock::time_point deadline_ = Clock::time_point::max();
  std::size_t requests_ = 0;
  bool timed_out_ = false;
  bool woken_ = false;
  bool aborted_ = false;
  bool refused_ = false;  // what the client still sends is of no interest, but must be taken
};

}  // namespace tusk::http
