#pragma once

// The end of a connection, and of a first synchronisation that is given up.

#include <optional>

#include "api/office_messages.h"
#include "connection/call.h"

namespace tusk::connection {

enum class Tell {
  server,
  nobody  // it can't be reached, or no longer knows the connection
};

// Gives up the first synchronisation that is under way: nothing of it is online then, and the
// company is what it was before. For super users. Throws Error{conflict} if none is under way.
void cancel_first_sync(business::Installation& installation,
                       const business::CompanyDatabase& company, const business::Actor& actor,
                       Tell tell, const CallOptions& options);

// Who may disconnect, and what there is to disconnect. Throws Error{forbidden, conflict}.
void require_disconnectable(const business::CompanyDatabase& company, const business::Actor& actor);
// The first of the two steps: throws if `log_in` is not the Tusk ID that answers for the
// connection, or the password is wrong. Who is logged in on the web, and will be told.
[[nodiscard]] api::OnlinePeople check_disconnecting(business::Installation& installation,
                                                    const business::CompanyDatabase& company,
                                                    const api::DisconnectRequest& log_in,
                                                    const CallOptions& options);
// The second: web access ends, the server removes the company's data, and the office forgets the
// connection; its data stays. `log_in` is the Tusk ID that answers for the connection; nothing: the
// server is not told.
void disconnect_company(business::Installation& installation,
                        const business::CompanyDatabase& company, const business::Actor& actor,
                        const std::optional<api::DisconnectRequest>& log_in,
                        const CallOptions& options);

}  // namespace tusk::connection
