#pragma once

// Whose request is answered next, when there are more than workers: those who wait take turns,
// however many requests each of them has, and nobody has more than so many of the workers at once.
// So one who asks for more than the server can do waits for themselves, and others hardly for them.

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace tusk::http {

class FairQueue {
 public:
  struct Places {
    std::size_t in_all;   // requests that run at once
    std::size_t each;     // of them, of one owner
    std::size_t waiting;  // of one owner, beyond those
  };
  explicit FairQueue(Places places);

  // Calls `start` at once, or from a later leave() of whoever. False, and `start` is never called:
  // too many of this owner's wait already. Each start is followed by one leave().
  [[nodiscard]] bool enter(const std::string& owner, std::function<void()> start);
  void leave(const std::string& owner);

 private:
  struct Owner {
    std::size_t running = 0;
    std::deque<std::function<void()>> waiting;
  };
  using Starts = std::vector<std::function<void()>>;
  [[nodiscard]] Starts take_next();

  const Places places_;
  std::mutex mutex_;
  std::size_t running_ = 0;
  std::map<std::string, Owner> owners_;  // that run or wait
  std::deque<std::string> turns_;        // owners of whom somebody waits, each once
};

}  // namespace tusk::http
