#pragma once

#include <string>

#include "online/services.h"

namespace tusk::online {

// Closes the event streams of sessions that have ended or are in no company any more, whoever ended
// them: a page that hears nothing asks, and is told.
void end_streams_of_ended_sessions(Services& services);

// The person has no access to the company any more: their pages are told, and ended here at once,
// on other servers with the next sweep.
void end_streams_of_person(Services& services, const identity::Company& company,
                           const std::string& person);

}  // namespace tusk::online
