#pragma once

// tusk-syncd: finds the connected companies of an office installation and gives each a worker.

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "business/companies.h"
#include "business/device_key.h"
#include "business/installation.h"
#include "business/session.h"
#include "platform/lock_file.h"
#include "replica/state.h"
#include "storage/record_store.h"
#include "syncd/company_worker.h"
#include "syncd/first_sync_worker.h"

namespace tusk::syncd {

struct ProgramOptions {
  std::filesystem::path data;
  std::string ca_file;       // authorities of the server's certificate; empty: the system's
  int interval_seconds = 0;  // 0: what the connection says (15)
  core::Microseconds take_over_after = replica::take_over_after;
  ConnectRemote connect = connect_remote;
  // Once, when the companies that are connected at the start have their workers.
  std::function<void()> on_ready = [] {};
  // Whenever it has looked after all companies, about twice in a second.
  std::function<void()> on_alive = [] {};
};

class Program {
 public:
  // Throws Error{not_found} that says how to make an installation, {conflict} if the service runs
  // for this folder already.
  Program(ProgramOptions, const core::Clock&, core::Random&);

  // Works until stop() is called from any thread. A company that is connected, disconnected or
  // connected anew while it runs is noticed within a second.
  void run();
  void stop();

 private:
  // One company of the installation: looked at now and then, and at work while it is connected.
  struct Watched {
    std::unique_ptr<storage::Database> database;
    std::string location;                         // of `database`
    std::unique_ptr<CompanyWorker> worker;        // in rounds
    std::unique_ptr<FirstSyncWorker> first_sync;  // before them
    replica::State connection;                    // that either was started with
    business::DeviceKey key;                      // likewise
    bool rewind_told = false;                     // the online side knows that one was put back
    std::string trouble;  // last reported, so that it is not reported every time
  };

  // Is in the list of log-ins from here on, and stays there.
  void log_in();
  void look_for_companies();
  void look_at(const business::Company& company, Watched& watched);
  // Tells now and then that Tusk Sync lives on this computer.
  void give_sign_of_life();
  // This computer's key of the connection. Where another computer has connected the company, it is
  // asked for; nothing until it is there.
  [[nodiscard]] std::optional<business::DeviceKey> find_key(const business::Company& company,
                                                            const replica::State& state);
  // Ends what no longer fits the state and the key; true if something that fits is at work.
  [[nodiscard]] bool goes_on(const business::Company& company, Watched& watched,
                             const replica::State& state,
                             const std::optional<business::DeviceKey>& key);
  // Each with the connection and the key that `watched` has.
  void remove_left_over_snapshot(const business::Company& company, storage::Database& database);
  void start_worker(const business::Company& company, Watched& watched);
  void start_first_sync(const business::Company& company, Watched& watched);
  [[nodiscard]] std::unique_ptr<Remote> connect(const Watched& watched) const;
  [[nodiscard]] WorkerOptions worker_options(const business::Company& company,
                                             const replica::State& state) const;

  ProgramOptions options_;
  const core::Clock& clock_;
  core::Random& random_;
  business::Installation installation_;
  platform::LockFile lock_;
  std::unique_ptr<business::Session> session_;  // while it runs
  storage::RecordStore store_;
  business::ComputerKey computer_key_;               // what keys for this computer are sealed with
  std::optional<core::Microseconds> sign_given_at_;  // monotonic
  std::map<std::int64_t, Watched> companies_;        // by number of the company
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
};

}  // namespace tusk::syncd
