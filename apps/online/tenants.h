#pragma once

// The companies' databases: opened when they are needed, kept open while they are used, the least
// recently used closed when there are too many. In SQLite a company is one file whose name is
// random, comes from the directory and never from a request.

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
  Tenant(storage::DatabaseAddress address, std::size_t connections);

  // As storage::ConnectionPool.
  template <typename Work>
  auto read(Work&& work) {
    return pool_.read(std::forward<Work>(work));
  }
  template <typename Work>
  auto write(Work&& work) {
    return pool_.write(std::forward<Work>(work));
  }
  [[nodiscard]] storage::ConnectionPool::Lease take() { return pool_.take(); }

  // How far the log of changes reaches, all that is committed included.
  [[nodiscard]] std::int64_t load_head();

  // Runs `prepare` before anybody else uses the tenant; once, unless it throws.
  void prepare_once(const std::function<void(storage::Database&)>& prepare);

 private:
  storage::ConnectionPool pool_;
  std::mutex prepare_mutex_;
  bool prepared_ = false;
};

class Tenants {
 public:
  // `store` outlives this.
  Tenants(std::filesystem::path folder, const storage::RecordStore& store, std::size_t most_open,
          std::size_t connections);

  // Throws Error{not_found} if the company's data is gone.
  [[nodiscard]] std::shared_ptr<Tenant> open(const identity::Company& company);
  // A new, empty database that accepts its office's rounds.
  void create(const identity::Company& company, const std::string& database_uuid,
              const core::Clock& clock);
  // Closes and deletes. Does nothing if there is none.
  void remove(const identity::Company& company);

  [[nodiscard]] std::size_t open_count() const;

 private:
  struct Entry {
    std::shared_ptr<Tenant> tenant;
    std::list<std::string>::iterator used;  // place in used_
  };
  [[nodiscard]] std::filesystem::path file_of(const identity::Company& company) const;
  [[nodiscard]] std::shared_ptr<Tenant> find_or_add(const identity::Company& company);
  void close_unused();

  std::filesystem::path folder_;
  const storage::RecordStore& store_;
  std::size_t most_open_;
  std::size_t connections_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry> open_;  // by storage_key
  std::list<std::string> used_;        // most recently used first
};

}  // namespace tusk::online
