#pragma once

// Looks at both databases when all is quiet, and at what people did (docs/sync-protocol.md).
//
// REQ: SYN-3, CNF-1, CNF-2, CNF-3, CNF-4, CNF-6, BAK-4

#include <string>

#include "counters.h"
#include "ledger.h"
#include "reception.h"
#include "schedule.h"
#include "side.h"

namespace tusk::simulation {

struct Case {
  Side& office;
  Side& online;
  const Ledger& ledger;
  WorldKind kind = WorldKind::ordinary;
  bool was_restored = false;  // a file was put back: what was lost with it is not looked for
  const std::vector<Replaced>& replaced;  // by the office's data, after a rewind
};

// The first promise that is broken; empty: none.
[[nodiscard]] std::string judge(const Case& given, Counters& counters);

}  // namespace tusk::simulation
