#include "syncd/program.h"

#include <chrono>

#include "business/computers.h"
#include "platform/computer.h"
#include "platform/logging.h"
#include "platform/secret_file.h"
#include "storage/database_role.h"
#include "syncd/key_requests.h"

namespace tusk::syncd {
namespace {

using platform::LogLevel;

// How soon a company that was just connected or disconnected is noticed.
constexpr std::chrono::milliseconds look_every{500};
// A third of business::service_silent_after.
constexpr core::Microseconds sign_of_life_every = core::seconds(20);

bool is_same_connection(const replica::State& left, const replica::State& right) {
  return left.online_url == right.online_url && left.device_id == right.device_id &&
         left.interval_seconds == right.interval_seconds;
}

bool has_connection(replica::Mode mode) {
  switch (mode) {
    case replica::Mode::first_sync:
    case replica::Mode::connected:
    case replica::Mode::needs_resync:
      return true;
    case replica::Mode::unconnected:
    case replica::Mode::disconnected:
      return false;
  }
  return false;
}

// What other computers seal for this one. Without its file a new one is made: what was sealed for
// the old one is asked for again.
business::ComputerKey load_computer_key(const std::filesystem::path& file, core::Random& random) {
  try {
    return business::computer_key_of(platform::read_secret_file(file));
  } catch (const core::Error& error) {
    if (error.code() != core::ErrorCode::not_found) throw;
  }
  const business::ComputerKey key = business::make_computer_key(random);
  platform::write_secret_file(file, key.secret_key);
  return key;
}

void tell_of_database_role(storage::Database& system) {
  const storage::DatabaseRole role = storage::read(system, storage::load_role);
  for (const storage::RoleNotice& notice : storage::notices_of(role)) {
    platform::log(notice.is_warning ? LogLevel::warning : LogLevel::info, notice.event,
                  {{"role", role.name}, {"sv", notice.text.sv}, {"en", notice.text.en}});
  }
}

}  // namespace

Program::Program(ProgramOptions options, const core::Clock& clock, core::Random& random)
    : options_(std::move(options)),
      clock_(clock),
      random_(random),
      installation_(business::Installation::open(
          options_.data, {clock, random, platform::computer_name(), "tusk-syncd"})),
      lock_(options_.data / "syncd.lock"),
      store_(core::registry(), core::Side::office),
      computer_key_(load_computer_key(installation_.keys_folder() / "computer.key", random)) {}

void Program::run() {
  tell_of_database_role(installation_.system());
  look_for_companies();
  platform::log(LogLevel::info, "ready", {{"data", options_.data.string()}});
  options_.on_ready();
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, look_every, [this] { return stopping_; })) {
    lock.unlock();
    look_for_companies();
    options_.on_alive();
    lock.lock();
  }
  lock.unlock();
  companies_.clear();
  try {
    business::note_service_stopped(installation_);
    session_.reset();
  } catch (const core::Error& error) {
    platform::log(LogLevel::warning, "stop.not_told", {{"error", error.what()}});
  }
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

void Program::give_sign_of_life() {
  const core::Microseconds now = clock_.steady();
  if (sign_given_at_ && now - *sign_given_at_ < sign_of_life_every) return;
  business::note_service(installation_, {TUSK_VERSION, computer_key_.public_key});
  sign_given_at_ = now;
}

void Program::look_for_companies() {
  std::vector<business::Company> companies;
  try {
    log_in();
    give_sign_of_life();
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
  const auto key = has_connection(state.mode) ? find_key(company, state) : std::nullopt;
  if (goes_on(company, watched, state, key)) return;
  watched.connection = state;
  watched.key = key.value_or(business::DeviceKey{});
  switch (state.mode) {
    case replica::Mode::connected:
      if (key) start_worker(company, watched);
      watched.rewind_told = false;
      break;
    case replica::Mode::first_sync:
      if (key) start_first_sync(company, watched);
      break;
    case replica::Mode::needs_resync:
      // Once, to tell the online side.
      if (key && !watched.rewind_told) start_worker(company, watched);
      watched.rewind_told = true;
      break;
    case replica::Mode::unconnected:
    case replica::Mode::disconnected:
      // Not kept open: only a file that nobody has open can be restored.
      if (address.engine() == storage::Engine::sqlite) watched.database.reset();
      break;
  }
}

std::optional<business::DeviceKey> Program::find_key(const business::Company& company,
                                                     const replica::State& state) {
  const auto path = installation_.device_key_path(company.number);
  const bool is_shared = !installation_.server().empty();
  if (!is_shared || std::filesystem::exists(path)) {
    auto key = business::parse_device_key(platform::read_secret_file(path));
    if (key.connection == state.device_id) return key;
  }
  // A first synchronisation, and what follows a rewind, are for the computer that connects.
  if (!is_shared || state.mode != replica::Mode::connected) return std::nullopt;
  const auto key =
      business::ask_for_device_key(installation_, company.number, state.device_id, computer_key_);
  if (!key) return std::nullopt;
  platform::write_secret_file(path, business::format_device_key(*key));
  platform::log(LogLevel::info, "key.received", {{"company", company.name}});
  return key;
}

bool Program::goes_on(const business::Company& company, Watched& watched,
                      const replica::State& state, const std::optional<business::DeviceKey>& key) {
  if (!watched.worker && !watched.first_sync) return false;
  const bool has_ended =
      watched.worker ? watched.worker->has_ended() : watched.first_sync->has_ended();
  if (state.mode == watched.connection.mode && !has_ended &&
      is_same_connection(state, watched.connection) && key &&
      key->device_id == watched.key.device_id) {
    return true;
  }
  watched.worker.reset();
  watched.first_sync.reset();
  platform::log(LogLevel::info, "company.stopped",
                {{"company", company.name}, {"mode", replica::name_of(state.mode)}});
  return false;
}

std::unique_ptr<Remote> Program::connect(const Watched& watched) const {
  return options_.connect(
      {watched.connection.online_url, watched.key.device_id, watched.key.secret, options_.ca_file});
}

WorkerOptions Program::worker_options(const business::Company& company,
                                      const replica::State& state) const {
  const int interval =
      options_.interval_seconds > 0 ? options_.interval_seconds : state.interval_seconds;
  WorkerOptions options{.company_name = company.name,
                        .address = business::address_of(installation_, company),
                        .computer_uuid = installation_.computer_uuid(),
                        .computer_name = platform::computer_name(),
                        .interval = core::seconds(interval),
                        .take_over_after = options_.take_over_after};
  if (options.address.engine() == storage::Engine::postgres) {
    options.after_round = [connection = state.device_id](auto& database, Remote& remote) {
      answer_key_requests(database, remote, connection);
    };
  }
  return options;
}

// Left over if the program ended between the last step of the first synchronisation and this. While
// the company is not connected the file is somebody's who is about to connect it; the lock keeps it
// connected meanwhile.
void Program::remove_left_over_snapshot(const business::Company& company,
                                        storage::Database& database) {
  storage::write(database, [&](storage::Transaction& transaction) {
    if (replica::load_state_locked(transaction).mode != replica::Mode::connected) return;
    std::filesystem::remove(installation_.first_sync_path(company.number));
  });
}

void Program::start_worker(const business::Company& company, Watched& watched) {
  remove_left_over_snapshot(company, *watched.database);
  watched.worker =
      std::make_unique<CompanyWorker>(worker_options(company, watched.connection), store_,
                                      connect(watched), connect(watched), clock_, random_);
  platform::log(LogLevel::info, "company.started",
                {{"company", company.name}, {"server", watched.connection.online_url}});
}

void Program::start_first_sync(const business::Company& company, Watched& watched) {
  const auto transfer = storage::read(
      *watched.database, [](storage::Transaction& tx) { return replica::find_transfer(tx); });
  // One that failed waits for people, who begin it anew with another archive.
  if (!transfer || transfer->phase == replica::TransferPhase::failed) return;
  watched.first_sync = std::make_unique<FirstSyncWorker>(
      worker_options(company, watched.connection), installation_.first_sync_path(company.number),
      connect(watched), clock_, random_);
  watched.rewind_told = false;
  platform::log(LogLevel::info, "first_sync.started",
                {{"company", company.name}, {"server", watched.connection.online_url}});
}

}  // namespace tusk::syncd
