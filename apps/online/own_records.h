#pragma once

// What a person sees and changes of a register that their role limits to their own records.

#include <optional>

#include "identity/companies.h"
#include "storage/record_store.h"

namespace tusk::online {

class OwnRecords {
 public:
  // Both outlive this.
  OwnRecords(const storage::RecordStore& store, const identity::Membership& membership)
      : store_(store), membership_(membership) {}

  // The employee whose records are all that there is of the register for the person; 0: there is
  // none. Nothing: the role isn't limited there.
  [[nodiscard]] std::optional<core::RecordId> find_owner(storage::Transaction&,
                                                         const core::RecordType&) const;
  [[nodiscard]] bool shows(storage::Transaction&, const core::RecordType&,
                           const core::Record&) const;
  // Whether records of `target` may be named beside those of `type`, all of them.
  [[nodiscard]] bool shows_names(const core::RecordType& target,
                                 const core::RecordType& type) const;

  // What is made without an owner is the person's own.
  [[nodiscard]] core::Change with_owner(storage::Transaction&, const core::RecordType&,
                                        core::Change) const;
  // A record that is about to be written refers to nothing that the person can't see, and gets no
  // name of such a record told. `id`: 0 for a new one. Throws Error{invalid}.
  void check(storage::Transaction&, const core::RecordType&, core::RecordId id,
             const core::Change&) const;
  // What was written is the person's own still. Throws Error{invalid}.
  void check_written(storage::Transaction&, const core::RecordType&, const core::Record&) const;

 private:
  const storage::RecordStore& store_;
  const identity::Membership& membership_;
};

// Throws Error{forbidden} if the role is limited to the person's own records of the register, where
// they can't be told apart.
void require_whole_register(const identity::Membership&, const core::RecordType&);

}  // namespace tusk::online
