#pragma once

// sync::Local over one transaction of a company database.

#include <vector>

#include "storage/change_log.h"
#include "storage/record_store.h"
#include "sync/local.h"

namespace tusk::replica {

[[nodiscard]] sync::LocalEntry to_local(const storage::LogEntry&);

class StorageLocal final : public sync::Local {
 public:
  // `after`: entries beyond this own position are what the other side did not know.
  // `stamp`: who is named for entries that the merge itself appends.
  StorageLocal(storage::Transaction&, const storage::RecordStore&, std::int64_t after,
               core::Stamp stamp);

  [[nodiscard]] std::optional<core::Record> row(const core::RecordType&, core::RecordId) override;
  [[nodiscard]] sync::Pending pending(const core::RecordType&, core::RecordId) override;
  [[nodiscard]] std::vector<sync::RecordKey> children(const core::RecordType&,
                                                      core::RecordId) override;
  [[nodiscard]] std::vector<sync::LocalEntry> removed_children(const core::RecordType&,
                                                               core::RecordId) override;
  [[nodiscard]] std::optional<core::RecordId> owner_of(const core::RecordType&, const core::Field&,
                                                       const core::Value&,
                                                       core::RecordId but_not) override;
  [[nodiscard]] std::optional<std::int64_t> next_number(const core::RecordType&) override;
  [[nodiscard]] std::optional<core::Text> refusal_to_remove(const core::RecordType&,
                                                            core::RecordId) override;
  void insert(const core::RecordType&, const core::Record&) override;
  void update(const core::RecordType&, const core::Record&, core::FieldMask) override;
  void remove(const core::RecordType&, core::RecordId) override;
  void append(const core::RecordType&, core::RecordId, sync::EntryKind, core::FieldMask) override;
  void clear_bits(const sync::LocalEntry&, core::FieldMask) override;
  void clear_entry(const sync::LocalEntry&) override;
  void add_conflict(sync::Conflict) override;

  [[nodiscard]] const std::vector<sync::Conflict>& conflicts() const { return conflicts_; }

 private:
  storage::Transaction& transaction_;
  const storage::RecordStore& store_;
  std::int64_t after_;
  core::Stamp stamp_;
  std::vector<sync::Conflict> conflicts_;
};

}  // namespace tusk::replica
