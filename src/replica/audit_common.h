#pragma once

// What both sides of an audit do alike.

#include "replica/state.h"
#include "storage/digest.h"
#include "storage/record_store.h"
#include "sync/audit.h"

namespace tusk::replica {

// Records that may be another on the other side for a known reason: this side's log speaks of them
// after `after`, or one of the sides does not take them. At most `limit`; more are `too_many`.
struct Unsettled {
  sync::RecordIds ids;
  bool too_many = false;
};
[[nodiscard]] Unsettled load_unsettled(storage::Transaction&, const storage::RecordStore&,
                                       std::int64_t after);

// The digest of a register without some of its records.
[[nodiscard]] storage::TypeDigest make_digest_without(storage::Transaction&,
                                                      const core::RecordType&,
                                                      const std::set<core::RecordId>& excluded);

[[nodiscard]] inline bool has(const sync::RecordIds& ids, int type_number, core::RecordId id) {
  const auto found = ids.find(type_number);
  return found != ids.end() && found->second.contains(id);
}

}  // namespace tusk::replica
