#include "replica/audit_common.h"

#include "storage/change_log.h"
#include "sync/limits.h"

namespace tusk::replica {
namespace {

constexpr std::string_view select_quarantined =
    "SELECT DISTINCT type_number, record_id FROM sync_quarantine WHERE {company}";

}  // namespace

Unsettled load_unsettled(storage::Transaction& transaction, const storage::RecordStore& store,
                         std::int64_t after) {
  Unsettled unsettled;
  const auto add = [&](int type_number, core::RecordId id) {
    const core::RecordType* type = store.registry().find(type_number);
    if (type != nullptr && type->is_synchronised()) unsettled.ids[type_number].insert(id);
  };
  const auto limit = static_cast<std::int64_t>(sync::max_excluded_records);
  const auto pending = storage::records_after(transaction, after, limit + 1);
  unsettled.too_many = pending.size() > sync::max_excluded_records;
  for (const auto& [type_number, id] : pending) add(type_number, id);
  const auto statement = transaction.prepare_company(select_quarantined);
  while (statement->step()) {
    add(static_cast<int>(statement->integer(0)), statement->integer(1));
  }
  return unsettled;
}

storage::TypeDigest make_digest_without(storage::Transaction& transaction,
                                        const core::RecordType& type,
                                        const std::set<core::RecordId>& excluded) {
  storage::TypeDigest digest = storage::make_digest(transaction, type);
  for (const core::RecordId id : excluded) {
    if (const auto row = storage::find_row_hash(transaction, type, id)) digest.take_out(*row);
  }
  return digest;
}

}  // namespace tusk::replica
