#include "syncd/program.h"

#include <chrono>

#include "business/companies.h"
#include "platform/computer.h"
#include "platform/logging.h"
#include "platform/secret_file.h"
#include "replica/state.h"

namespace tusk::syncd {
namespace {

using platform::LogLevel;

// How soon a company that was just connected or disconnected is noticed.
constexpr std::chrono::milliseconds look_every{500};

}  // namespace

Program::Program(ProgramOptions options, const core::Clock& clock, core::Random& random)
    : options_(std::move(options)),
      clock_(clock),
      random_(random),
      installation_(
          business::Installation::open(options_.data, {clock, random, platform::computer_name()})),
      store_(core::registry(), core::Side::office) {}

void Program::run() {
  platform::log(LogLevel::info, "started", {{"data", options_.data.string()}});
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      look_for_companies();
    } catch (const std::exception& error) {
      platform::log(LogLevel::error, "companies.not_read", {{"error", error.what()}});
    }
    lock.lock();
    changed_.wait_for(lock, look_every, [this] { return stopping_; });
  }
  lock.unlock();
  workers_.clear();
  platform::log(LogLevel::info, "stopped");
}

void Program::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void Program::look_for_companies() {
  std::erase_if(workers_, [](const auto& entry) { return entry.second->has_ended(); });
  for (const business::Company& company : business::list_companies(installation_)) {
    if (!workers_.contains(company.number)) start_worker(company.number);
  }
}

void Program::start_worker(std::int64_t number) {
  const business::Company company = business::get_company(installation_, std::to_string(number));
  const storage::DatabaseAddress address = business::address_of(installation_, company);
  const auto database = storage::open_database(address);
  const replica::State state =
      storage::read(*database, [](storage::Transaction& tx) { return replica::load_state(tx); });
  if (state.mode != replica::Mode::connected) return;

  const RemoteAddress remote{state.online_url, state.device_id,
                             platform::read_secret_file(installation_.device_key_path(number)),
                             options_.ca_file};
  const int interval =
      options_.interval_seconds > 0 ? options_.interval_seconds : state.interval_seconds;
  workers_[number] = std::make_unique<CompanyWorker>(
      WorkerOptions{.company_name = company.name,
                    .address = address,
                    .computer_uuid = installation_.computer_uuid(),
                    .computer_name = platform::computer_name(),
                    .interval = core::seconds(interval)},
      store_, connect_remote(remote), connect_remote(remote), clock_, random_);
  platform::log(LogLevel::info, "company.started",
                {{"company", company.name}, {"server", state.online_url}});
}

}  // namespace tusk::syncd
