#pragma once

// Which computer is to synchronise, and which has taken over from which, when and why. The lease
// (lease.h) writes this.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/text.h"
#include "storage/database.h"

namespace tusk::replica {

enum class TakeOverReason {
  first,    // nobody had synchronised before
  stopped,  // the one before had stopped cleanly
  silent,   // no sign of life of the one before for a quarter of an hour
  chosen    // this is the computer that people have chosen
};

struct TakeOver {
  std::int64_t token = 0;  // of the lease; rounds of the log carry it
  core::Microseconds at = 0;
  std::string from_name;  // empty: nobody
  std::string to_uuid;
  std::string to_name;
  TakeOverReason reason = TakeOverReason::first;
};

[[nodiscard]] const char* name_of(TakeOverReason reason);
// In one sentence.
[[nodiscard]] core::Text describe(const TakeOver& take_over);

// The newest first.
[[nodiscard]] std::vector<TakeOver> list_take_overs(storage::Transaction&, int limit);
// Written with the lease itself. A computer that goes on after a stop of its own took nothing over.
// The oldest make room.
void write_take_over(storage::Transaction&, const TakeOver&);

// Takes over from any other as soon as it is alive. Empty: none is chosen, whoever synchronises
// goes on.
void choose_computer(storage::Transaction&, std::string_view uuid);

}  // namespace tusk::replica
