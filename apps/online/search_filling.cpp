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

// A portion of each company in turn, so that a large one does not hold up the others; others write
// in between: the pause is as long as they had to wait.
void SearchFilling::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    std::shared_ptr<Tenant> tenant = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    const auto begun = SteadyClock::now();
    const Outcome outcome = fill(*tenant);
    const SteadyClock::duration time = SteadyClock::now() - begun;
    lock.lock();
    const bool is_alone = waiting_.empty();
    if (outcome != Outcome::over) waiting_.push_back(std::move(tenant));
    changed_.wait_for(lock, outcome == Outcome::again && is_alone ? search_retry : time,
                      [this] { return stopping_; });
  }
}

SearchFilling::Outcome SearchFilling::fill(Tenant& tenant) const {
  const auto log = [](const std::exception& error) {
    platform::log(LogLevel::error, "search.not_filled", {{"error", error.what()}});
  };
  try {
    const bool more = tenant.write([this](storage::Transaction& tx) {
      return storage::fill_search(tx, registry_, search_portion);
    });
    return more ? Outcome::more : Outcome::over;
  } catch (const core::Error& error) {
    log(error);
    // The database is busy, or the disk full.
    return error.code() == core::ErrorCode::unavailable ? Outcome::again : Outcome::over;
  } catch (const std::exception& error) {
    log(error);
    return Outcome::over;  // tried again when the database is opened the next time
  }
}

}  // namespace tusk::online
