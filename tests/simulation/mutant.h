#pragma once

// A mutant: the same programs without one of their safeguards (or two that stand in for each
// other). The simulator has to notice every one of them.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schedule.h"
#include "sync/safeguards.h"

namespace tusk::simulation {

struct Mutant {
  std::string name;                       // on the command line; empty: everything is on
  std::string what;                       // that is missing, for people
  WorldKind world = WorldKind::ordinary;  // where its absence shows
  std::vector<sync::Safeguard> off;
  // What the schema guards, or the order of commits.
  bool reuses_sequences = false;  // the log's numbers begin again after it was pruned
  bool prunes_witness = false;    // and is pruned up to and with the acknowledged entry
  bool captures_merge = false;    // what a merge writes is logged as somebody's edit
  bool has_no_salts = false;      // two histories look the same
  bool positions_apart = false;   // positions are committed after the data they are about

  [[nodiscard]] bool is_none() const { return name.empty(); }
};

[[nodiscard]] std::span<const Mutant> all_mutants();
// Throws core::Error{invalid} that names those there are.
[[nodiscard]] const Mutant& get_mutant(std::string_view name);

// Turns the mutant's safeguards off on this thread, as long as it lives.
class Mutation {
 public:
  explicit Mutation(const Mutant& mutant);
  ~Mutation();
  Mutation(const Mutation&) = delete;
  Mutation& operator=(const Mutation&) = delete;
};

}  // namespace tusk::simulation
