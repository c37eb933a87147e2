#include "run.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "world.h"

namespace tusk::simulation {
namespace {

const Mutant& no_mutant() {
  static const Mutant none;
  return none;
}

// The databases of one thread.
class Stages {
 public:
  explicit Stages(const Mutant& mutant) : mutant_(mutant) {}
  Stage& of(WorldKind kind) {
    auto& stage = stages_[kind];
    if (!stage) stage = std::make_unique<Stage>(kind, mutant_);
    return *stage;
  }

 private:
  const Mutant& mutant_;
  std::map<WorldKind, std::unique_ptr<Stage>> stages_;
};

// Hands out seeds in lots, and keeps what came of them.
class Lots {
 public:
  explicit Lots(const Plan& plan)
      : plan_(plan),
        lot_(std::clamp<std::uint64_t>(plan.count / 16, 1, 400)),
        next_(plan.first_seed) {}

  // Seeds [first, second) to run; empty: no more.
  std::pair<std::uint64_t, std::uint64_t> take() {
    const std::scoped_lock lock(mutex_);
    const std::uint64_t end = plan_.first_seed + plan_.count;
    if (!result_.failures.empty() && !plan_.keeps_going) return {0, 0};
    const std::uint64_t first = next_;
    next_ = std::min(end, first + lot_);
    if (plan_.progress && first > plan_.first_seed) plan_.progress(first - plan_.first_seed);
    return {first, next_};
  }
  void failed(Failure failure) {
    const std::scoped_lock lock(mutex_);
    lowest_failed_ = std::min(lowest_failed_.load(), failure.seed);
    result_.failures.push_back(std::move(failure));
  }
  // A lower one has failed.
  [[nodiscard]] bool is_needless(std::uint64_t seed) const {
    return !plan_.keeps_going && seed > lowest_failed_;
  }
  void finished(const decltype(Result::counters)& counters, std::uint64_t done) {
    const std::scoped_lock lock(mutex_);
    for (std::size_t i = 0; i < counters.size(); ++i) result_.counters[i].add(counters[i]);
    result_.done += done;
  }
  [[nodiscard]] Result result() {
    std::sort(result_.failures.begin(), result_.failures.end(),
              [](const Failure& a, const Failure& b) { return a.seed < b.seed; });
    return result_;
  }

 private:
  const Plan& plan_;
  const std::uint64_t lot_;
  std::uint64_t next_;
  std::mutex mutex_;
  std::atomic<std::uint64_t> lowest_failed_ = std::numeric_limits<std::uint64_t>::max();
  Result result_;
};

// The seeds [first, end), one kind of world after the other: what the processor has at hand of one
// world's databases serves the next schedule of that kind.
std::vector<std::pair<WorldKind, std::uint64_t>> in_order(const Plan& plan, std::uint64_t first,
                                                          std::uint64_t end) {
  std::vector<std::pair<WorldKind, std::uint64_t>> seeds;
  for (; first < end; ++first) seeds.emplace_back(plan.world.value_or(kind_of(first)), first);
  std::sort(seeds.begin(), seeds.end());
  return seeds;
}

void work(const Plan& plan, Lots& lots) {
  const Mutant& mutant = plan.mutant != nullptr ? *plan.mutant : no_mutant();
  const Mutation mutation(mutant);
  Stages stages(mutant);
  decltype(Result::counters) counters;
  std::uint64_t done = 0;
  for (auto [first, end] = lots.take(); first < end; std::tie(first, end) = lots.take()) {
    for (const auto& [kind, seed] : in_order(plan, first, end)) {
      if (lots.is_needless(seed)) continue;
      ++done;
      const std::string wrong = run_schedule(stages.of(kind), make_schedule(seed, kind),
                                             counters[static_cast<std::size_t>(kind)]);
      if (!wrong.empty()) lots.failed({seed, kind, wrong});
    }
  }
  lots.finished(counters, done);
}

}  // namespace

std::string run_schedule(Stage& stage, const Schedule& schedule, Counters& counters,
                         std::string* trace) {
  World world(stage, schedule.setup, counters, trace);
  try {
    for (const Step& step : schedule.steps) {
      if (trace != nullptr) *trace += std::string("-- ") + name_of(step.act) + "\n";
      world.act(step);
    }
    world.settle();
    world.judge();
  } catch (const core::Error& error) {
    return "thrown: " + error.text().en + " (" + error.what() + ")";
  } catch (const std::exception& error) {
    return std::string("thrown: ") + error.what();
  }
  return world.wrong();
}

Schedule shrink(Stage& stage, Schedule schedule) {
  // The same promise, not just any.
  const auto promise_of = [&](const Schedule& tried) {
    Counters ignored;
    const std::string wrong = run_schedule(stage, tried, ignored);
    return wrong.substr(0, std::min(wrong.find(':'), std::size_t{12}));
  };
  const std::string promise = promise_of(schedule);
  const auto fails = [&](const Schedule& tried) { return promise_of(tried) == promise; };
  // Halves, quarters … and in the end single steps.
  for (std::size_t size = schedule.steps.size() / 2; size > 0;) {
    bool smaller = false;
    for (std::size_t at = schedule.steps.size(); at > 0;) {
      at -= std::min(at, size);
      Schedule without = schedule;
      const auto begin = without.steps.begin() + static_cast<std::ptrdiff_t>(at);
      const auto count = std::min(size, without.steps.size() - at);
      without.steps.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
      if (!fails(without)) continue;
      schedule = std::move(without);
      smaller = true;
    }
    if (!smaller || size > 1) size /= 2;
  }
  return schedule;
}

Result run(const Plan& plan) {
  Lots lots(plan);
  std::vector<std::jthread> threads;
  for (int i = 0; i < plan.jobs; ++i) threads.emplace_back([&] { work(plan, lots); });
  threads.clear();
  return lots.result();
}

std::string missing_in(WorldKind kind, const Counters& counters) {
  std::vector<Count> expected{Count::requests,     Count::rounds,        Count::conflicts,
                              Count::wants,        Count::stale_answers, Count::take_overs,
                              Count::not_holder,   Count::crashes,       Count::disk_troubles,
                              Count::messages_lost};
  const auto add = [&](std::initializer_list<Count> more) {
    expected.insert(expected.end(), more);
  };
  if (kind == WorldKind::first_sync) {
    add({Count::snapshots, Count::send_breaks, Count::taken_sends, Count::first_syncs});
  } else {
    add({Count::revivals, Count::put_back, Count::messages_repeated, Count::messages_truncated,
         Count::positions_corrected, Count::fenced, Count::numbers_granted});
  }
  if (goes_in_parts(kind)) add({Count::parts});
  if (kind == WorldKind::restore)
    add({Count::restores, Count::clones, Count::rewinds, Count::harmless, Count::updates});
  if (kind == WorldKind::schema) add({Count::upgrades, Count::schema_refusals});
  if (kind == WorldKind::refusals) add({Count::quarantined, Count::repaired});
  std::string missing;
  for (const Count count : expected) {
    if (counters[count] == 0) missing += std::string(missing.empty() ? "" : ", ") + name_of(count);
  }
  return missing;
}

}  // namespace tusk::simulation
