#pragma once

// Whose a record is (core::RecordType::owner_field): an employee's, by the record itself or by the
// one that it belongs to.

#include <string>

#include "storage/record_store.h"

namespace tusk::storage {

// SQL: that records of `type`, which has owners, are those of the employee in `parameter` ("$1").
[[nodiscard]] std::string owner_condition(const core::Registry&, const core::RecordType& type,
                                          const std::string& parameter);
// False for every record of a type that has no owners.
[[nodiscard]] bool is_owned_by(Transaction&, const RecordStore&, const core::RecordType&,
                               const core::Record&, core::RecordId employee);

}  // namespace tusk::storage
