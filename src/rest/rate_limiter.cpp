#include "rest/rate_limiter.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace tusk::rest {
namespace {

double refilled(double left, core::Microseconds since, const Budget& budget) {
  const double seconds = static_cast<double>(std::max<core::Microseconds>(since, 0)) / 1e6;
  return std::min(budget.burst, left + seconds * budget.per_second);
}

}  // namespace

std::optional<int> RateLimiter::take(const std::string& key, const Budget& budget) {
  const core::Microseconds now = clock_.steady();
  const std::lock_guard lock(mutex_);
  if (accounts_.size() >= max_budgets) forget_full(now);
  auto [position, is_new] = accounts_.try_emplace(key, Account{budget.burst, now, &budget});
  Account& account = position->second;
  account.left = refilled(account.left, now - account.at, budget);
  account.at = now;
  if (account.left >= 1) {
    account.left -= 1;
    return std::nullopt;
  }
  return std::max(1, static_cast<int>(std::ceil((1 - account.left) / budget.per_second)));
}

void RateLimiter::forget_full(core::Microseconds now) {
  std::erase_if(accounts_, [&](const auto& entry) {
    const Account& account = entry.second;
    return refilled(account.left, now - account.at, *account.budget) >= account.budget->burst;
  });
}

std::string address_key(std::string_view address) {
  std::array<unsigned char, 16> bytes{};
  const std::string text(address);
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  return "/64:" + std::string(bytes.begin(), bytes.begin() + 8);
}

}  // namespace tusk::rest
