#pragma once

#include "core/clock.h"
#include "memory_files.h"

namespace tusk::simulation {

constexpr core::Microseconds minutes(std::int64_t count) {
  return core::seconds(60 * count);
}

// Time that the schedule moves. The wall clock may jump, also back; the steady one never.
class Clock final : public core::Clock {
 public:
  [[nodiscard]] core::Microseconds now() const override { return wall_; }
  [[nodiscard]] core::Microseconds steady() const override { return steady_; }

  void pass(core::Microseconds time) {
    steady_ += time;
    wall_ += time;
    set_sql_time(wall_);
  }
  void jump(core::Microseconds by) {
    wall_ += by;
    set_sql_time(wall_);
  }

 private:
  core::Microseconds wall_ = core::seconds(1'795'545'000);  // November 2026
  core::Microseconds steady_ = core::seconds(1'000);
};

}  // namespace tusk::simulation
