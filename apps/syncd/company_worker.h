#pragma once

// Keeps one connected company equal with the online side: two threads (rounds, and listening for
// changes online) and a watcher on the office database.

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "replica/audit.h"
#include "replica/lease.h"
#include "replica/round.h"
#include "storage/record_store.h"
#include "syncd/change_watcher.h"
#include "syncd/remote.h"
#include "syncd/schedule.h"

namespace tusk::syncd {

struct WorkerOptions {
  std::string company_name;  // for the log
  storage::DatabaseAddress address;
  std::string computer_uuid;
  std::string computer_name;
  core::Microseconds interval = core::seconds(15);
  core::Microseconds take_over_after = replica::take_over_after;
  // Called after every good round, within the thread that makes them.
  std::function<void(storage::Database&, Remote&)> after_round = [](auto&, auto&) {};
};

class CompanyWorker {
 public:
  // Two connections to the online side: one for rounds, one that listens.
  CompanyWorker(WorkerOptions, const storage::RecordStore&, std::unique_ptr<Remote> rounds,
                std::unique_ptr<Remote> listener, const core::Clock&, core::Random&);
  ~CompanyWorker();  // stops: finishes or abandons the running exchange, gives up the lease

  CompanyWorker(const CompanyWorker&) = delete;
  CompanyWorker& operator=(const CompanyWorker&) = delete;

  // True when the database says that it is not connected any more: the worker has nothing to do.
  [[nodiscard]] bool has_ended() const;

 private:
  class InRound;

  void run_rounds();
  void listen();
  void office_changed();
  // Waits until a round is due; false when stopping.
  [[nodiscard]] bool wait_until_due();
  void run_one_round(storage::Database&);
  // A round whose failure stands in the log with its cause.
  [[nodiscard]] replica::OfficeRoundResult exchange_round(storage::Database&, replica::Link&);
  // One exchange of an audit, if one is due; true if the next is due at once.
  [[nodiscard]] bool run_audit(storage::Database&);
  void report_rewind();

  WorkerOptions options_;
  const storage::RecordStore& store_;
  std::unique_ptr<Remote> rounds_;
  std::unique_ptr<Remote> listener_;
  const core::Clock& clock_;
  replica::LeaseKeeper keeper_;
  replica::OfficeAudit audit_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Schedule schedule_;
  bool stopping_ = false;
  bool ended_ = false;
  bool is_holder_ = true;  // as far as the last round knows
  bool is_in_round_ = false;
  std::int64_t online_sequence_ = -1;  // the office has the online log up to here; -1: no round yet
  std::int64_t heard_sequence_ = -1;   // the online log was heard to reach to here

  std::unique_ptr<ChangeWatcher> watcher_;
  std::thread round_thread_;
  std::thread listen_thread_;
};

}  // namespace tusk::syncd
