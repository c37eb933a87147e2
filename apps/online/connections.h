#pragma once

// An office connects its company, and disconnects it.

#include <string>

#include "api/office_messages.h"
#include "identity/devices.h"
#include "online/office_proof.h"
#include "online/services.h"

namespace tusk::online {

// Checks the person (or makes a new one), makes the company and a key for the office's computer;
// the data comes with the first synchronisation (first_syncs.h). Connected again by one of its
// super users, a company keeps its id and its people. If it still has data, that is shown on
// (unchangeable) until the new is complete; without `renew` this is refused if edits wait here that
// the office has not fetched. Throws core::Error.
[[nodiscard]] api::ConnectAnswer connect_office(Services& services,
                                                const api::ConnectRequest& request,
                                                const Requester& requester);

// Throws what connect_office() would, and changes nothing.
void check_connection(Services& services, const api::ConnectRequest& request,
                      const Requester& requester);

// A new key for a computer of a company that is connected, for its super users; the computer's old
// ones are good for nothing. Throws Error{not_found} if the company is not connected.
[[nodiscard]] api::ConnectAnswer renew_key(Services& services, const api::RenewRequest& request,
                                           const Requester& requester);

// A key for another computer of the device's office. Throws Error{limit} if it has too many.
[[nodiscard]] api::DeviceAnswer add_device(Services& services, const identity::Device& device,
                                           const api::DeviceRequest& request);

// Who is logged in to the device's company on the web.
[[nodiscard]] api::OnlinePeople list_people_online(Services& services,
                                                   const identity::Device& device);
// Another person answers for the connection from now on, and is a super user of the company online.
// Who that is, is told by the address of their employee: it must be that of an active super user of
// the office, as the company's data says. Throws core::Error.
[[nodiscard]] api::HandOverAnswer hand_over(Services& services, const identity::Device& device,
                                            const api::HandOverRequest& request,
                                            const Requester& requester);

// Throws what disconnect_office() would, and changes nothing.
void check_disconnection(Services& services, const identity::Device& device,
                         const api::DisconnectRequest& request, const Requester& requester);
// Tells those who are logged in, closes the company to the web and removes its data; its id and its
// people are kept. Only for the person who connected it.
void disconnect_office(Services& services, const identity::Device& device,
                       const api::DisconnectRequest& request, const Requester& requester);

}  // namespace tusk::online
