#pragma once

// Which computer synchronises. The lease is a row in the office's database, the thing it protects.
// Its token rises with every change of holder and is checked inside the transactions of both sides,
// so a computer that slept through its own replacement writes nothing when it wakes.
//
// No wall clocks: a challenger watches the same heartbeat stay unchanged for 15 minutes on its own
// monotonic clock.

#include <cstdint>
#include <optional>
#include <string>

#include "core/clock.h"
#include "storage/database.h"

namespace tusk::replica {

inline constexpr core::Microseconds take_over_after = core::seconds(15 * 60);

struct Lease {
  std::int64_t token = 0;
  std::string holder_uuid;  // empty: nobody (clean stop)
  std::string holder_name;
  std::int64_t beat = 0;  // counts the holder's heartbeats
  std::string preferred_uuid;
};

[[nodiscard]] Lease load_lease(storage::Transaction&);

class LeaseKeeper {
 public:
  LeaseKeeper(std::string computer_uuid, std::string computer_name,
              core::Microseconds patience = take_over_after);

  // Takes the lease if nobody holds it, if the holder has not been heard of for `patience`, or if
  // this is the preferred computer; keeps it if it is ours. The token that rounds must carry, or
  // nothing.
  [[nodiscard]] std::optional<std::int64_t> acquire(storage::Transaction&, const core::Clock&);
  // One sign of life. False if the lease is somebody else's by now.
  [[nodiscard]] bool beat(storage::Transaction&, std::int64_t token) const;
  // On a clean stop: the next computer need not wait.
  void release(storage::Transaction&, std::int64_t token) const;

 private:
  std::string uuid_;
  std::string name_;
  core::Microseconds patience_;
  std::int64_t watched_token_ = -1;
  std::int64_t watched_beat_ = -1;
  core::Microseconds watched_since_ = 0;
};

}  // namespace tusk::replica
