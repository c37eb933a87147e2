#pragma once

#include "http/dispatcher.h"

namespace tusk::online {

// Answers plain HTTP where HTTPS is meant: pages are sent on, calls of the interface are refused,
// so that a program which sends its secrets in the open is noticed.
class RedirectToHttps final : public http::Dispatcher {
 public:
  // "https://online.example.se"
  explicit RedirectToHttps(std::string public_url) : public_url_(std::move(public_url)) {}

  [[nodiscard]] std::size_t body_limit(const http::Request&) const override { return 0; }
  [[nodiscard]] http::Response handle(http::Request& request) override;

 private:
  std::string public_url_;
};

}  // namespace tusk::online
