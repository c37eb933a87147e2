#pragma once

// Account administration: the office's people beside those who have access and those who are
// invited.
//
// Who may do what is identity's to decide (identity/access.h); here is what concerns both the
// directory and the company's data: that only the office's people are invited, and that those whom
// the office no longer has are out.

#include <optional>
#include <string>

#include "api/administration_messages.h"
#include "identity/sessions.h"
#include "online/services.h"

namespace tusk::online {

struct PeopleQuery {
  std::string search;
  std::optional<api::AccessStatus> status;  // nothing: all
  int limit = 0;
  std::string cursor;
};

// What an administrator sees. `caller` has a company, as everywhere here.
[[nodiscard]] api::AdministeredPeople list_people(Services& services,
                                                  const identity::Session& caller,
                                                  const PeopleQuery& query);

// Invites and sends the letter, or throws and does neither: core::Error{invalid} for whoever is no
// active user or employee of the company, and what identity::invite() throws.
[[nodiscard]] api::Invitation invite_person(Services& services, const identity::Session& caller,
                                            const api::InvitationRequest& request);
// The same for an invitation that there is.
[[nodiscard]] api::Invitation resend_invitation(Services& services, const identity::Session& caller,
                                                const std::string& id);
void withdraw_invitation(Services& services, const identity::Session& caller,
                         const std::string& id);

// Throw what identity::change_role() and identity::take_access() do. A person without access any
// more is logged out of the company everywhere.
void change_access(Services& services, const identity::Session& caller, const std::string& person,
                   const std::string& role);
void take_access(Services& services, const identity::Session& caller, const std::string& person);

}  // namespace tusk::online
