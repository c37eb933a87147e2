#include "http/server_core.h"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>

#include "http/headers.h"

namespace tusk::http {
namespace {

FairQueue::Places places_of(const ServerOptions& options) {
  const auto workers = static_cast<std::size_t>(std::max(1, options.worker_threads));
  const Limits& limits = options.limits;
  return {.in_all = workers,
          .each = limits.running_per_owner == 0 ? workers : limits.running_per_owner,
          .waiting =
              limits.waiting_per_owner == 0 ? limits.requests_in_work : limits.waiting_per_owner};
}

}  // namespace

ServerCore::ServerCore(ServerOptions given, std::shared_ptr<Dispatcher> answers)
    : options(std::move(given)),
      dispatcher(std::move(answers)),
      turns(places_of(options)),
      workers(static_cast<std::size_t>(std::max(1, options.worker_threads))) {
  if (options.tls) tls_ = make_server_tls(*options.tls);
  std::uint32_t random = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&random), sizeof random);
  request_id_prefix_ = fmt::format("{:08x}", random);
}

TlsContext ServerCore::tls() const {
  const std::lock_guard lock(mutex_);
  return tls_;
}

void ServerCore::replace_tls() {
  if (!options.tls) return;
  auto context = make_server_tls(*options.tls);
  const std::lock_guard lock(mutex_);
  tls_ = std::move(context);
}

std::string ServerCore::next_request_id() {
  return fmt::format("{}-{:x}", request_id_prefix_, ++request_number_);
}

bool ServerCore::is_trusted_proxy(const std::string& address) const {
  const auto& proxies = options.trusted_proxies;
  return std::find(proxies.begin(), proxies.end(), address) != proxies.end();
}

bool ServerCore::is_allowed_host(const std::string& host) const {
  if (options.hosts.empty()) return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
  return std::any_of(options.hosts.begin(), options.hosts.end(), [&](const std::string& allowed) {
    return equal_ignoring_case(allowed, host);
  });
}

void ServerCore::log_error(const std::string& request_id,
                           const std::string& message) const noexcept {
  if (options.error_log && !message.empty()) options.error_log(request_id, message);
}

bool ServerCore::admit(const std::string& address_key) {
  const std::lock_guard lock(mutex_);
  if (stopping || connections_ >= options.limits.connections) return false;
  if (!address_key.empty()) {
    auto& count = by_address_[address_key];
    if (count >= options.limits.connections_per_address) return false;
    ++count;
  }
  ++connections_;
  return true;
}

void ServerCore::release_address(const std::string& address_key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_address_.find(address_key);
  if (found != by_address_.end() && --found->second == 0) by_address_.erase(found);
}

void ServerCore::release_connection() {
  const std::lock_guard lock(mutex_);
  if (--connections_ == 0) none_left_.notify_all();
}

std::size_t ServerCore::connection_count() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

bool ServerCore::wait_for_no_connections(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return none_left_.wait_for(lock, time, [this] { return connections_ == 0; });
}

}  // namespace tusk::http
