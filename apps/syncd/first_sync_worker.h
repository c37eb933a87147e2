#pragma once

// Carries one company's first synchronisation over to the online side: one thread that sends, waits
// longer and longer while there is no line, and ends when the company is connected (or somebody has
// given it up).

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "replica/first_sync_sender.h"
#include "syncd/company_worker.h"
#include "syncd/remote.h"
#include "syncd/schedule.h"

namespace tusk::syncd {

class FirstSyncWorker {
 public:
  FirstSyncWorker(WorkerOptions, std::filesystem::path archive, std::unique_ptr<Remote>,
                  const core::Clock&, core::Random&);
  ~FirstSyncWorker();  // stops: abandons the running exchange, gives up the lease

  FirstSyncWorker(const FirstSyncWorker&) = delete;
  FirstSyncWorker& operator=(const FirstSyncWorker&) = delete;

  // True when there is nothing more to do here.
  [[nodiscard]] bool has_ended() const;

 private:
  void run();
  void run_once(std::unique_ptr<storage::Database>& database);
  // False when stopping.
  [[nodiscard]] bool wait(core::Microseconds time);

  WorkerOptions options_;
  std::filesystem::path archive_;
  std::unique_ptr<Remote> remote_;
  const core::Clock& clock_;
  replica::LeaseKeeper keeper_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Schedule schedule_;
  bool stopping_ = false;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace tusk::syncd
