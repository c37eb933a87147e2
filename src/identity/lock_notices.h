#pragma once

// Who is to hear that their account was locked. Written down by log_in.cpp for every account that
// tries are charged to, whether there is one or not, and taken off the log-in's path.

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "identity/people.h"
#include "storage/database.h"

namespace tusk::identity {

// `account`: the key of its counter. `person`: empty if there is none.
void note_lock(storage::Transaction&, std::string_view account, std::string_view person);

struct LockedPerson {
  Person person;
  bool is_told = false;  // by a letter; at most once in 24 hours
};

// Whether there is anything to take. Costs no lock.
[[nodiscard]] bool is_lock_noted(storage::Transaction&);
// Takes the notices: those whose account is still locked.
[[nodiscard]] std::vector<LockedPerson> take_locked_people(storage::Transaction&,
                                                           const core::Clock&);

}  // namespace tusk::identity
