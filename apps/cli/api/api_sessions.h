#pragma once

// The API users that are logged in. Each has a session (business/session.h), so that it is seen,
// can be ended, and keeps a company from being held; and its company open. It logs in with its
// first request and is logged out after a while without any.

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "business/api_keys.h"
#include "business/installation.h"
#include "business/session.h"

namespace tusk::cli {

class ApiSessions {
  struct Desk;

 public:
  // `environment`: its clock and randomness outlive this, and may be used by any thread.
  ApiSessions(std::filesystem::path folder, const business::Environment& environment,
              core::Microseconds idle_time);
  ~ApiSessions();  // logs everybody out
  ApiSessions(const ApiSessions&) = delete;
  ApiSessions& operator=(const ApiSessions&) = delete;

  // Who asks with that key; from any thread.
  [[nodiscard]] std::optional<business::ApiCaller> find_caller(std::string_view key);

  // The company for one request, and for nobody else of the same API user meanwhile.
  class Lease {
   public:
    ~Lease();
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    [[nodiscard]] const business::CompanyDatabase& company() const;

   private:
    friend ApiSessions;
    Lease(std::shared_ptr<Desk> desk, core::Microseconds now);
    std::shared_ptr<Desk> desk_;
    std::unique_lock<std::mutex> lock_;
  };

  // Logs in where that is due. Throws Error{unavailable} while somebody holds the company (who and
  // why), Error{unauthenticated} once after somebody has ended the session, and Error{limit} if too
  // many of its requests, or too many API users, are at work.
  [[nodiscard]] Lease enter(const business::ApiCaller& caller);

  // Logs out who has been silent for long enough, was deactivated or removed, and closes the
  // company of those whose session somebody has ended.
  void sweep();
  [[nodiscard]] std::size_t count();

 private:
  [[nodiscard]] std::shared_ptr<Desk> desk_of(const business::ApiCaller& caller);
  void log_in(Desk& desk, const business::ApiCaller& caller);
  [[nodiscard]] bool is_let_in(const Desk& desk);

  std::filesystem::path folder_;
  business::Environment environment_;
  core::Microseconds idle_time_;
  std::mutex keys_mutex_;
  business::Installation keys_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Desk>, std::less<>> desks_;  // by uuid
};

}  // namespace tusk::cli
