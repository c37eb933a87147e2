#pragma once

// What both halves of the merge ask about a message and about the side that it is applied to.

#include <map>
#include <set>
#include <utility>

#include "sync/local.h"

namespace tusk::sync {

// The changes of one message in the order in which they are applied, and which are still to come.
class Incoming {
 public:
  // `refusals`: what the sender does not take of what this side has sent.
  Incoming(const core::Registry&, std::vector<RecordChange>, const std::vector<Refusal>& refusals);

  [[nodiscard]] const std::vector<RecordChange>& changes() const { return changes_; }
  void mark_applied(const RecordChange&);
  // What is still to come for the record: an edit of it or its removal.
  [[nodiscard]] const RecordChange* edit_of(const core::RecordType&, core::RecordId) const;
  [[nodiscard]] const RecordChange* removal_of(const core::RecordType&, core::RecordId) const;
  // Records whose removal is still to come and that belonged to this one where they were removed.
  [[nodiscard]] std::vector<RecordKey> removed_below(const core::Registry&, const core::RecordType&,
                                                     core::RecordId) const;
  // True if an edit still to come takes the value out of the record's field.
  [[nodiscard]] bool gives_up(const core::RecordType&, core::RecordId, const core::Field&,
                              const core::Value&) const;
  // Fields of the record that the sender has not seen as this side has them.
  [[nodiscard]] core::FieldMask unseen_of(const core::RecordType&, core::RecordId) const;

 private:
  using Key = std::pair<int, core::RecordId>;
  std::vector<RecordChange> changes_;
  std::map<Key, const RecordChange*> edits_;
  std::map<Key, const RecordChange*> removals_;
  std::map<Key, core::FieldMask> unseen_;
};

// A reference that was left empty because what it names is not here (yet): looked at again when
// the whole message has been applied.
struct LateReference {
  const core::RecordType* type = nullptr;
  core::RecordId id = 0;
  const core::Field* field = nullptr;
  core::RecordId target = 0;
  const RecordChange* change = nullptr;
};

class LateReferences {
 public:
  // Takes the value out of the record's field and remembers it.
  void leave_empty(const core::RecordType&, core::Record&, const core::Field&, const RecordChange&);
  [[nodiscard]] const std::vector<LateReference>& all() const { return references_; }

 private:
  std::vector<LateReference> references_;
};

// True if the record can't exist without what the field names.
[[nodiscard]] inline bool is_owning(const core::Field& field) {
  return field.kind == core::FieldKind::reference && field.required;
}
// Fields of the mask with a value that names no record here.
[[nodiscard]] std::vector<const core::Field*> missing_references(const core::Registry&,
                                                                 const core::RecordType&,
                                                                 const std::vector<core::Value>&,
                                                                 core::FieldMask, Local&);
// The record and everything below it, parents first.
[[nodiscard]] std::vector<RecordKey> with_descendants(Local&, const core::RecordType&,
                                                      core::RecordId);
// Whether the record that is asked for is somebody's edit that the other side never had.
enum class SendAs { completeness, edits };
// Sends the record, if it is here, whole and with everything below it; else says that it is gone.
// With a mask: sends only these fields of it.
void answer_want(Local&, const core::RecordType&, const RecordChange& want, SendAs);
void append_full_with_descendants(Local&, const core::RecordType&, core::RecordId, SendAs);
// Asks the other side for the record, unless that is already asked.
void append_want(Local&, const core::RecordType&, core::RecordId, core::FieldMask,
                 const core::Stamp&);
// Takes bits out of every entry of the record that has one of the kinds update and full.
void clear_touches(Local&, const Pending&, core::FieldMask);
// What was asked for has come: these fields (all = the whole record).
void clear_wants(Local&, const Pending&, core::FieldMask, bool all);
void clear_all(Local&, const Pending&);

}  // namespace tusk::sync
