#include "syncd/schedule.h"

#include <algorithm>

namespace tusk::syncd {
namespace {

constexpr core::Microseconds first_delay = core::seconds(1);
constexpr int max_doublings = 20;

}  // namespace

Schedule::Schedule(core::Microseconds interval, core::Random& random)
    : interval_(interval), random_(random) {}

void Schedule::wake(core::Microseconds now) {
  if (failures_ == 0) due_ = std::min(due_, now);
}

void Schedule::succeeded(core::Microseconds now, bool more) {
  failures_ = 0;
  due_ = more ? now : now + interval_;
}

void Schedule::failed(core::Microseconds now) {
  const core::Microseconds ceiling =
      std::min(interval_, first_delay << std::min(failures_, max_doublings));
  ++failures_;
  // Between half and the whole: many offices that lost one server do not come back in one instant.
  const auto half = static_cast<std::uint64_t>(ceiling / 2);
  due_ = now + static_cast<core::Microseconds>(half + random_.below(half + 1));
}

}  // namespace tusk::syncd
