#pragma once

// Another super user answers for the connection.

#include <string>

#include "api/office_messages.h"
#include "connection/call.h"

namespace tusk::connection {

// The Tusk ID address of the super user who takes it over: that of their employee. Throws
// Error{forbidden, conflict} that says what is missing.
[[nodiscard]] std::string require_email_to_take_over(const business::CompanyDatabase& company,
                                                     const business::Actor& actor);

struct ChangedUser {
  std::string connected_by;
  std::string before;
};
// `actor` takes the connection over, with the Tusk ID of `request`. The server looks into the
// company's data whether its address is that of a super user. Can be repeated.
ChangedUser change_user(business::Installation& installation,
                        const business::CompanyDatabase& company, const business::Actor& actor,
                        const api::HandOverRequest& request, const CallOptions& options);

}  // namespace tusk::connection
