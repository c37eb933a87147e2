#include "api/sync_messages.h"

namespace tusk::api {

Conflict make_conflict(const core::Registry& registry, const sync::Conflict& conflict,
                       core::Microseconds put_back_at, core::Language language) {
  Conflict told{.id = conflict.id,
                .round = conflict.round,
                .kind = conflict.kind,
                .record_id = conflict.record_id,
                .record_name = unless_empty(conflict.record_name),
                .winner = conflict.winner,
                .winning_value = conflict.winning_value,
                .losing_value = conflict.losing_value,
                .winning_by = unless_empty(conflict.winning.by),
                .losing_by = unless_empty(conflict.losing.by),
                .winning_at = unless_never(conflict.winning.at),
                .losing_at = unless_never(conflict.losing.at),
                .detected_at = {conflict.detected_at},
                .how = conflict.how.in(language),
                .put_back_at = unless_never(put_back_at)};
  if (const core::RecordType* type = registry.find(conflict.type_number)) {
    told.type = type->name;
    if (const core::Field* field = type->find_field(conflict.field_number)) {
      told.field = field->name;
    }
  }
  if (!conflict.losing_image.empty()) told.losing_image = JsonObject{conflict.losing_image};
  return told;
}

}  // namespace tusk::api
