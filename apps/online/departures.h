#pragma once

// People whom the office no longer has, or no longer has active, lose their access online with the
// round that says so, and their invitations are withdrawn.
//
// The directory and the company are two databases. So that a server that dies between the two
// leaves nobody in, the directory is told before the round is carried out that there is something
// to look at, and forgets it when that was done; the sweep looks at what is left. Looking twice
// does no harm.

#include <optional>

#include "identity/access.h"
#include "online/services.h"
#include "sync/messages.h"

namespace tusk::online {

// Before a round is carried out. Nothing if it says nothing of users and employees.
[[nodiscard]] std::optional<identity::ChangeOfPeople> expect_departures(
    Services& services, const identity::Company& company, const sync::RoundRequest& round);

// Takes away what those have whom the company's data no longer has, or not as active. The last
// super user keeps their access, since nobody could give it to anybody else: that is shown in the
// list and in the log. What can't be done now is logged, and due as before.
void close_departed(Services& services, const identity::ChangeOfPeople& change);

// For every company for which that is due.
void close_all_departed(Services& services);

}  // namespace tusk::online
