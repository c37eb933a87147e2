// tusk-sim: schedules of a simulated office and online side, by their seeds (HACKING.md).

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/error.h"
#include "memory_files.h"
#include "run.h"

namespace tusk::simulation {
namespace {

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t schedules = 1'000;
  int jobs = 2;
  std::string world;
  std::string without;
  std::vector<std::string> replay;
  bool gate = false;
  bool trace = false;
  bool list = false;
  bool keep_going = false;
};

// Schedules within which every mutant must be noticed.
constexpr std::uint64_t gate_schedules = 3'000;

class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

std::string indented(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) result += "  " + line + "\n";
  return result;
}

const Mutant& mutant_of(const Options& options) {
  static const Mutant none;
  return options.without.empty() ? none : get_mutant(options.without);
}

void explain(const Failure& failure, const Options& options) {
  std::printf("seed %llu: %s\n", static_cast<unsigned long long>(failure.seed),
              failure.wrong.c_str());
  std::printf("again: tusk-sim --seed %llu --schedules 1 --world %s%s --trace\n",
              static_cast<unsigned long long>(failure.seed), name_of(failure.kind),
              options.without.empty() ? "" : (" --without " + options.without).c_str());
  const Mutant& mutant = mutant_of(options);
  const Mutation mutation(mutant);
  Stage stage(failure.kind, mutant);
  const Schedule small = shrink(stage, make_schedule(failure.seed, failure.kind));
  Counters ignored;
  std::string trace;
  const std::string wrong = run_schedule(stage, small, ignored, &trace);
  std::printf("shrunk to %zu steps: %s\n%s", small.steps.size(), wrong.c_str(),
              indented(format(small)).c_str());
  if (options.trace) std::printf("%s", trace.c_str());
}

void print(const Counters& counters) {
  for (int i = 0; i < static_cast<int>(Count::count); ++i) {
    const auto count = static_cast<Count>(i);
    if (counters[count] != 0)
      std::printf("  %-20s %12lld\n", name_of(count), static_cast<long long>(counters[count]));
  }
}

// What never happened in a world that many schedules were run in.
bool is_covered(const Result& result, const Options& options) {
  bool covered = true;
  for (int i = 0; i < static_cast<int>(WorldKind::count); ++i) {
    const Counters& counters = result.counters[static_cast<std::size_t>(i)];
    if (counters[Count::steps] == 0 || options.schedules < 1'000) continue;
    const std::string missing = missing_in(static_cast<WorldKind>(i), counters);
    if (missing.empty()) continue;
    std::printf("world %s: never happened: %s\n", name_of(static_cast<WorldKind>(i)),
                missing.c_str());
    covered = false;
  }
  return covered;
}

int run_seeds(const Options& options) {
  Plan plan{options.seed, options.schedules, options.jobs, std::nullopt, nullptr, {}};
  if (!options.world.empty()) plan.world = parse_world(options.world);
  if (!options.without.empty()) {
    plan.mutant = &get_mutant(options.without);
    if (!plan.world) plan.world = plan.mutant->world;
  }
  plan.keeps_going = options.keep_going;
  const Stopwatch stopwatch;
  plan.progress = [&, last = std::uint64_t{0}](std::uint64_t done) mutable {
    if (done - last < 50'000) return;
    last = done;
    std::printf("%llu schedules, %.0f s\n", static_cast<unsigned long long>(done),
                stopwatch.seconds());
    std::fflush(stdout);
  };
  const Result result = run(plan);
  Counters all;
  for (const Counters& counters : result.counters) all.add(counters);
  std::printf("seeds %llu to %llu: %llu schedules in %.1f s, %s\n",
              static_cast<unsigned long long>(plan.first_seed),
              static_cast<unsigned long long>(plan.first_seed + plan.count - 1),
              static_cast<unsigned long long>(result.done), stopwatch.seconds(),
              result.failures.empty() ? "no promise was broken" : "a promise was broken");
  print(all);
  if (!result.failures.empty()) {
    if (options.keep_going) {
      for (const Failure& failure : result.failures)
        std::printf("seed %llu (%s): %s\n", static_cast<unsigned long long>(failure.seed),
                    name_of(failure.kind), failure.wrong.c_str());
    }
    explain(result.failures.front(), options);
    return 1;
  }
  return is_covered(result, options) ? 0 : 1;
}

// Every mutant has to be noticed.
int run_gate(const Options& options) {
  int missed = 0;
  for (const Mutant& mutant : all_mutants()) {
    const Stopwatch stopwatch;
    const Result result =
        run({options.seed, gate_schedules, options.jobs, mutant.world, &mutant, {}});
    const bool is_noticed = !result.failures.empty();
    const std::string seed =
        is_noticed ? std::to_string(result.failures.front().seed) : std::string("not noticed");
    std::printf("%-24s %-9s %-12s %5.1f s  %s\n", mutant.name.c_str(), name_of(mutant.world),
                seed.c_str(), stopwatch.seconds(),
                is_noticed ? result.failures.front().wrong.c_str() : mutant.what.c_str());
    std::fflush(stdout);
    if (!is_noticed) ++missed;
  }
  std::printf("%zu mutants, %d not noticed\n", all_mutants().size(), missed);
  return missed == 0 ? 0 : 1;
}

// Named schedules: each was a defect once.
int replay(const Options& options) {
  int failed = 0;
  std::vector<std::filesystem::path> files;
  for (const std::string& name : options.replay) {
    if (!std::filesystem::is_directory(name)) {
      files.emplace_back(name);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(name)) {
      if (entry.path().extension() == ".txt") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  const Mutant& mutant = mutant_of(options);
  const Mutation mutation(mutant);
  for (const auto& file : files) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    const Schedule schedule = parse_schedule(text.str());
    Stage stage(schedule.kind, mutant);
    Counters ignored;
    std::string trace;
    const std::string wrong = run_schedule(stage, schedule, ignored, &trace);
    std::printf("%s: %s\n", file.filename().c_str(), wrong.empty() ? "kept" : wrong.c_str());
    if (options.trace) std::printf("%s", trace.c_str());
    if (!wrong.empty()) ++failed;
  }
  if (files.empty()) std::printf("no schedules in there\n");
  return failed == 0 && !files.empty() ? 0 : 1;
}

int main_of(int argc, char** argv) {
  CLI::App app("Simulates an office and an online side with everything that can happen to them.");
  Options options;
  app.add_option("--seed", options.seed, "First seed");
  app.add_option("--schedules", options.schedules, "How many schedules, of seeds that follow");
  app.add_option("--jobs", options.jobs, "How many at the same time");
  app.add_option(
      "--world", options.world,
      "ordinary, family, numbers, parts, restore, schema, refusals, first_sync or exchange; "
      "else what the seed says");
  app.add_option("--without", options.without, "Without this safeguard (--list names them)");
  app.add_option("--replay", options.replay, "Runs the schedules in these files or folders");
  app.add_flag("--gate", options.gate, "Leaves out every safeguard in turn: each must be missed");
  app.add_flag("--keep-going", options.keep_going, "Does not stop at the first failure");
  app.add_flag("--trace", options.trace, "Says what happens, step by step, where it fails");
  app.add_flag("--list", options.list, "Names the safeguards");
  CLI11_PARSE(app, argc, argv);
  install_memory_files();
  // Snapshots are files. In memory, too, where the machine has such a place.
  if (std::filesystem::is_directory("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 0);
  try {
    if (options.list) {
      for (const Mutant& mutant : all_mutants())
        std::printf("%-24s %s\n", mutant.name.c_str(), mutant.what.c_str());
      return 0;
    }
    if (!options.replay.empty()) return replay(options);
    return options.gate ? run_gate(options) : run_seeds(options);
  } catch (const core::Error& error) {
    std::fprintf(stderr, "%s\n", error.text().en.c_str());
    return 2;
  }
}

}  // namespace
}  // namespace tusk::simulation

int main(int argc, char** argv) {
  return tusk::simulation::main_of(argc, argv);
}
