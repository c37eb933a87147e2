#pragma once

// Internal: what all connections of one server share.

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include "http/fair_queue.h"
#include "http/server.h"
#include "http/tls_context.h"

namespace tusk::http {

class Connection;

// One thread and what lives on it; touched by that thread only.
struct IoThread {
  boost::asio::io_context context{1};
  boost::asio::steady_timer ticker{context};
  std::unordered_set<Connection*> connections;
  std::string date;  // the Date header, renewed by the ticker
};

struct ServerCore {
  ServerCore(ServerOptions given, std::shared_ptr<Dispatcher> answers);

  const ServerOptions options;
  const std::shared_ptr<Dispatcher> dispatcher;
  FairQueue turns;  // at the workers
  boost::asio::thread_pool workers;
  std::atomic<std::size_t> requests_in_work = 0;
  std::atomic<std::size_t> bodies_bytes = 0;
  std::atomic<bool> stopping = false;

  [[nodiscard]] TlsContext tls() const;  // none: plain
  void replace_tls();
  [[nodiscard]] std::string next_request_id();
  [[nodiscard]] bool is_trusted_proxy(const std::string& address) const;
  [[nodiscard]] bool is_allowed_host(const std::string& host) const;
  void log_error(const std::string& request_id, const std::string& message) const noexcept;

  // Counts a new connection in, unless there are too many of them, or from that address.
  [[nodiscard]] bool admit(const std::string& address_key);
  void release_address(const std::string& address_key);  // authenticated or gone
  void release_connection();
  [[nodiscard]] std::size_t connection_count() const;
  // False: there are still some.
  bool wait_for_no_connections(std::chrono::milliseconds time);

 private:
  mutable std::mutex mutex_;
  std::condition_variable none_left_;
  std::size_t connections_ = 0;
  std::map<std::string, std::size_t> by_address_;
  TlsContext tls_;
  std::string request_id_prefix_;
  std::atomic<std::uint64_t> request_number_ = 0;
};

}  // namespace tusk::http
