#include "cli/api/api_sessions.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "business/companies.h"
#include "cli/api/limits.h"

namespace tusk::cli {

using business::ApiCaller;
using business::ApiUser;
using business::Installation;

// Where one API user works. All but the counter is used by who has the mutex.
struct ApiSessions::Desk {
  Desk(std::string user_uuid, std::int64_t company_number)
      : uuid(std::move(user_uuid)), number(company_number) {}

  [[nodiscard]] bool is_open() const { return company.has_value(); }
  void close() {
    company.reset();
    session.reset();
    installation.reset();
  }
  // Leaves the company at once if somebody has ended the session, or it is gone.
  void look() {
    if (!is_open()) return;
    const auto by = session->ended_by();
    if (by && by->empty()) return;
    ended_by = by;
    close();
  }

  const std::string uuid;
  const std::int64_t number;      // of the company
  std::atomic<int> requests = 0;  // at work or waiting
  std::mutex mutex;
  // Its own, since a connection is used by one at a time.
  std::unique_ptr<Installation> installation;
  std::shared_ptr<business::Session> session;
  std::optional<business::CompanyDatabase> company;
  std::optional<std::string> ended_by;  // who ended the session, until the program is told
  core::Microseconds used_at = 0;       // monotonic
};

ApiSessions::Lease::Lease(std::shared_ptr<Desk> desk, core::Microseconds now)
    : desk_(std::move(desk)), lock_(desk_->mutex) {
  desk_->used_at = now;
}

ApiSessions::Lease::~Lease() {
  if (!desk_) return;
  if (lock_.owns_lock()) lock_.unlock();
  --desk_->requests;
}

const business::CompanyDatabase& ApiSessions::Lease::company() const {
  return *desk_->company;
}

ApiSessions::ApiSessions(std::filesystem::path folder, const business::Environment& environment,
                         core::Microseconds idle_time)
    : folder_(std::move(folder)),
      environment_(environment),
      idle_time_(idle_time),
      keys_(Installation::open(folder_, environment_)) {}

ApiSessions::~ApiSessions() = default;

std::optional<ApiCaller> ApiSessions::find_caller(std::string_view key) {
  const std::lock_guard lock(keys_mutex_);
  return business::find_api_caller(keys_, key);
}

std::shared_ptr<ApiSessions::Desk> ApiSessions::desk_of(const ApiCaller& caller) {
  const std::lock_guard lock(mutex_);
  auto& desk = desks_[caller.user.uuid];
  if (!desk) {
    if (desks_.size() > api_users_logged_in) {  // with this one
      desks_.erase(caller.user.uuid);
      throw core::Error(core::ErrorCode::limit,
                        core::say("{} API-användare är redan inloggade. Försök igen om en stund.",
                                  "{} API users are logged in already. Try again in a while.",
                                  api_users_logged_in));
    }
    desk = std::make_shared<Desk>(caller.user.uuid, caller.company.number);
  }
  if (desk->requests >= api_requests_per_user) {
    throw core::Error(core::ErrorCode::limit,
                      core::say("{} har redan {} anrop på gång. Vänta på svaren.",
                                "{} has {} requests going on already. Wait for the answers.",
                                caller.user.name, api_requests_per_user));
  }
  ++desk->requests;
  return desk;
}

ApiSessions::Lease ApiSessions::enter(const ApiCaller& caller) {
  Lease lease(desk_of(caller), environment_.clock.steady());
  Desk& desk = *lease.desk_;
  desk.look();
  if (const auto by = std::exchange(desk.ended_by, std::nullopt)) {
    throw core::Error(core::ErrorCode::unauthenticated,
                      core::say("{} har avslutat inloggningen. Nästa anrop loggar in på nytt.",
                                "{} has ended the log-in. The next request logs in anew.", *by));
  }
  try {
    if (desk.is_open()) {
      desk.session->touch();
    } else {
      log_in(desk, caller);
    }
  } catch (const business::HeldError& held) {
    desk.close();
    throw core::Error(core::ErrorCode::unavailable, held.text());
  } catch (...) {
    desk.close();
    throw;
  }
  return lease;
}

void ApiSessions::log_in(Desk& desk, const ApiCaller& caller) {
  desk.installation = std::make_unique<Installation>(Installation::open(folder_, environment_));
  desk.session = std::make_shared<business::Session>(
      *desk.installation, business::SessionStart{business::SessionKind::api_user,
                                                 business::actor_of(caller.user), caller.company});
  auto company = business::open_company(*desk.installation, caller.company);
  company.attach(desk.session);
  desk.company.emplace(std::move(company));
}

bool ApiSessions::is_let_in(const Desk& desk) {
  const std::lock_guard lock(keys_mutex_);
  const auto users = business::list_api_users(keys_, desk.number);
  return std::any_of(users.begin(), users.end(),
                     [&](const ApiUser& user) { return user.uuid == desk.uuid && user.active; });
}

void ApiSessions::sweep() {
  std::vector<std::shared_ptr<Desk>> desks;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [uuid, desk] : desks_) desks.push_back(desk);
  }
  for (const auto& desk : desks) {
    const std::unique_lock at_work(desk->mutex, std::try_to_lock);
    if (!at_work) continue;
    const bool is_idle = environment_.clock.steady() - desk->used_at >= idle_time_;
    if (is_idle || !is_let_in(*desk)) {
      desk->close();
      desk->ended_by.reset();
    }
    desk->look();
  }
  desks.clear();
  const std::lock_guard lock(mutex_);
  std::erase_if(desks_, [](const auto& entry) {
    // Nobody can come to it meanwhile: desk_of() needs the mutex.
    return entry.second->requests == 0 && !entry.second->is_open() && !entry.second->ended_by;
  });
}

std::size_t ApiSessions::count() {
  const std::lock_guard lock(mutex_);
  return desks_.size();
}

}  // namespace tusk::cli
