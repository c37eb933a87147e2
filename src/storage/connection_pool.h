#pragma once

// Connections to one database, shared by the threads of a server: a Database is used by one thread
// at a time, and a pool hands it out.

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/database.h"

namespace tusk::storage {

class ConnectionPool {
 public:
  using Open = std::function<std::unique_ptr<Database>()>;

  // Opens connections when they are needed, `most` at the most, and keeps them.
  ConnectionPool(Open open, std::size_t most);

  // A connection, given back when the lease ends.
  class Lease {
   public:
    Lease(ConnectionPool& pool, std::unique_ptr<Database> database)
        : pool_(&pool), database_(std::move(database)) {}
    ~Lease();
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    [[nodiscard]] Database& operator*() const { return *database_; }
    [[nodiscard]] Database* operator->() const { return database_.get(); }

   private:
    ConnectionPool* pool_;
    std::unique_ptr<Database> database_;
  };

  // Waits while all connections are in use.
  [[nodiscard]] Lease take();

  // As storage::read and storage::write, on a connection of the pool.
  template <typename Work>
  auto read(Work&& work) {
    const Lease lease = take();
    return storage::read(*lease, std::forward<Work>(work));
  }
  template <typename Work>
  auto write(Work&& work) {
    const Lease lease = take();
    return storage::write(*lease, std::forward<Work>(work));
  }

 private:
  void give_back(std::unique_ptr<Database> database);
  void forget_one();

  Open open_;
  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::size_t open_count_ = 0;
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace tusk::storage
