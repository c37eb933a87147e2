#pragma once

// Budgets of requests: each caller may do so many per second in the long run, and some at once.

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/clock.h"
#include "rest/limits.h"

namespace tusk::rest {

class RateLimiter {
 public:
  explicit RateLimiter(const core::Clock& clock) : clock_(clock) {}

  // Takes one request from the budget that belongs to `key`. Nothing if there was one; else after
  // how many seconds there will be.
  [[nodiscard]] std::optional<int> take(const std::string& key, const Budget& budget);

 private:
  struct Account {
    double left = 0;
    core::Microseconds at = 0;
    const Budget* budget = nullptr;
  };
  void forget_full(core::Microseconds now);

  const core::Clock& clock_;
  std::mutex mutex_;
  std::unordered_map<std::string, Account> accounts_;
};

// How an address is counted: IPv6 by its /64, which one household has.
[[nodiscard]] std::string address_key(std::string_view address);

}  // namespace tusk::rest
