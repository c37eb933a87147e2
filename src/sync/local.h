#pragma once

// What the merge sees of its own side, and what it may do there: one transaction of one database.
// replica implements it over storage, tests and the simulator over maps. Nothing written through it
// is captured, but for append().

#include <optional>
#include <vector>

#include "sync/pending.h"

namespace tusk::sync {

struct RecordKey {
  const core::RecordType* type = nullptr;
  core::RecordId id = 0;
  friend bool operator==(const RecordKey&, const RecordKey&) = default;
};

// A record that names another in one of its fields.
struct Referrer {
  RecordKey record;
  const core::Field* field = nullptr;
};

// A record of the other side that this one does not take, and the fields that it lacks.
struct Quarantined {
  RecordKey record;
  core::FieldMask fields = 0;
};

class Local : public RowSource {
 public:
  // row(): locked until the end of the transaction, so that what pending() then says stays true.

  // Entries of the record that the other side did not know when it made its message, with those
  // that this merge has appended.
  [[nodiscard]] virtual Pending pending(const core::RecordType&, core::RecordId) = 0;
  // Records that name this one in a field that does this when it is deleted.
  [[nodiscard]] virtual std::vector<Referrer> referrers(const core::RecordType&, core::RecordId,
                                                        core::OnDelete) = 0;
  // Pending removals of records that were children of this one (by their images).
  [[nodiscard]] virtual std::vector<LocalEntry> removed_children(const core::RecordType&,
                                                                 core::RecordId) = 0;
  // Another record that has this value in this unique field.
  [[nodiscard]] virtual std::optional<core::RecordId> owner_of(const core::RecordType&,
                                                               const core::Field&,
                                                               const core::Value&,
                                                               core::RecordId but_not) = 0;
  // The next number of the type's series; nothing if this side has none left.
  [[nodiscard]] virtual std::optional<std::int64_t> next_number(const core::RecordType&) = 0;

  // What the database does not take comes back as the reason; nothing was written then.
  [[nodiscard]] virtual std::optional<core::Text> insert(const core::RecordType&,
                                                         const core::Record&) = 0;
  // The fields of the mask and the `changed` stamp.
  [[nodiscard]] virtual std::optional<core::Text> update(const core::RecordType&,
                                                         const core::Record&, core::FieldMask) = 0;
  // With its children; what else names it is left empty. Nothing happens if it is not here.
  virtual void remove(const core::RecordType&, core::RecordId) = 0;

  // To the log of this side: goes to the other with the next message. The stamp names the person
  // whose edit the entry stands for.
  virtual void append(const core::RecordType&, core::RecordId, EntryKind, core::FieldMask,
                      const core::Stamp&) = 0;
  virtual void clear_bits(const LocalEntry&, core::FieldMask) = 0;
  virtual void clear_entry(const LocalEntry&) = 0;
  virtual void add_conflict(Conflict) = 0;
  // A record of the other side that this one does not take, or these fields of it: shown to people
  // and told to the other side, the rest goes on. It stays so until it is inserted or removed here,
  // or these fields are taken().
  virtual void quarantine(const core::RecordType&, core::RecordId, core::FieldMask,
                          const core::Text& reason) = 0;
  // What these fields hold here is what the other side has sent.
  virtual void taken(const core::RecordType&, core::RecordId, core::FieldMask) = 0;
  [[nodiscard]] virtual bool is_quarantined(const core::RecordType&, core::RecordId) = 0;
  [[nodiscard]] virtual std::vector<Quarantined> quarantined() = 0;
};

// What is the same for all changes of one message.
struct RoundContext {
  const core::Registry& registry;
  std::int64_t round = 0;
  core::Microseconds now = 0;
};

}  // namespace tusk::sync
