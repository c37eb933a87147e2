#include "sync/audit.h"

#include "sync/conflicts.h"

namespace tusk::sync {
namespace {

// Nobody's edit was lost: in place of the edit's identity stands the audit, told from entries of
// the log by its sign.
Conflict base_of(const core::RecordType& type, core::RecordId id, int field_number,
                 std::int64_t audit, core::Microseconds now) {
  Conflict conflict;
  conflict.id = make_conflict_id(type.number, id, field_number, -audit, 0);
  conflict.kind = ConflictKind::drift;
  conflict.type_number = type.number;
  conflict.record_id = id;
  conflict.field_number = field_number;
  conflict.detected_at = now;
  return conflict;
}

}  // namespace

std::vector<Conflict> find_drift(const core::RecordType& type,
                                 const std::optional<core::Record>& office,
                                 const AuditedRecord& online, std::int64_t audit,
                                 core::Microseconds now) {
  std::vector<Conflict> found;
  if (!office && !online.exists) return found;
  if (!online.exists) {
    // CONFLICT: the online side lacks a record that nobody has deleted.
    // RESOLUTION: the office sends it again.
    Conflict conflict = base_of(type, online.id, -1, audit, now);
    conflict.record_name = core::title_of(type, *office);
    conflict.winning = office->changed;
    conflict.how = {
        "Posten saknades online fast ingen hade tagit bort den. Den skickades dit igen.",
        "The record was missing online though nobody had deleted it. It was sent there "
        "again."};
    found.push_back(std::move(conflict));
    return found;
  }
  if (!office) {
    // CONFLICT: the online side has a record that the office does not have and was never sent.
    // RESOLUTION: it is removed there; all its values are kept in the history.
    Conflict conflict = base_of(type, online.id, -1, audit, now);
    conflict.losing_image = make_image(type, online.values);
    conflict.record_name = name_in_image(type, conflict.losing_image);
    conflict.losing = online.changed;
    conflict.how = {
        "Posten fanns bara online fast ingen hade lagt upp den där eller tagit bort den "
        "på kontoret. Den togs bort.",
        "The record was online only though nobody had made it there or deleted it in "
        "the office. It was removed."};
    found.push_back(std::move(conflict));
    return found;
  }
  for (const core::Field& field : type.fields) {
    const std::size_t i = type.index_of(field);
    if ((core::synchronised_mask(type) & field.bit()) == 0) continue;
    if (office->values[i] == online.values[i]) continue;
    // CONFLICT: the sides hold different values though neither has an edit that the other lacks.
    // RESOLUTION: the office's value stands; the other is kept in the history.
    Conflict conflict = base_of(type, online.id, field.number, audit, now);
    conflict.record_name = core::title_of(type, *office);
    conflict.winning_value = office->values[i];
    conflict.losing_value = online.values[i];
    conflict.winning = office->changed;
    conflict.losing = online.changed;
    conflict.how = {
        "Sidorna hade olika värden utan att någon ändring var på väg. Kontorets värde "
        "gäller.",
        "The sides had different values though no edit was on its way. The office's "
        "value stands."};
    found.push_back(std::move(conflict));
  }
  return found;
}

}  // namespace tusk::sync
