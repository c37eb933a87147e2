#pragma once

// Making entries of the synchronisation history: who, what, and how it was settled, in words.

#include "sync/local.h"

namespace tusk::sync {

// The same conflict has the same id however often a message is repeated.
[[nodiscard]] std::string make_conflict_id(int type_number, core::RecordId, int field_number,
                                           ConflictKind, std::int64_t loser_position);

struct FieldConflict {
  const core::RecordType& type;
  const core::Field& field;
  core::RecordId record_id;
  std::string record_name;
  core::Value office_value;
  core::Value online_value;
  core::Stamp office;
  core::Stamp online;
  std::int64_t loser_position;
};
// The office's value stands.
[[nodiscard]] Conflict same_field(const RoundContext&, const FieldConflict&);
// The online record keeps living, with another number.
[[nodiscard]] Conflict renumbered(const RoundContext&, const FieldConflict&);
// The value names a record that is gone, or that somebody else has: it was left empty.
[[nodiscard]] Conflict left_empty(const RoundContext&, ConflictKind, const FieldConflict&);

struct RecordConflict {
  const core::RecordType& type;
  core::RecordId record_id;
  std::string record_name;
  core::Stamp office;
  core::Stamp online;
  std::int64_t loser_position;
  std::string losing_image;  // JSON of the fields
};
// Deleted in the office, changed online: it stays deleted.
[[nodiscard]] Conflict delete_beats_update(const RoundContext&, const RecordConflict&);
// Changed in the office, deleted online: it lives.
[[nodiscard]] Conflict update_beats_delete(const RoundContext&, const RecordConflict&);
// Its parent was deleted in the office.
[[nodiscard]] Conflict child_of_deleted(const RoundContext&, const RecordConflict&);
// The office does not allow it; `reason` says why.
[[nodiscard]] Conflict refused(const RoundContext&, const RecordConflict&,
                               const core::Text& reason);

// The synchronised fields of a record as JSON text.
[[nodiscard]] std::string make_image(const core::RecordType&, const std::vector<core::Value>&);
// `before` with the values of the mask put over it.
[[nodiscard]] std::string merge_images(const core::RecordType&, const std::string& before,
                                       const std::vector<core::Value>&, core::FieldMask);
[[nodiscard]] std::string name_in_image(const core::RecordType&, const std::string& image);

}  // namespace tusk::sync
