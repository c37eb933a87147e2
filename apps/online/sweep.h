#pragma once

// What must be noticed though no request comes: sessions that have ended while a stream was open,
// offices that fell silent, letters that are owed, and what no longer matters.

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "api/sync_messages.h"
#include "online/services.h"
#include "rest/certificate_watch.h"

namespace tusk::online {

class Sweep {
 public:
  Sweep(Services& services, rest::CertificateWatch& certificate)
      : services_(services), certificate_(certificate) {}
  ~Sweep();
  Sweep(const Sweep&) = delete;
  Sweep& operator=(const Sweep&) = delete;

  // Sweeps now and then on a thread of its own, until this is destroyed.
  void start();
  // Once, on the caller's thread.
  void run_once();

 private:
  void tell_changed_states();
  void clean_up();

  Services& services_;
  rest::CertificateWatch& certificate_;
  std::mutex sweeping_;
  std::map<std::string, api::SyncState> told_;  // by company
  core::Microseconds cleaned_at_ = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tusk::online
