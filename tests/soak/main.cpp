// tusk-soak changes | race: exit code 0 if nothing was lost.

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <exception>

#include "platform/system_random.h"
#include "sides.h"

int main(int argument_count, char** arguments) {
  using namespace tusk;
  CLI::App app{"Many sessions at once over PostgreSQL"};
  app.require_subcommand(1);
  platform::SystemRandom random;
  std::uint64_t seed = random.below(1'000'000);
  std::size_t records = 1000;
  int hold_seconds = 0;
  CLI::App* changes = app.add_subcommand("changes", "Writers whose transactions overlap");
  CLI::App* race = app.add_subcommand("race", "The same fields on both sides at once");
  for (CLI::App* command : {changes, race}) {
    command->add_option("--records", records, "Contacts; each has 8 slots that are written once");
    command->add_option("--seed", seed, "Repeats the order of the edits, not that of the threads");
  }
  changes->add_option("--hold", hold_seconds, "Seconds that the slow transaction stays open");
  CLI11_PARSE(app, argument_count, arguments);
  fmt::print("seed {}\n", seed);
  try {
    const std::int64_t violations =
        changes->parsed()
            ? soak::run_changes({.records = records, .seed = seed, .hold_seconds = hold_seconds})
            : soak::run_race({.records = records, .seed = seed});
    return violations == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
