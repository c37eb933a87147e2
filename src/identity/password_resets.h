#pragma once

// Forgotten passwords. Asking does the same work for every address, known or not: it writes down
// that somebody asked. Afterwards, off the request's path, whoever runs the directory takes what
// was written down and sends letters to those who have a Tusk ID: so neither the answer nor the
// time it takes tells who has one.

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "identity/people.h"
#include "storage/database.h"

namespace tusk::identity {

// `asker`: where the request comes from; each has its allowance, beyond which nothing is written
// down.
void ask_for_password_reset(storage::Transaction&, std::string_view email, std::string_view asker,
                            core::Random&, const core::Clock&);

struct OwedReset {
  Person person;      // the letter goes to the address that is kept, never to one that was typed
  std::string token;  // TokenPurpose::reset_password
};

// Whether there is anything to take. Costs no lock.
[[nodiscard]] bool is_reset_owed(storage::Transaction&);
// Takes what was asked for: the letters that are owed. None to those who are disabled or have had
// their allowance; they keep what they had.
[[nodiscard]] std::vector<OwedReset> take_owed_resets(storage::Transaction&, core::Random&,
                                                      const core::Clock&);

}  // namespace tusk::identity
