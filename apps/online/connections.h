#pragma once

// An office connects its company, and disconnects it.

#include "api/office_messages.h"
#include "identity/devices.h"
#include "online/services.h"

namespace tusk::online {

// Checks the person (or makes a new one), makes the company and its empty database, and a key for
// the office's computer. Connected again by one of its super users, a company keeps its id and its
// people, and its data starts from nothing; while it still is connected only if nothing waits here
// that the office has not fetched. Throws core::Error.
[[nodiscard]] api::ConnectAnswer connect_office(Services& services,
                                                const api::ConnectRequest& request);

// Closes the company to the web and removes its data; its id and its people are kept. Only for the
// person who connected it.
void disconnect_office(Services& services, const identity::Device& device,
                       const api::DisconnectRequest& request);

}  // namespace tusk::online
