#pragma once

// The columns of a record type's table, and records from and to rows.

#include <string>

#include "core/record.h"
#include "storage/database.h"

namespace tusk::storage {

// True for kinds that are kept as an integer; else text. Booleans are neither.
[[nodiscard]] bool is_integer_column(core::FieldKind);

// Stamps, then the fields that exist on `side`, in order; quoted, separated by ", ".
[[nodiscard]] std::string column_list(const core::RecordType&, core::Side);
// Reads a row that was selected as `id, <column_list>` from column `first` on. Fields that the side
// does not have are null.
[[nodiscard]] core::Record read_record(const core::RecordType&, core::Side, const Statement&,
                                       int first = 0);
// The number of columns that read_record() reads.
[[nodiscard]] int column_count(const core::RecordType&, core::Side);

// A name in SQL. Names come from the registry, never from a person.
[[nodiscard]] std::string quoted(const std::string& name);

}  // namespace tusk::storage
