#include "sync/references.h"

namespace tusk::sync {

std::vector<const core::Field*> missing_references(const core::Registry& registry,
                                                   const core::RecordType& type,
                                                   const std::vector<core::Value>& values,
                                                   core::FieldMask mask, Local& local) {
  std::vector<const core::Field*> missing;
  for (const core::Field& field : type.fields) {
    if (field.kind != core::FieldKind::reference || (mask & field.bit()) == 0) continue;
    const core::Value& value = values[type.index_of(field)];
    if (!value.is_integer()) continue;
    if (!local.row(registry.get(field.reference_type), value.integer())) missing.push_back(&field);
  }
  return missing;
}

std::vector<RecordKey> with_descendants(Local& local, const core::RecordType& type,
                                        core::RecordId id) {
  std::vector<RecordKey> keys{{&type, id}};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (const RecordKey& child : local.children(*keys[i].type, keys[i].id)) keys.push_back(child);
  }
  return keys;
}

void append_full_with_descendants(Local& local, const core::RecordType& type, core::RecordId id) {
  for (const RecordKey& key : with_descendants(local, type, id)) {
    local.append(*key.type, key.id, EntryKind::full, 0);
  }
}

}  // namespace tusk::sync
