#pragma once

// Runs schedules, many at a time, and makes a failing one short.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "counters.h"
#include "mutant.h"
#include "schedule.h"
#include "stage.h"

namespace tusk::simulation {

// What is wrong in the end; empty: nothing. `trace`: what happened, for people to read.
[[nodiscard]] std::string run_schedule(Stage& stage, const Schedule& schedule, Counters& counters,
                                       std::string* trace = nullptr);
// Leaves steps out as long as the schedule still fails.
[[nodiscard]] Schedule shrink(Stage& stage, Schedule schedule);

struct Plan {
  std::uint64_t first_seed = 1;
  std::uint64_t count = 1;
  int jobs = 1;
  std::optional<WorldKind> world;  // nothing: what the seed says
  const Mutant* mutant = nullptr;
  std::function<void(std::uint64_t done)> progress;  // called now and then
  bool keeps_going = false;                          // after a failure
};

struct Failure {
  std::uint64_t seed = 0;
  WorldKind kind = WorldKind::ordinary;
  std::string wrong;
};

struct Result {
  std::vector<Failure> failures;  // by seed; the lowest is among them
  std::uint64_t done = 0;
  std::array<Counters, static_cast<std::size_t>(WorldKind::count)> counters;  // by world
};

// Stops at the first failure, unless the plan keeps going.
[[nodiscard]] Result run(const Plan& plan);

// What must have happened in such a world and never did; empty: all did.
[[nodiscard]] std::string missing_in(WorldKind kind, const Counters& counters);

}  // namespace tusk::simulation
