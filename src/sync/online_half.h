#pragma once

// The online side's half of a round: what it does with an office's request.

#include <optional>

#include "sync/local.h"

namespace tusk::sync {

struct OnlineState {
  int schema_version = 0;
  std::int64_t max_token = 0;
  Position applied;       // everything of the office up to here is here
  Position acknowledged;  // the office has everything of this side up to here
  std::optional<std::int64_t>
      salt_at_online_from;  // of this side's log entry at request.online_from
};

// Whether the request may be applied: nothing, or the status that answers it. Position tests only,
// no clocks.
[[nodiscard]] std::optional<RoundStatus> check_request(const OnlineState&, const RoundRequest&);

// Merges the changes of a request into this side. Returns those that changed something here.
std::vector<RecordChange> apply_request(const RoundContext&, const RoundRequest&, Local&);

}  // namespace tusk::sync
