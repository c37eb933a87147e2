#pragma once

// Two people who have the same record open and save it one after the other.

#include "core/record.h"

namespace tusk::core {

struct EditMerge {
  Change change;             // what is to be written: without what is there already
  FieldMask collisions = 0;  // fields of the edit that somebody else changed otherwise meanwhile
};

// `current`: as the record is by now. `seen`: values as the person saw them before the edit; a
// field of the edit that is not among them is written whatever it is. Changes to different fields
// go together; of the same field, the edit goes only if nobody else changed it, or to the same
// value.
[[nodiscard]] EditMerge merge_edit(const RecordType&, const Change& edit, const Change& seen,
                                   const Record& current);

// The whole record, as `seen`.
[[nodiscard]] Change all_of(const RecordType&, const Record&);

}  // namespace tusk::core
