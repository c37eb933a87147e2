#pragma once

#include <string>

#include "online/services.h"

namespace tusk::online {

// Closes the event streams of sessions that have ended, are in no company any more or have another
// role there, whoever changed it and on whichever server: a page that hears nothing asks, and is
// told, or begins anew.
void end_outdated_streams(Services& services);

// The person has no access to the company any more: their pages are told, and ended here at once,
// on other servers with the next sweep.
void end_streams_of_person(Services& services, const identity::Company& company,
                           const std::string& person);

}  // namespace tusk::online
