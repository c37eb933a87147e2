#pragma once

// Small questions about a record's references and unique fields that both halves ask.

#include "sync/local.h"

namespace tusk::sync {

// Every synchronised field with a value that names no record here.
[[nodiscard]] std::vector<const core::Field*> missing_references(const core::Registry&,
                                                                 const core::RecordType&,
                                                                 const std::vector<core::Value>&,
                                                                 core::FieldMask, Local&);
// True if the record can't exist without what the field names.
[[nodiscard]] inline bool is_owning(const core::Field& field) {
  return field.kind == core::FieldKind::reference && field.required;
}
// The record and everything below it, parents first.
[[nodiscard]] std::vector<RecordKey> with_descendants(Local&, const core::RecordType&,
                                                      core::RecordId);
// Asks for the whole record to be sent again: now it is whole on this side, and so are its
// children.
void append_full_with_descendants(Local&, const core::RecordType&, core::RecordId);

}  // namespace tusk::sync
