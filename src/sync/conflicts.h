#pragma once

// Making entries of the synchronisation history: who, what, and how it was settled, in words.

#include "sync/local.h"

namespace tusk::sync {

// The same lost edit has the same id whichever side notices, and however often. `loser_edit`: as in
// Touch. `loser_at`: when it was made.
[[nodiscard]] std::string make_conflict_id(int type_number, core::RecordId, int field_number,
                                           std::int64_t loser_edit, core::Microseconds loser_at);

struct FieldConflict {
  const core::RecordType& type;
  const core::Field& field;
  core::RecordId record_id;
  std::string record_name;
  core::Value office_value;  // what the field holds from now on
  core::Value online_value;
  core::Stamp office;
  core::Stamp online;
  std::int64_t loser_edit;
};
// The office's value stands.
[[nodiscard]] Conflict same_field(const RoundContext&, const FieldConflict&);
// Another record has the number in the office; this one holds `office_value` instead.
[[nodiscard]] Conflict renumbered(const RoundContext&, const FieldConflict&);
// The same for a value that is no number of a series.
[[nodiscard]] Conflict value_taken(const RoundContext&, const FieldConflict&);
// The value names a record that is gone.
[[nodiscard]] Conflict reference_gone(const RoundContext&, const FieldConflict&);
// The field is written in the office only, or the office's database did not take the value.
[[nodiscard]] Conflict field_refused(const RoundContext&, const FieldConflict&,
                                     const core::Text& reason);

struct RecordConflict {
  const core::RecordType& type;
  core::RecordId record_id;
  std::string record_name;
  core::Stamp office;
  core::Stamp online;
  std::int64_t loser_edit;
  std::string losing_image;  // JSON of the fields
};
// Deleted in the office, changed online: it stays deleted.
[[nodiscard]] Conflict delete_beats_update(const RoundContext&, const RecordConflict&);
// Changed in the office, deleted online: it lives.
[[nodiscard]] Conflict update_beats_delete(const RoundContext&, const RecordConflict&);
// The same, because something that it belongs to, or that belongs to it, lives.
[[nodiscard]] Conflict lives_with_relative(const RoundContext&, const RecordConflict&);
// Its parent was deleted in the office.
[[nodiscard]] Conflict child_of_deleted(const RoundContext&, const RecordConflict&);
// The office does not allow it; `reason` says why.
[[nodiscard]] Conflict refused(const RoundContext&, const RecordConflict&,
                               const core::Text& reason);

// One side was put back and the office's data took the place of what was online; this was there and
// is not in the office. `is_deletion`: it had been deleted online.
[[nodiscard]] Conflict rewound(const RoundContext&, const FieldConflict&);
[[nodiscard]] Conflict rewound(const RoundContext&, const RecordConflict&, bool is_deletion);

// The synchronised fields of a record as JSON text.
[[nodiscard]] std::string make_image(const core::RecordType&, const std::vector<core::Value>&);
// `before` with the values of the mask put over it.
[[nodiscard]] std::string merge_images(const core::RecordType&, const std::string& before,
                                       const std::vector<core::Value>&, core::FieldMask);
[[nodiscard]] std::string name_in_image(const core::RecordType&, const std::string& image);
// The record that a reference of the image names; 0 if none.
[[nodiscard]] core::RecordId reference_in_image(const core::Field&, const std::string& image);

}  // namespace tusk::sync
