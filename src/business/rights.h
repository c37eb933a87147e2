#pragma once

// What an office user may do in a company, by the access profile of their user record, and an API
// user by the one it was given. Super users may do everything; API users never change who may do
// what (users, access profiles). (What people may do online is another matter and is not
// synchronised.)

#include "business/actor.h"
#include "core/access.h"
#include "storage/record_store.h"

namespace tusk::business {

using core::Right;

[[nodiscard]] Right right_of(storage::Transaction&, const storage::RecordStore&, const Actor&,
                             const core::RecordType&);
// Throws Error{forbidden} that names the register and who can grant it.
void require_right(storage::Transaction&, const storage::RecordStore&, const Actor&,
                   const core::RecordType&, Right);

}  // namespace tusk::business
