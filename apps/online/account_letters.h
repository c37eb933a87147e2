#pragma once

// When people are written to about the way into their account. Everything here goes into the queue;
// call Services::delivery.wake() when it is committed.

#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "identity/people.h"
#include "storage/database.h"

namespace tusk::online {

struct Services;

// Where letters are written: in a server that runs, or by an administrator's command.
struct LetterDesk {
  core::Random& random;
  const core::Clock& clock;
  std::string base_url;
};
[[nodiscard]] LetterDesk letter_desk(Services& services);

// Saves a new password and writes to its owner that it was changed. Whoever saves one does it by
// this. `kept_session` as for PreparedPassword::save().
void save_new_password(storage::Transaction&, const identity::PreparedPassword&, const LetterDesk&,
                       std::string_view kept_session = {});

// Writes the letter by which the person confirms their address; the links of earlier ones are worth
// nothing any more.
void send_confirmation(storage::Transaction&, const identity::Person&, const LetterDesk&);

// Writes the letters that are owed off the path of requests: to those who forgot their password,
// and whose account was locked.
void write_owed_letters(Services& services);

}  // namespace tusk::online
