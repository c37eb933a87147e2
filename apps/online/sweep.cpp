#include "online/sweep.h"

#include "core/error.h"
#include "identity/allowance.h"
#include "identity/invitations.h"
#include "identity/known_browsers.h"
#include "identity/log_in.h"
#include "identity/mailed_tokens.h"
#include "identity/openid/interactions.h"
#include "mail/queue.h"
#include "online/account_letters.h"
#include "online/departures.h"
#include "online/ended_sessions.h"
#include "online/limits.h"
#include "online/news.h"
#include "platform/logging.h"
#include "platform/supervisor.h"

namespace tusk::online {

using storage::Transaction;

Sweep::~Sweep() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Sweep::start() {
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, sweep_every, [this] { return stopping_; })) {
      lock.unlock();
      try {
        run_once();
      } catch (const std::exception& error) {
        platform::log(platform::LogLevel::error, "sweep.failed", {{"error", error.what()}});
      }
      // What the sweep waits for every request waits for as well.
      platform::notify_alive();
      lock.lock();
    }
  });
}

void Sweep::run_once() {
  const std::lock_guard lock(sweeping_);
  close_all_departed(services_);
  end_outdated_streams(services_);
  tell_changed_states();
  services_.first_syncs.sweep();
  write_owed_letters(services_);
  clean_up();
  certificate_.look();
}

void Sweep::tell_changed_states() {
  std::map<std::string, api::SyncState> states;
  for (const identity::Company& listened : services_.events.companies()) {
    try {
      const auto company = services_.directory.read(
          [&](Transaction& tx) { return identity::get_company(tx, listened.id); });
      const api::SyncStatus status = load_sync_status(services_, company).status;
      states[company.id] = status.state;
      const auto before = told_.find(company.id);
      const bool changed = before != told_.end() && before->second != status.state;
      // Progress is told as often as it is looked at.
      if (changed || status.first_sync) tell_sync_status(services_, company);
    } catch (const core::Error& error) {
      // One company's trouble is not the others'.
      platform::log(platform::LogLevel::warning, "sweep.company_failed",
                    {{"company", listened.id}, {"error", error.what()}});
    }
  }
  told_ = std::move(states);
}

void Sweep::clean_up() {
  const core::Microseconds now = services_.clock.steady();
  if (cleaned_at_ != 0 && now - cleaned_at_ < clean_up_every) return;
  cleaned_at_ = now;
  services_.directory.write([&](Transaction& tx) {
    identity::forget_old_log_in_counters(tx, services_.clock);
    identity::forget_old_browsers(tx, services_.clock);
    identity::forget_old_letters(tx, services_.clock);
    identity::openid::forget_old_interactions(tx, services_.clock);
    services_.grants.forget_old(tx);
    identity::forget_old_mailed_tokens(tx, services_.clock);
    identity::forget_old_allowances(tx, services_.clock);
    mail::forget_old_letters(tx, services_.clock);
  });
  services_.signing_keys.rotate_if_due();
}

}  // namespace tusk::online
