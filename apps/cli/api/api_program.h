#pragma once

// The server behind `tusk api`, wired together: the REST resources of records over the company
// databases of one installation, for API users.

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "cli/api/api_sessions.h"
#include "http/server.h"
#include "rest/certificate_watch.h"
#include "rest/rate_limiter.h"

namespace tusk::cli {

struct ApiOptions {
  std::filesystem::path data_folder;
  std::string address;
  std::uint16_t port = 0;
  std::optional<http::TlsFiles> tls;
  std::vector<std::string> hosts;  // more names that programs call this computer by
  core::Microseconds idle_time = 0;
};

class ApiProgram {
 public:
  // Opens the installation and binds the port. Throws core::Error that says what to mend; among
  // others when others could reach it without TLS. `environment`: what it refers to outlives this.
  ApiProgram(const ApiOptions& options, const business::Environment& environment);
  ~ApiProgram();
  ApiProgram(const ApiProgram&) = delete;
  ApiProgram& operator=(const ApiProgram&) = delete;

  // Answers from now on; returns at once.
  void start();
  // Lets running requests finish.
  void stop();

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] ApiSessions& sessions() { return sessions_; }

 private:
  void sweep(const std::stop_token& asked_to_stop);

  ApiSessions sessions_;
  rest::RateLimiter limiter_;
  std::unique_ptr<http::Server> server_;
  rest::CertificateWatch certificate_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread sweeper_;
};

}  // namespace tusk::cli
