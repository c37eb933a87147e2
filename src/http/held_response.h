#pragma once

#include <functional>
#include <mutex>
#include <vector>

namespace tusk::http {

// What long polls and event streams have in common: a response that the server holds open without
// a thread, and that other threads wake. All members may be called from any thread.
class HeldResponse {
 public:
  virtual ~HeldResponse() = default;
  HeldResponse(const HeldResponse&) = delete;
  HeldResponse& operator=(const HeldResponse&) = delete;

  // Called once when nothing more will reach the client: it went away, was too slow, was answered,
  // or the server stops. At once if that is so already. Runs on an I/O thread: be quick, don't
  // block.
  void on_close(std::function<void()> callback);
  [[nodiscard]] bool closed() const;

  // For the server. `wake` must not block nor call back; it is called with the lock held, which is
  // why it can't outlive the connection that gave it.
  void attach(std::function<void()> wake);
  // The connection is done with it: forgets `wake`, calls what on_close() left.
  void detach();

 protected:
  HeldResponse() = default;
  // With mutex_ held.
  void wake_locked();

  mutable std::mutex mutex_;
  bool closed_ = false;
  bool woken_ = false;  // a wake is under way; reset by whoever takes what there is

 private:
  std::function<void()> wake_;
  std::vector<std::function<void()>> callbacks_;
};

}  // namespace tusk::http
