#pragma once

// Makes what a first synchronisation brought searchable while people already work with it
// (storage/search_backlog.h): all companies in turn, on a thread of its own. What a program
// that ended has left is found when the company's database is opened again.

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "core/registry.h"

namespace tusk::online {

class Tenant;

class SearchFilling {
 public:
  // `registry` outlives this.
  explicit SearchFilling(const core::Registry& registry) : registry_(registry) {}
  ~SearchFilling();
  SearchFilling(const SearchFilling&) = delete;
  SearchFilling& operator=(const SearchFilling&) = delete;

  void add(std::shared_ptr<Tenant> tenant);

 private:
  enum class Outcome { more, over, again };
  void work();
  // The next portion.
  [[nodiscard]] Outcome fill(Tenant& tenant) const;

  const core::Registry& registry_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::deque<std::shared_ptr<Tenant>> waiting_;
  std::thread thread_;  // begun with the first of them
};

}  // namespace tusk::online
