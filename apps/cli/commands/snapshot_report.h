#pragma once

#include "cli/context.h"
#include "cli/output.h"

namespace tusk::cli {

// What the snapshot is like while it is taken, a few times a second.
class SnapshotReport {
 public:
  explicit SnapshotReport(Context& context) : context_(context) {}
  ~SnapshotReport() {
    if (told_at_ != 0) print_progress("");
  }
  SnapshotReport(const SnapshotReport&) = delete;
  SnapshotReport& operator=(const SnapshotReport&) = delete;

  void operator()(std::int64_t done, std::int64_t of) {
    const core::Microseconds now = context_.clock().steady();
    if (context_.json() || now - told_at_ < report_every) return;
    told_at_ = now;
    print_progress(core::say("Tar en ögonblicksbild: {} av {} poster",
                             "Taking a snapshot: {} of {} records", done, of)
                       .in(context_.language()));
  }

 private:
  static constexpr core::Microseconds report_every = core::seconds(1) / 4;
  Context& context_;
  core::Microseconds told_at_ = 0;
};

}  // namespace tusk::cli
