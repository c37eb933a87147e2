#include "syncd/first_sync_worker.h"

#include <chrono>

#include "platform/logging.h"

namespace tusk::syncd {
namespace {

using platform::LogLevel;
using replica::SendOutcome;

const char* name_of(SendOutcome outcome) {
  switch (outcome) {
    case SendOutcome::done:
      return "done";
    case SendOutcome::not_holder:
      return "not_holder";
    case SendOutcome::ended:
      return "ended";
    case SendOutcome::failed:
      return "failed";
    case SendOutcome::later:
      return "later";
  }
  return "";
}

}  // namespace

FirstSyncWorker::FirstSyncWorker(WorkerOptions options, std::filesystem::path archive,
                                 std::unique_ptr<Remote> remote, const core::Clock& clock,
                                 core::Random& random)
    : options_(std::move(options)),
      archive_(std::move(archive)),
      remote_(std::move(remote)),
      clock_(clock),
      keeper_(options_.computer_uuid, options_.computer_name, options_.take_over_after),
      schedule_(options_.interval, random),
      thread_([this] { run(); }) {}

FirstSyncWorker::~FirstSyncWorker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  remote_->cancel();
  thread_.join();
}

bool FirstSyncWorker::has_ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

bool FirstSyncWorker::wait(core::Microseconds time) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::microseconds(time), [this] { return stopping_; });
  return !stopping_;
}

void FirstSyncWorker::run() {
  std::unique_ptr<storage::Database> database;
  while (wait(std::max<core::Microseconds>(0, schedule_.due() - clock_.steady()))) {
    try {
      run_once(database);
    } catch (const replica::LinkError& error) {
      const std::lock_guard lock(mutex_);
      if (stopping_) break;
      schedule_.failed(clock_.steady());
      platform::log(LogLevel::warning, "first_sync.interrupted",
                    {{"company", options_.company_name}, {"error", error.what()}});
    } catch (const std::exception& error) {
      database.reset();
      schedule_.failed(clock_.steady());
      platform::log(LogLevel::error, "first_sync.interrupted",
                    {{"company", options_.company_name}, {"error", error.what()}});
    }
    if (has_ended()) break;
  }
  try {
    if (!database) database = storage::open_database(options_.address);
    storage::write(*database, [this](storage::Transaction& tx) {
      keeper_.release(tx, replica::load_lease(tx).token);
    });
  } catch (const std::exception& error) {
    platform::log(LogLevel::warning, "lease.not_released",
                  {{"company", options_.company_name}, {"error", error.what()}});
  }
}

void FirstSyncWorker::run_once(std::unique_ptr<storage::Database>& database) {
  if (!database) database = storage::open_database(options_.address);
  replica::FirstSyncSender sender(
      *database, *remote_, keeper_, clock_,
      {.archive = archive_,
       .computer = options_.computer_name,
       .wait = [this](std::chrono::milliseconds time) { return wait(time.count() * 1000); }});
  const SendOutcome outcome = sender.run();
  platform::log(LogLevel::info, "first_sync",
                {{"company", options_.company_name}, {"outcome", name_of(outcome)}});
  switch (outcome) {
    case SendOutcome::not_holder:
      schedule_.succeeded(clock_.steady(), false);
      return;
    case SendOutcome::later:
      schedule_.failed(clock_.steady());
      return;
    case SendOutcome::done:
      std::filesystem::remove(archive_);
      [[fallthrough]];
    case SendOutcome::ended:
    case SendOutcome::failed:
      const std::lock_guard lock(mutex_);
      ended_ = true;
      return;
  }
}

}  // namespace tusk::syncd
