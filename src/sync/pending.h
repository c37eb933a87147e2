#pragma once

// What one side's log says about one record beyond a position that the other side knows.

#include <string>
#include <vector>

#include "sync/messages.h"

namespace tusk::sync {

enum class EntryKind { update, remove, full, want, nothing };

// One row of the log of changes.
struct LocalEntry {
  std::int64_t entry_id = 0;
  std::int64_t edit_id = 0;  // as in Touch
  std::int64_t sequence = 0;
  int type_number = 0;
  core::RecordId record_id = 0;
  EntryKind kind = EntryKind::update;
  core::FieldMask mask = 0;
  core::Stamp stamp;
  std::string image;  // remove: the fields as JSON
};

struct Pending {
  std::vector<LocalEntry> entries;  // oldest first

  [[nodiscard]] bool empty() const;
  // Fields that somebody touched.
  [[nodiscard]] core::FieldMask mask() const;
  // For each of them the last edit, newest first.
  [[nodiscard]] std::vector<Touch> touches() const;
  [[nodiscard]] bool has(EntryKind kind) const;
  // The last entry that touched the field; nothing if none did.
  [[nodiscard]] const LocalEntry* last_touch(core::FieldMask field) const;
  [[nodiscard]] const LocalEntry* last(EntryKind kind) const;
  // The last entry of any meaning; nothing if empty().
  [[nodiscard]] const LocalEntry* last() const;
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  [[nodiscard]] virtual std::optional<core::Record> row(const core::RecordType&,
                                                        core::RecordId) = 0;
};

// Entries of many records as one change each (and a `want` besides, where fields are asked for),
// with the values that the records have now, in the order in which they can be applied.
//
// `later`: entries that did not fit into this message. Fields that they touch again, and records
// that they remove, go with them, so that the receiver gets no value before the word that it is a
// new edit, and no removal twice. Unique values that those have given up are told as free: another
// record may have got one. What they ask for goes now: the removal of a parent must not
// arrive before the word that a child lives.
[[nodiscard]] std::vector<RecordChange> coalesce(const core::Registry&,
                                                 const std::vector<LocalEntry>& entries, RowSource&,
                                                 const std::vector<LocalEntry>& later = {});

// About how many bytes of JSON the changes take.
[[nodiscard]] std::size_t estimate_bytes(const std::vector<RecordChange>&);

// Parents before children, then removals, children first. A record's edits come before its wants.
void sort_for_apply(const core::Registry&, std::vector<RecordChange>&);

}  // namespace tusk::sync
