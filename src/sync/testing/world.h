#pragma once

// A world of one office and one online side, people at both, and a line between them that loses,
// repeats, delays and reorders messages. A schedule is a list of steps; the same schedule always
// does the same. When it is over the line is good, nobody works, and the judge looks whether
// everything that people wrote is where it has to be (sync-protocol.md, "How it is tested").

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/testing/memory_round.h"

namespace tusk::sync::testing {

enum class Act {
  office_create,
  office_edit,
  office_remove,
  online_create,
  online_edit,
  online_remove,
  send_request,     // the office makes a request
  deliver_request,  // one of those under way reaches the online side
  deliver_answer,   // one of the answers under way reaches the office
  lose_message,
  repeat_message,
  crash_online,  // applies a request, dies before the commit
  crash_office,
  back_up_office,
  restore_office,
  back_up_online,
  restore_online
};

struct Step {
  Act act;
  std::uint64_t choice;  // every random choice of the step follows from it
};

struct WorldOptions {
  std::size_t limit = 20'000;  // entries in one message
  bool with_restores = false;
  int steps = 90;
};

struct Counters {
  std::int64_t rounds = 0, conflicts = 0, lost = 0, crashes = 0, stale = 0, again = 0, wants = 0,
               revived = 0, restores = 0, stopped = 0;
};

[[nodiscard]] std::vector<Step> make_schedule(std::uint64_t seed, const WorldOptions&);
// What is wrong in the end; empty: nothing. `trace`: what happened, for people to read.
[[nodiscard]] std::string run_schedule(const std::vector<Step>&, const WorldOptions&, Counters&,
                                       std::string* trace = nullptr);
// Drops steps as long as the schedule still fails.
[[nodiscard]] std::vector<Step> shrink(std::vector<Step>, const WorldOptions&);
[[nodiscard]] std::string describe(const std::vector<Step>&);

}  // namespace tusk::sync::testing
