#include "core/edit.h"

namespace tusk::core {

EditMerge merge_edit(const RecordType& type, const Change& edit, const Change& seen,
                     const Record& current) {
  EditMerge merge{edit};
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const Field& field = type.fields[i];
    if (!edit.has(field)) continue;
    if (edit.values[i] == current.values[i]) {
      merge.change.mask &= ~field.bit();
    } else if (seen.has(field) && seen.values[i] != current.values[i]) {
      merge.collisions |= field.bit();
    }
  }
  return merge;
}

Change all_of(const RecordType& type, const Record& record) {
  Change all(type);
  for (const Field& field : type.fields) all.mask |= field.bit();
  all.values = record.values;
  return all;
}

}  // namespace tusk::core
