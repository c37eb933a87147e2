#pragma once

// The columns of a record type's table, and records from and to rows.

#include <string>

#include "core/record.h"
#include "storage/database.h"

namespace tusk::storage {

// Stamps, then the fields that exist on `side`, in order; quoted, separated by ", ".
[[nodiscard]] std::string column_list(const core::RecordType&, core::Side);
// Reads a row that was selected as `id, <column_list>` from column `first` on. Fields that the side
// does not have are null.
[[nodiscard]] core::Record read_record(const core::RecordType&, core::Side, const Statement&,
                                       int first = 0);
// A name in SQL. Names come from the registry, never from a person.
[[nodiscard]] std::string quoted(const std::string& name);

}  // namespace tusk::storage
