#pragma once

// The companies' databases. In SQLite a company is one file whose name is random, comes from the
// directory and never from a request; files are opened when they are needed, kept open while they
// are used, the least recently used closed when there are too many. On PostgreSQL companies share
// one database and its pool of connections.
//
// A database that is still being received (first_syncs.h) is no tenant: it becomes one when the
// directory says that it is the company's.

#include <filesystem>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "identity/companies.h"
#include "storage/connection_pool.h"
#include "storage/record_store.h"

namespace tusk::online {

class Tenant {
 public:
  // A company with a database of its own.
  Tenant(storage::DatabaseAddress address, std::size_t connections);
  // One of those that share the database of `pool`.
  Tenant(std::shared_ptr<storage::ConnectionPool> pool, std::int64_t company);

  // A connection of the pool, as this company's; given back when this ends.
  class Connection {
   public:
    Connection(storage::ConnectionPool::Lease lease, std::int64_t shared_company)
        : lease_(std::move(lease)),
          shared_(shared_company != 0 ? lease_->as_company(shared_company) : nullptr) {}
    [[nodiscard]] storage::Database& operator*() const { return shared_ ? *shared_ : *lease_; }
    [[nodiscard]] storage::Database* operator->() const { return &**this; }

   private:
    storage::ConnectionPool::Lease lease_;
    std::unique_ptr<storage::Database> shared_;
  };
  [[nodiscard]] Connection take() { return {pool_->take(), shared_company_}; }

  // As storage::read and storage::write.
  template <typename Work>
  auto read(Work&& work) {
    const Connection connection = take();
    return storage::read(*connection, std::forward<Work>(work));
  }
  template <typename Work>
  auto write(Work&& work) {
    const Connection connection = take();
    return storage::write(*connection, std::forward<Work>(work));
  }

  // How far the log of changes reaches, all that is committed included.
  [[nodiscard]] std::int64_t load_head();

  // Runs `prepare` before anybody else uses the tenant; once, unless it throws.
  void prepare_once(const std::function<void(storage::Database&)>& prepare);

 private:
  std::shared_ptr<storage::ConnectionPool> pool_;
  std::int64_t shared_company_ = 0;  // 0: the pool is this company's alone
  std::mutex prepare_mutex_;
  bool prepared_ = false;
};

class Tenants {
 public:
  // Files in `folder`, or the companies of the database at `location`, for which `shared` has
  // connections. `store` outlives this.
  Tenants(std::filesystem::path folder, const storage::RecordStore& store, std::size_t most_open,
          std::size_t connections);
  Tenants(std::string location, std::shared_ptr<storage::ConnectionPool> shared,
          const storage::RecordStore& store, std::size_t most_open);

  // Whom to tell of a tenant whose search tables are not filled yet, when it is opened. Set before
  // the first is.
  using OnBacklog = std::function<void(std::shared_ptr<Tenant>)>;
  void tell_of_backlog(OnBacklog on_backlog) { on_backlog_ = std::move(on_backlog); }

  // Throws Error{unavailable} while the company's first synchronisation is not complete, and
  // Error{not_found} if its data is gone.
  [[nodiscard]] std::shared_ptr<Tenant> open(const identity::Company& company);
  // A connection of its own to what is (or will be) at a place, as it is: nothing is migrated.
  [[nodiscard]] std::unique_ptr<storage::Database> open_place(const identity::Place& place) const;
  // The same for a first synchronisation, which is resumed where it was kept.
  [[nodiscard]] std::unique_ptr<storage::Database> open_for_loading(
      const identity::Place& place) const;
  // Whether there is anything at it.
  [[nodiscard]] bool has_data(const identity::Place& place) const;
  // Closes and deletes. Does nothing if there is nothing.
  void remove(const identity::Place& place);

  [[nodiscard]] std::size_t open_count() const;

 private:
  struct Entry {
    std::shared_ptr<Tenant> tenant;
    std::list<std::string>::iterator used;  // place in used_
  };
  [[nodiscard]] storage::DatabaseAddress address_of(const identity::Place& place) const;
  [[nodiscard]] std::shared_ptr<Tenant> make_tenant(const identity::Place& place) const;
  [[nodiscard]] std::shared_ptr<Tenant> find_or_add(const identity::Place& place);
  void close_unused();

  std::filesystem::path folder_;                     // SQLite
  std::string location_;                             // PostgreSQL
  std::shared_ptr<storage::ConnectionPool> shared_;  // PostgreSQL, or null
  const storage::RecordStore& store_;
  std::size_t most_open_;
  std::size_t connections_ = 0;
  OnBacklog on_backlog_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry> open_;  // by storage_key
  std::list<std::string> used_;        // most recently used first
};

}  // namespace tusk::online
