#pragma once

// Whose each request is, for the server's turns at the workers (http/fair_queue.h), before anybody
// has looked up who it comes from: of a session or an office's computer, the company that it turned
// out to be of the last time; of whoever is not known here yet, their address. So one company's
// many requests wait for each other, and another's do not wait for them.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "http/dispatcher.h"

namespace tusk::online {

class Owners : public http::Dispatcher {
 public:
  // `answers` is who answers the requests, and leaves a Caller in those of whom it knows.
  explicit Owners(std::shared_ptr<http::Dispatcher> answers);

  [[nodiscard]] std::size_t body_limit(const http::Request& head) const override;
  [[nodiscard]] std::string owner_of(const http::Request& request) const override;
  [[nodiscard]] http::Response handle(http::Request& request) override;

 private:
  void remember(const http::Request& request);

  const std::shared_ptr<http::Dispatcher> answers_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::string> companies_;  // by hash of what the caller has sent
};

}  // namespace tusk::online
