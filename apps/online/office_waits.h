#pragma once

// Offices that wait for news: long polls, answered as soon as the company's log is longer than the
// office knows.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "http/deferred_response.h"

namespace tusk::online {

class OfficeWaits {
 public:
  // Throws Error{limit} if the device has too many. The caller then looks at the log once more:
  // what was committed before nobody waited is not told by advance().
  [[nodiscard]] std::shared_ptr<http::DeferredResponse> open(const std::string& company,
                                                             const std::string& device,
                                                             std::int64_t sequence);
  // The company's log reaches to `head` now.
  void advance(const std::string& company, std::int64_t head);
  [[nodiscard]] bool has_waiting(const std::string& company) const;
  // Lets go of them all; what they ask next is refused.
  void end_company(const std::string& company);

 private:
  struct Wait {
    std::string device;
    std::int64_t sequence = 0;
    std::shared_ptr<http::DeferredResponse> promise;
  };
  void remove(const std::string& company, std::uint64_t number);

  mutable std::mutex mutex_;
  std::uint64_t next_number_ = 1;
  std::map<std::string, std::map<std::uint64_t, Wait>> by_company_;
};

}  // namespace tusk::online
