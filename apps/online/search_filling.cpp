#include "online/search_filling.h"

#include "core/error.h"
#include "online/limits.h"
#include "online/tenants.h"
#include "platform/logging.h"
#include "storage/search_backlog.h"

namespace tusk::online {

using platform::LogLevel;
using SteadyClock = std::chrono::steady_clock;

SearchFilling::~SearchFilling() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SearchFilling::add(std::shared_ptr<Tenant> tenant) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(tenant));
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  }
  changed_.notify_all();
}

void SearchFilling::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    const std::shared_ptr<Tenant> tenant = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      fill(*tenant);
    } catch (const std::exception& error) {
      // Tried again when the database is opened the next time.
      platform::log(LogLevel::error, "search.not_filled", {{"error", error.what()}});
    }
    lock.lock();
  }
}

// Others write between the portions: the pause is as long as they had to wait.
void SearchFilling::fill(Tenant& tenant) {
  for (;;) {
    const auto begun = SteadyClock::now();
    const bool more = tenant.write([this](storage::Transaction& tx) {
      return storage::fill_search(tx, registry_, search_portion);
    });
    if (!more || !pause(SteadyClock::now() - begun)) return;
  }
}

bool SearchFilling::pause(SteadyClock::duration time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [this] { return stopping_; });
}

}  // namespace tusk::online
