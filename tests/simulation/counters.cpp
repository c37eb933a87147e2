#include "counters.h"

namespace tusk::simulation {

const char* name_of(Count count) {
  static constexpr std::array<const char*, static_cast<std::size_t>(Count::count)> names{
      "steps",         "requests",        "rounds",        "conflicts",
      "revivals",      "wants",           "put back",      "messages lost",
      "repeated",      "truncated",       "stale answers", "positions corrected",
      "take-overs",    "not holder",      "fenced",        "crashes",
      "disk troubles", "numbers granted", "parts",         "restores",
      "clones",        "rewinds",         "harmless",      "schema refusals",
      "upgrades",      "quarantined",     "repaired",      "snapshots",
      "sends",         "send breaks",     "taken sends",   "first syncs",
      "updates"};
  return names[static_cast<std::size_t>(count)];
}

}  // namespace tusk::simulation
