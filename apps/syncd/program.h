#pragma once

// tusk-syncd: finds the connected companies of an office installation and gives each a worker.

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "business/installation.h"
#include "storage/record_store.h"
#include "syncd/company_worker.h"

namespace tusk::syncd {

struct ProgramOptions {
  std::filesystem::path data;
  std::string ca_file;       // authorities of the server's certificate; empty: the system's
  int interval_seconds = 0;  // 0: what the connection says (15)
};

class Program {
 public:
  Program(ProgramOptions, const core::Clock&, core::Random&);

  // Works until stop() is called from any thread. A company that is connected while it runs is
  // found within seconds.
  void run();
  void stop();

 private:
  void look_for_companies();
  void start_worker(std::int64_t number);

  ProgramOptions options_;
  const core::Clock& clock_;
  core::Random& random_;
  business::Installation installation_;
  storage::RecordStore store_;
  std::map<std::int64_t, std::unique_ptr<CompanyWorker>> workers_;  // by number of the company
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
};

}  // namespace tusk::syncd
