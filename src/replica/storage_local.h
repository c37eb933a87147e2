#pragma once

// sync::Local over one transaction of a company database.

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "replica/problems.h"
#include "storage/change_log.h"
#include "storage/record_store.h"
#include "sync/local.h"

namespace tusk::replica {

[[nodiscard]] sync::LocalEntry to_local(const storage::LogEntry&);

class StorageLocal final : public sync::Local {
 public:
  // `after`: entries beyond this own position are what the other side did not know.
  StorageLocal(storage::Transaction&, const storage::RecordStore&, std::int64_t after,
               core::Microseconds now);

  [[nodiscard]] std::optional<core::Record> row(const core::RecordType&, core::RecordId) override;
  [[nodiscard]] sync::Pending pending(const core::RecordType&, core::RecordId) override;
  [[nodiscard]] std::vector<sync::Referrer> referrers(const core::RecordType&, core::RecordId,
                                                      core::OnDelete) override;
  [[nodiscard]] std::vector<sync::LocalEntry> removed_children(const core::RecordType&,
                                                               core::RecordId) override;
  [[nodiscard]] std::optional<core::RecordId> owner_of(const core::RecordType&, const core::Field&,
                                                       const core::Value&,
                                                       core::RecordId but_not) override;
  [[nodiscard]] std::optional<std::int64_t> next_number(const core::RecordType&) override;
  [[nodiscard]] std::optional<core::Text> insert(const core::RecordType&,
                                                 const core::Record&) override;
  [[nodiscard]] std::optional<core::Text> update(const core::RecordType&, const core::Record&,
                                                 core::FieldMask) override;
  void remove(const core::RecordType&, core::RecordId) override;
  void append(const core::RecordType&, core::RecordId, sync::EntryKind, core::FieldMask,
              const core::Stamp&) override;
  void clear_bits(const sync::LocalEntry&, core::FieldMask) override;
  void clear_entry(const sync::LocalEntry&) override;
  void add_conflict(sync::Conflict) override;
  void quarantine(const core::RecordType&, core::RecordId, core::FieldMask,
                  const core::Text& reason) override;
  void taken(const core::RecordType&, core::RecordId, core::FieldMask) override;
  [[nodiscard]] std::vector<sync::Quarantined> quarantined() override;
  [[nodiscard]] bool is_quarantined(const core::RecordType&, core::RecordId) override;

  [[nodiscard]] const std::vector<sync::Conflict>& conflicts() const { return conflicts_; }
  // Names of records that are not taken come from these; they outlive this.
  void expect(const std::vector<sync::RecordChange>& incoming) { incoming_ = &incoming; }
  // The other side can't send these, so that they are not to be asked for.
  void hold_back(const std::vector<sync::Refusal>&);
  // Records that were not in quarantine before.
  [[nodiscard]] const std::vector<Problem>& new_problems() const { return new_problems_; }

 private:
  // Writes one record; what a constraint says against it comes back, and nothing was written.
  template <typename Write>
  std::optional<core::Text> guarded(Write&&);

  [[nodiscard]] std::string name_of(const core::RecordType&, core::RecordId);
  using Quarantine = std::map<std::pair<int, core::RecordId>, core::FieldMask>;
  Quarantine& known_quarantined();

  storage::Transaction& transaction_;
  const storage::RecordStore& store_;
  std::int64_t after_;
  core::Microseconds now_;
  std::vector<sync::Conflict> conflicts_;
  const std::vector<sync::RecordChange>* incoming_ = nullptr;
  std::vector<Problem> new_problems_;
  std::optional<Quarantine> quarantined_;  // read when first asked
};

}  // namespace tusk::replica
