#include "online/office_waits.h"

#include <vector>

#include "api/limits.h"
#include "api/office_messages.h"
#include "core/error.h"
#include "online/limits.h"

namespace tusk::online {

std::shared_ptr<http::DeferredResponse> OfficeWaits::open(const std::string& company,
                                                          const std::string& device,
                                                          std::int64_t sequence) {
  auto promise = http::DeferredResponse::make(api::wait_time, http::no_content());
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    auto& waits = by_company_[company];
    std::size_t own = 0;
    for (const auto& [key, wait] : waits) own += wait.device == device;
    if (own >= max_waits_per_device) {
      throw core::Error(core::ErrorCode::limit,
                        core::say("Kontorsdatorn väntar redan på nyheter många gånger om.",
                                  "The office computer already waits for news many times over."));
    }
    number = next_number_++;
    waits[number] = {device, sequence, promise};
  }
  promise->on_close([this, company, number] { remove(company, number); });
  return promise;
}

void OfficeWaits::remove(const std::string& company, std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  const auto found = by_company_.find(company);
  if (found == by_company_.end()) return;
  found->second.erase(number);
  if (found->second.empty()) by_company_.erase(found);
}

void OfficeWaits::advance(const std::string& company, std::int64_t head) {
  std::vector<std::shared_ptr<http::DeferredResponse>> answered;
  {
    const std::lock_guard lock(mutex_);
    const auto found = by_company_.find(company);
    if (found == by_company_.end()) return;
    for (const auto& [number, wait] : found->second) {
      if (wait.sequence < head) answered.push_back(wait.promise);
    }
  }
  if (answered.empty()) return;
  const std::string json = api::to_json(api::LogHead{head});
  for (const auto& promise : answered) promise->complete(http::json_response(200, json));
}

bool OfficeWaits::has_waiting(const std::string& company) const {
  const std::lock_guard lock(mutex_);
  return by_company_.contains(company);
}

void OfficeWaits::end_company(const std::string& company) {
  std::vector<std::shared_ptr<http::DeferredResponse>> ended;
  {
    const std::lock_guard lock(mutex_);
    const auto found = by_company_.find(company);
    if (found == by_company_.end()) return;
    for (const auto& [number, wait] : found->second) ended.push_back(wait.promise);
  }
  for (const auto& promise : ended) promise->complete(http::no_content());
}

}  // namespace tusk::online
