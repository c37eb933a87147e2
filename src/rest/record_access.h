#pragma once

// What one request may do with the records of its caller's company. The programs that serve the
// registers implement it: whose company it is, which rights there are, whose name a change is
// stamped with and who else hears of it is theirs; the rest is the same for all (record_routes.h).

#include <functional>
#include <optional>

#include "api/records.h"
#include "core/error.h"
#include "core/registry.h"
#include "storage/record_store.h"

namespace tusk::rest {

class RecordAccess {
 public:
  virtual ~RecordAccess() = default;

  // Looks at the record as it stands, within the transaction that is about to change it, and throws
  // if that is not to be.
  using Check = std::function<void(const core::Record&)>;

  // Each throws as RecordStore does, and Error{forbidden}.
  virtual api::RecordPage list(const core::RecordType& type, const storage::RecordQuery& query) = 0;
  virtual std::optional<core::Record> find(const core::RecordType& type, core::RecordId id) = 0;
  virtual core::Record create(const core::RecordType& type, const core::Change& change) = 0;
  virtual core::Record update(const core::RecordType& type, core::RecordId id,
                              const core::Change& change, const Check& check) = 0;
  virtual void remove(const core::RecordType& type, core::RecordId id, const Check& check) = 0;
};

// Error{not_found}, as it is told of any record.
[[nodiscard]] core::Error no_such_record(const core::RecordType& type);

}  // namespace tusk::rest
