#pragma once

// The names of the records that others refer to, so that a page can be shown without asking for
// each of them.

#include <functional>

#include "api/records.h"
#include "storage/record_store.h"

namespace tusk::rest {

// The page as it is told: with the titles of what its records refer to, as far as those registers
// are `shown`.
[[nodiscard]] api::RecordPage with_references(
    storage::Transaction& transaction, const storage::RecordStore& store,
    const core::RecordType& type, storage::RecordPage page,
    const std::function<bool(const core::RecordType&)>& shown);
// Of any register.
[[nodiscard]] api::RecordPage with_references(storage::Transaction& transaction,
                                              const storage::RecordStore& store,
                                              const core::RecordType& type,
                                              storage::RecordPage page);

}  // namespace tusk::rest
