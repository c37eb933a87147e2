#include "online/openid/backchannel.h"

#include <atomic>
#include <vector>

#include "core/error.h"
#include "http/client.h"
#include "identity/openid/client_uris.h"
#include "identity/openid/visits.h"
#include "online/limits.h"
#include "online/openid/protocol.h"
#include "online/services.h"
#include "platform/logging.h"

namespace tusk::online::openid {
namespace {

using storage::Transaction;

// No redirect is followed, and nothing of the answer is used but its status.
bool tell(const std::string& uri, const std::string& token) {
  const auto [origin, target] = oidc::divide(uri);
  http::Client line({.base_url = origin,
                     .connect_time = logout_connect_time,
                     .total_time = logout_total_time,
                     .response_bytes = max_logout_answer_bytes});
  const auto answer = line.send({.method = http::Method::post,
                                 .target = target,
                                 .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                                 .body = http::format_query({{"logout_token", token}})});
  return answer.status == 200 || answer.status == 204;
}

bool tell(Services& services, const oidc::Logout& logout) {
  const auto client = services.directory.read(
      [&](Transaction& tx) { return oidc::find_client(tx, logout.client); });
  if (!client || client->registered.logout_uri.empty()) return false;
  bool is_told = false;
  std::string reason = "status";
  try {
    is_told =
        tell(client->registered.logout_uri, tokens_of(services).make_logout_token(*client, logout));
  } catch (const http::TransportError& error) {
    reason = http::name_of(error.reason());
  } catch (const core::Error& error) {
    reason = core::name_of(error.code());
  }
  if (is_told) {
    services.directory.write([&](Transaction& tx) { oidc::remove_logout(tx, logout.id); });
  } else {
    platform::log(
        platform::LogLevel::warning, "openid.logout_not_told",
        {{"client", logout.client}, {"tries", std::to_string(logout.tries)}, {"reason", reason}});
  }
  return is_told;
}

}  // namespace

Backchannel::~Backchannel() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Backchannel::start() {
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait_for(lock, sweep_every, [this] { return stopping_ || awake_; });
      if (stopping_) return;
      awake_ = false;
      lock.unlock();
      try {
        run_once();
      } catch (const std::exception& error) {
        platform::log(platform::LogLevel::error, "openid.logout_failed", {{"error", error.what()}});
      }
      lock.lock();
    }
  });
}

void Backchannel::wake() {
  {
    const std::lock_guard lock(mutex_);
    awake_ = true;
  }
  changed_.notify_all();
}

int Backchannel::run_once() {
  const auto due = services_.directory.write([&](Transaction& tx) {
    oidc::end_visits(tx, services_.random, services_.clock, services_.sessions.idle_time());
    return oidc::take_due_logouts(tx, services_.clock);
  });
  std::atomic<int> told = 0;
  std::vector<std::thread> lines;
  for (const oidc::Logout& logout : due) {
    lines.emplace_back([&] {
      try {
        if (tell(services_, logout)) ++told;
      } catch (const std::exception& error) {
        platform::log(platform::LogLevel::error, "openid.logout_failed", {{"error", error.what()}});
      }
    });
  }
  for (std::thread& line : lines) line.join();
  return told;
}

}  // namespace tusk::online::openid
