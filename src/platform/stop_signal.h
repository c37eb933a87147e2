#pragma once

#include <functional>
#include <thread>

namespace tusk::platform {

// Calls `on_stop` once, on a thread of its own, when the process is asked to end (SIGTERM, SIGINT).
// Make it in main() before any other thread: threads that are older would still die of the signal.
// Also makes writes to closed connections errors instead of deaths (SIGPIPE is ignored).
class StopSignal {
 public:
  explicit StopSignal(std::function<void()> on_stop);
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

 private:
  int signals_;
  int ended_;
  std::thread thread_;
};

}  // namespace tusk::platform
