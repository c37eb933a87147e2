#pragma once

#include <atomic>

#include "core/clock.h"

namespace tusk::core {

// Stands still until a test moves it. From any thread.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Microseconds start = seconds(1'795'545'000))  // November 2026
      : now_(start) {}

  [[nodiscard]] Microseconds now() const override { return now_ += step; }
  [[nodiscard]] Microseconds steady() const override { return steady_; }
  void advance(Microseconds time) {
    now_ += time;
    steady_ += time;
  }

  // By which the wall time goes on whenever it is looked at, so that stamps differ.
  std::atomic<Microseconds> step = 0;

 private:
  mutable std::atomic<Microseconds> now_;
  std::atomic<Microseconds> steady_ = seconds(1'000);
};

}  // namespace tusk::core
