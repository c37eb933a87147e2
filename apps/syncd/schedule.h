#pragma once

// When the next round is due. Pure: times are passed in (monotonic microseconds).
//
//   after a good round    one interval later (15 s unless set), or at once when woken
//   after a failed one    1, 2, 4, 8 … s later with jitter, never more than one interval; a wake-up
//                         does not shorten it, so that a dead server is not hammered by a busy
//                         office
//   after a good one that left something over, at once

#include "core/clock.h"
#include "core/random.h"

namespace tusk::syncd {

class Schedule {
 public:
  Schedule(core::Microseconds interval, core::Random& random);

  // Something changed on either side.
  void wake(core::Microseconds now);
  void succeeded(core::Microseconds now, bool more);
  void failed(core::Microseconds now);
  void set_interval(core::Microseconds interval) { interval_ = interval; }

  [[nodiscard]] core::Microseconds due() const { return due_; }
  [[nodiscard]] int failures() const { return failures_; }

 private:
  core::Microseconds interval_;
  core::Random& random_;
  core::Microseconds due_ = 0;  // the first round is due at once
  int failures_ = 0;
};

}  // namespace tusk::syncd
