#include "storage/connection_pool.h"

namespace tusk::storage {

ConnectionPool::ConnectionPool(Open open, std::size_t most) : open_(std::move(open)), most_(most) {}

ConnectionPool::Lease::~Lease() {
  if (database_) pool_->give_back(std::move(database_));
}

ConnectionPool::Lease ConnectionPool::take() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [this] { return !idle_.empty() || open_count_ < most_; });
  if (!idle_.empty()) {
    auto database = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(database)};
  }
  ++open_count_;
  lock.unlock();
  try {
    return {*this, open_()};
  } catch (...) {
    forget_one();
    throw;
  }
}

void ConnectionPool::give_back(std::unique_ptr<Database> database) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(database));
  }
  returned_.notify_one();
}

void ConnectionPool::forget_one() {
  {
    const std::lock_guard lock(mutex_);
    --open_count_;
  }
  returned_.notify_one();
}

}  // namespace tusk::storage
