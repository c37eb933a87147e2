#pragma once

// How often what happened. A run in which something of its world never happened proves nothing.

#include <array>
#include <cstdint>

namespace tusk::simulation {

enum class Count {
  steps,
  requests,  // made
  rounds,    // whose answer was taken
  conflicts,
  revivals,  // of records removed online
  wants,
  put_back,
  messages_lost,
  messages_repeated,
  messages_truncated,
  stale_answers,
  positions_corrected,
  take_overs,  // of the lease
  not_holder,  // a service had to wait, or had lost the lease when the answer came
  fenced,
  crashes,
  disk_troubles,  // locks, deadlocks, full and failing disks
  numbers_granted,
  parts,  // answers or requests that were not the last
  restores,
  clones,
  rewinds,   // noticed
  harmless,  // restores after which both sides are equal
  schema_refusals,
  upgrades,
  quarantined,
  repaired,  // taken at last
  snapshots,
  sends,        // runs of a sender
  send_breaks,  // that something came in between of
  taken_sends,  // by another service, while one was at it
  first_syncs,  // that came to their end
  updates,      // of the connection, after a rewind
  count
};

[[nodiscard]] const char* name_of(Count count);

class Counters {
 public:
  void add(Count count, std::int64_t by = 1) { values_[static_cast<std::size_t>(count)] += by; }
  [[nodiscard]] std::int64_t operator[](Count count) const {
    return values_[static_cast<std::size_t>(count)];
  }
  void add(const Counters& other) {
    for (std::size_t i = 0; i < values_.size(); ++i) values_[i] += other.values_[i];
  }

 private:
  std::array<std::int64_t, static_cast<std::size_t>(Count::count)> values_{};
};

}  // namespace tusk::simulation
