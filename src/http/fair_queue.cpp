#include "http/fair_queue.h"

#include <algorithm>

namespace tusk::http {

FairQueue::FairQueue(Places places) : places_(places) {}

bool FairQueue::enter(const std::string& owner, std::function<void()> start) {
  Starts starts;
  {
    const std::lock_guard lock(mutex_);
    Owner& own = owners_[owner];
    // Who finds a place has nobody before them: places that are free are given away at once.
    const bool has_place = running_ < places_.in_all && own.running < places_.each;
    if (!has_place && own.waiting.size() >= places_.waiting) return false;
    if (own.waiting.empty()) turns_.push_back(owner);
    own.waiting.push_back(std::move(start));
    starts = take_next();
  }
  for (const auto& each : starts) each();
  return true;
}

void FairQueue::leave(const std::string& owner) {
  Starts starts;
  {
    const std::lock_guard lock(mutex_);
    const auto found = owners_.find(owner);
    --running_;
    if (--found->second.running == 0 && found->second.waiting.empty()) owners_.erase(found);
    starts = take_next();
  }
  for (const auto& each : starts) each();
}

// One of each owner who may, in turn, until there is no place or nobody who may.
FairQueue::Starts FairQueue::take_next() {
  Starts starts;
  std::size_t passed_by = 0;
  while (running_ < places_.in_all && passed_by < turns_.size()) {
    std::string name = std::move(turns_.front());
    turns_.pop_front();
    Owner& owner = owners_[name];
    if (owner.running >= places_.each) {
      turns_.push_back(std::move(name));
      ++passed_by;
      continue;
    }
    passed_by = 0;
    ++running_;
    ++owner.running;
    starts.push_back(std::move(owner.waiting.front()));
    owner.waiting.pop_front();
    if (!owner.waiting.empty()) turns_.push_back(std::move(name));
  }
  return starts;
}

}  // namespace tusk::http
