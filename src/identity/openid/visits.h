#pragma once

// Which clients a person went to in one session of the browser, so that they can be told when it
// ends. A session has one public name for them, its sid, which outlives a change of its secret id.

#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "identity/sessions.h"
#include "storage/database.h"

namespace tusk::identity::openid {

// Notes the visit; the sid.
[[nodiscard]] std::string note_visit(storage::Transaction&, core::Random&, const Session&,
                                     std::string_view client);
// Empty if the session visited no client.
[[nodiscard]] std::string find_sid(storage::Transaction&, const Session&);
// Whether the session of that sid still goes on.
[[nodiscard]] bool is_session_alive(storage::Transaction&, const core::Clock&,
                                    core::Microseconds idle_time, std::string_view sid);
// The session goes on under another id (another company, the password given again). `from` and `to`
// as the browser has them; both of the same person.
void move_visits(storage::Transaction&, std::string_view from, std::string_view to);

// Sessions that are over, however they ended: what they granted ends with them (but offline
// access), and their clients are put into the queue to be told (logouts.h). How many.
int end_visits(storage::Transaction&, core::Random&, const core::Clock&,
               core::Microseconds idle_time);

}  // namespace tusk::identity::openid
