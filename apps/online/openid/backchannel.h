#pragma once

// Tells clients that a session has ended (OpenID Connect Back-Channel Logout), on a thread of its
// own: whoever ends a session waits for no other server. The queue is in the directory.

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tusk::online {

struct Services;

namespace openid {

class Backchannel {
 public:
  // `services` outlives it.
  explicit Backchannel(Services& services) : services_(services) {}
  ~Backchannel();
  Backchannel(const Backchannel&) = delete;
  Backchannel& operator=(const Backchannel&) = delete;

  // Looks every sweep_every, and when woken, until this is destroyed.
  void start();
  // A session has just ended.
  void wake();
  // Once, on the caller's thread: finds the sessions that are over and tells all clients that are
  // due, at the same time. How many were told and said that they heard.
  int run_once();

 private:
  Services& services_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool awake_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace openid
}  // namespace tusk::online
