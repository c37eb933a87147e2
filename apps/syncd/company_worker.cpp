#include "syncd/company_worker.h"

#include <algorithm>
#include <chrono>

#include "platform/logging.h"
#include "replica/round.h"
#include "replica/round_log.h"

namespace tusk::syncd {
namespace {

using platform::LogLevel;

// After the listener lost its line the rounds' own back-off decides; this only keeps it from
// spinning. So it does with a server that answers at once that nothing is new.
constexpr std::chrono::seconds listen_again_after{2};
constexpr core::Microseconds shortest_patience = core::seconds(1);

const char* name_of(replica::LinkProblem problem) {
  switch (problem) {
    case replica::LinkProblem::no_line:
      return "no_line";
    case replica::LinkProblem::server_down:
      return "server_down";
    case replica::LinkProblem::certificate:
      return "certificate";
    case replica::LinkProblem::login_refused:
      return "login_refused";
    case replica::LinkProblem::too_old:
      return "too_old";
    case replica::LinkProblem::cancelled:
      return "cancelled";
    case replica::LinkProblem::other:
      return "other";
  }
  return "other";
}

replica::RoundCause cause_of(replica::LinkProblem problem) {
  switch (problem) {
    case replica::LinkProblem::no_line:
      return replica::RoundCause::no_line;
    case replica::LinkProblem::server_down:
      return replica::RoundCause::server_down;
    case replica::LinkProblem::certificate:
      return replica::RoundCause::certificate;
    case replica::LinkProblem::login_refused:
      return replica::RoundCause::login_refused;
    case replica::LinkProblem::too_old:
      return replica::RoundCause::version;
    case replica::LinkProblem::cancelled:
    case replica::LinkProblem::other:
      return replica::RoundCause::none;
  }
  return replica::RoundCause::none;
}

// Remembers why an answer is of no use.
class WatchedLink final : public replica::Link {
 public:
  explicit WatchedLink(replica::Link& link) : link_(link) {}
  sync::RoundResponse exchange(const sync::RoundRequest& request) override {
    sync::RoundResponse response = link_.exchange(request);
    if (response.status == sync::RoundStatus::schema || !response.unknown.empty())
      cause_ = replica::RoundCause::version;
    if (response.status == sync::RoundStatus::busy) cause_ = replica::RoundCause::server_down;
    return response;
  }
  [[nodiscard]] replica::RoundCause cause() const { return cause_; }

 private:
  replica::Link& link_;
  replica::RoundCause cause_ = replica::RoundCause::none;
};

void note_cause(storage::Database& database, replica::RoundCause cause) {
  storage::write(database, [&](storage::Transaction& tx) { replica::note_cause(tx, cause); });
}

}  // namespace

CompanyWorker::CompanyWorker(WorkerOptions options, const storage::RecordStore& store,
                             std::unique_ptr<Remote> rounds, std::unique_ptr<Remote> listener,
                             const core::Clock& clock, core::Random& random)
    : options_(std::move(options)),
      store_(store),
      rounds_(std::move(rounds)),
      listener_(std::move(listener)),
      clock_(clock),
      keeper_(options_.computer_uuid, options_.computer_name, options_.take_over_after),
      audit_(store_, keeper_, clock_, options_.computer_name),
      schedule_(options_.interval, random) {
  // Rounds write to the database themselves; only what is not yet acknowledged is a reason to wake,
  // or an audit that somebody asks for.
  auto database = std::shared_ptr<storage::Database>(storage::open_database(options_.address));
  const auto has_pending = [database] {
    try {
      return storage::read(*database, [](storage::Transaction& tx) {
        return replica::has_pending(tx) || replica::is_audit_requested(tx);
      });
    } catch (const core::Error&) {
      return false;  // the next round meets the same trouble and reports it
    }
  };
  const WatchCalls calls{has_pending, [this] { office_changed(); }};
  watcher_ = options_.address.engine() == storage::Engine::sqlite
                 ? watch_file(options_.address.location, calls)
                 : watch_by_polling(calls);
  round_thread_ = std::thread([this] { run_rounds(); });
  listen_thread_ = std::thread([this] { listen(); });
}

CompanyWorker::~CompanyWorker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  rounds_->cancel();
  listener_->cancel();
  watcher_.reset();
  round_thread_.join();
  listen_thread_.join();
}

bool CompanyWorker::has_ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

void CompanyWorker::office_changed() {
  {
    const std::lock_guard lock(mutex_);
    if (!is_holder_) return;   // the computer that synchronises sees the change as well
    if (is_in_round_) return;  // which looks itself at its end, and the watcher looks on
    schedule_.wake(clock_.steady());
  }
  changed_.notify_all();
}

bool CompanyWorker::wait_until_due() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (stopping_ || ended_) return false;
    const core::Microseconds left = schedule_.due() - clock_.steady();
    if (left <= 0) return true;
    changed_.wait_for(lock, std::chrono::microseconds(left));
  }
}

// While it lives, a round is running.
class CompanyWorker::InRound {
 public:
  explicit InRound(CompanyWorker& worker) : worker_(worker) { set(true); }
  ~InRound() { set(false); }
  InRound(const InRound&) = delete;
  InRound& operator=(const InRound&) = delete;

 private:
  void set(bool is_in_round) {
    const std::lock_guard lock(worker_.mutex_);
    worker_.is_in_round_ = is_in_round;
  }

  CompanyWorker& worker_;
};

void CompanyWorker::run_rounds() {
  std::unique_ptr<storage::Database> database;
  while (wait_until_due()) {
    try {
      const InRound in_round(*this);
      if (!database) database = storage::open_database(options_.address);
      run_one_round(*database);
    } catch (const replica::LinkError& error) {
      const std::lock_guard lock(mutex_);
      if (stopping_) break;
      schedule_.failed(clock_.steady());
      platform::log(LogLevel::warning, "round.failed",
                    {{"company", options_.company_name},
                     {"problem", name_of(error.problem())},
                     {"error", error.what()}});
    } catch (const std::exception& error) {
      // Whatever state the connection is in, the next round starts with a new one.
      database.reset();
      const std::lock_guard lock(mutex_);
      schedule_.failed(clock_.steady());
      platform::log(LogLevel::error, "round.failed",
                    {{"company", options_.company_name}, {"error", error.what()}});
    }
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

void CompanyWorker::run_one_round(storage::Database& database) {
  WatchedLink link(*rounds_);
  const replica::OfficeRoundResult result = exchange_round(database, link);
  if (result.outcome == replica::RoundOutcome::done) options_.after_round(database, *rounds_);
  const bool goes_on_auditing =
      result.outcome == replica::RoundOutcome::done && run_audit(database);
  // A change that is committed after this look wakes again, so none waits for the interval.
  const bool pending = result.outcome == replica::RoundOutcome::done &&
                       storage::read(database, [](storage::Transaction& tx) {
                         return replica::has_pending(tx) || replica::is_audit_requested(tx);
                       });
  if (result.outcome == replica::RoundOutcome::refused) note_cause(database, link.cause());
  if (result.outcome == replica::RoundOutcome::needs_resync) report_rewind();
  const std::lock_guard lock(mutex_);
  const core::Microseconds now = clock_.steady();
  is_holder_ = result.outcome != replica::RoundOutcome::not_holder;
  switch (result.outcome) {
    case replica::RoundOutcome::done:
      online_sequence_ = result.online_sequence;
      // What was received is acknowledged at once, also what lost: until then it counts as waiting
      // online.
      schedule_.succeeded(now, result.more || pending || goes_on_auditing ||
                                   result.down + result.conflicts > 0 ||
                                   heard_sequence_ > online_sequence_);
      break;
    case replica::RoundOutcome::stale:
      schedule_.succeeded(now, true);
      break;
    case replica::RoundOutcome::not_holder:
      online_sequence_ = -1;  // nothing to listen for
      schedule_.succeeded(now, false);
      break;
    case replica::RoundOutcome::refused:
      schedule_.failed(now);
      break;
    case replica::RoundOutcome::needs_resync:
    case replica::RoundOutcome::not_connected:
      ended_ = true;
      break;
  }
  if (result.outcome != replica::RoundOutcome::done &&
      result.outcome != replica::RoundOutcome::not_holder) {
    platform::log(LogLevel::warning, "round.not_done",
                  {{"company", options_.company_name}, {"message", result.message.en}});
  }
  changed_.notify_all();
}

replica::OfficeRoundResult CompanyWorker::exchange_round(storage::Database& database,
                                                         replica::Link& link) {
  try {
    return replica::run_office_round(database, store_, link, keeper_, clock_,
                                     {.computer = options_.computer_name});
  } catch (const replica::LinkError& error) {
    note_cause(database, cause_of(error.problem()));
    throw;
  }
}

bool CompanyWorker::run_audit(storage::Database& database) {
  try {
    return audit_.step(database, *rounds_);
  } catch (const replica::LinkError& error) {
    // The rounds find out the same and go back to work when they can; so does this.
    platform::log(LogLevel::warning, "audit.failed",
                  {{"company", options_.company_name},
                   {"problem", name_of(error.problem())},
                   {"error", error.what()}});
    return false;
  }
}

// Without a line it is tried again, as a round would be.
void CompanyWorker::report_rewind() {
  try {
    rounds_->report_rewind();
  } catch (const replica::LinkError& error) {
    const bool is_no_use = error.problem() == replica::LinkProblem::login_refused ||
                           error.problem() == replica::LinkProblem::too_old ||
                           error.problem() == replica::LinkProblem::other;
    if (!is_no_use) throw;
    platform::log(LogLevel::warning, "rewind.not_told",
                  {{"company", options_.company_name}, {"error", error.what()}});
  }
}

void CompanyWorker::listen() {
  for (;;) {
    std::int64_t sequence = 0;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] {
        return stopping_ || ended_ || (online_sequence_ >= 0 && schedule_.failures() == 0);
      });
      if (stopping_ || ended_) return;
      sequence = online_sequence_;
    }
    try {
      const core::Microseconds started = clock_.steady();
      const auto heard = listener_->wait_for_change(sequence);
      std::unique_lock lock(mutex_);
      if (!heard || *heard <= sequence) {
        if (clock_.steady() - started < shortest_patience) {
          changed_.wait_for(lock, listen_again_after, [this] { return stopping_ || ended_; });
        }
        continue;
      }
      heard_sequence_ = std::max(heard_sequence_, *heard);
      schedule_.wake(clock_.steady());
      changed_.notify_all();
      // The round that this started moves the position on; until then there is nothing new to hear.
      changed_.wait_for(lock, std::chrono::microseconds(options_.interval),
                        [&] { return stopping_ || ended_ || online_sequence_ != sequence; });
    } catch (const replica::LinkError& error) {
      std::unique_lock lock(mutex_);
      if (stopping_) return;
      if (error.problem() != replica::LinkProblem::cancelled) {
        platform::log(LogLevel::debug, "listen.failed",
                      {{"company", options_.company_name}, {"error", error.what()}});
      }
      changed_.wait_for(lock, listen_again_after, [this] { return stopping_ || ended_; });
    }
  }
}

}  // namespace tusk::syncd
