#include "syncd/program.h"

#include <chrono>

#include "platform/computer.h"
#include "platform/logging.h"
#include "platform/secret_file.h"

namespace tusk::syncd {
namespace {

using platform::LogLevel;

// How soon a company that was just connected or disconnected is noticed.
constexpr std::chrono::milliseconds look_every{500};

bool is_same_connection(const replica::State& left, const replica::State& right) {
  return left.online_url == right.online_url && left.device_id == right.device_id &&
         left.interval_seconds == right.interval_seconds;
}

}  // namespace

Program::Program(ProgramOptions options, const core::Clock& clock, core::Random& random)
    : options_(std::move(options)),
      clock_(clock),
      random_(random),
      installation_(business::Installation::open(
          options_.data, {clock, random, platform::computer_name(), "tusk-syncd"})),
      lock_(options_.data / "syncd.lock"),
      store_(core::registry(), core::Side::office) {}

void Program::run() {
  look_for_companies();
  platform::log(LogLevel::info, "ready", {{"data", options_.data.string()}});
  options_.on_ready();
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, look_every, [this] { return stopping_; })) {
    lock.unlock();
    look_for_companies();
    lock.lock();
  }
  lock.unlock();
  companies_.clear();
  session_.reset();
  platform::log(LogLevel::info, "stopped");
}

void Program::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void Program::log_in() {
  if (session_) {
    session_->touch();
    return;
  }
  business::SessionStart start{.kind = business::SessionKind::service,
                               .actor = business::program_actor(),
                               .company = std::nullopt};
  start.actor.full_name = "Tusk Sync";
  session_ = std::make_unique<business::Session>(installation_, std::move(start));
}

void Program::look_for_companies() {
  std::vector<business::Company> companies;
  try {
    log_in();
    companies = business::list_companies(installation_);
  } catch (const core::Error& error) {
    platform::log(LogLevel::error, "companies.not_read", {{"error", error.what()}});
    return;
  }
  for (const business::Company& company : companies) {
    Watched& watched = companies_[company.number];
    try {
      look_at(company, watched);
      watched.trouble.clear();
    } catch (const core::Error& error) {
      // One company's trouble is not the others'.
      watched.database.reset();
      if (watched.trouble == error.what()) continue;
      watched.trouble = error.what();
      platform::log(LogLevel::error, "company.not_started",
                    {{"company", company.name}, {"error", watched.trouble}});
    }
  }
}

void Program::look_at(const business::Company& company, Watched& watched) {
  const storage::DatabaseAddress address = business::address_of(installation_, company);
  if (!watched.database || watched.location != address.location) {
    watched.database = storage::open_database(address);
    watched.location = address.location;
  }
  const auto state = storage::read(
      *watched.database, [](storage::Transaction& tx) { return replica::load_state(tx); });
  if (goes_on(company, watched, state)) return;
  switch (state.mode) {
    case replica::Mode::connected:
      start_worker(company, watched, state);
      watched.rewind_told = false;
      break;
    case replica::Mode::first_sync:
      start_first_sync(company, watched, state);
      break;
    case replica::Mode::needs_resync:
      // Once, to tell the online side.
      if (!watched.rewind_told) start_worker(company, watched, state);
      watched.rewind_told = true;
      break;
    case replica::Mode::unconnected:
    case replica::Mode::disconnected:
      // Not kept open: only a file that nobody has open can be restored.
      if (address.engine() == storage::Engine::sqlite) watched.database.reset();
      break;
  }
}

bool Program::goes_on(const business::Company& company, Watched& watched,
                      const replica::State& state) {
  if (!watched.worker && !watched.first_sync) return false;
  const bool has_ended =
      watched.worker ? watched.worker->has_ended() : watched.first_sync->has_ended();
  if (state.mode == watched.connection.mode && !has_ended &&
      is_same_connection(state, watched.connection)) {
    return true;
  }
  watched.worker.reset();
  watched.first_sync.reset();
  platform::log(LogLevel::info, "company.stopped",
                {{"company", company.name}, {"mode", replica::name_of(state.mode)}});
  return false;
}

std::unique_ptr<Remote> Program::connect(const business::Company& company,
                                         const replica::State& state) const {
  return options_.connect(
      {state.online_url, state.device_id,
       platform::read_secret_file(installation_.device_key_path(company.number)),
       options_.ca_file});
}

WorkerOptions Program::worker_options(const business::Company& company,
                                      const replica::State& state) const {
  const int interval =
      options_.interval_seconds > 0 ? options_.interval_seconds : state.interval_seconds;
  return {.company_name = company.name,
          .address = business::address_of(installation_, company),
          .computer_uuid = installation_.computer_uuid(),
          .computer_name = platform::computer_name(),
          .interval = core::seconds(interval)};
}

void Program::start_worker(const business::Company& company, Watched& watched,
                           const replica::State& state) {
  // Left over if the program ended between the last step of the first synchronisation and this.
  std::filesystem::remove(installation_.first_sync_path(company.number));
  watched.worker = std::make_unique<CompanyWorker>(worker_options(company, state), store_,
                                                   connect(company, state), connect(company, state),
                                                   clock_, random_);
  watched.connection = state;
  platform::log(LogLevel::info, "company.started",
                {{"company", company.name}, {"server", state.online_url}});
}

void Program::start_first_sync(const business::Company& company, Watched& watched,
                               const replica::State& state) {
  const auto transfer = storage::read(
      *watched.database, [](storage::Transaction& tx) { return replica::find_transfer(tx); });
  // One that failed waits for people, who begin it anew with another archive.
  if (!transfer || transfer->phase == replica::TransferPhase::failed) return;
  watched.first_sync = std::make_unique<FirstSyncWorker>(
      worker_options(company, state), installation_.first_sync_path(company.number),
      connect(company, state), clock_, random_);
  watched.connection = state;
  watched.rewind_told = false;
  platform::log(LogLevel::info, "first_sync.started",
                {{"company", company.name}, {"server", state.online_url}});
}

}  // namespace tusk::syncd
