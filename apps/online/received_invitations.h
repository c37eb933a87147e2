#pragma once

// The receiver's side of an invitation: what it is about, and accepting it.
//
// Whoever has the link has the mailbox. If the address has no Tusk ID, or one that nobody has
// proved to be theirs, the password is chosen here and nobody else is logged in with it any more:
// not even somebody who took the address beforehand. A Tusk ID that is its owner's must be logged
// in to, with all that that asks for: the link alone opens nothing.

#include <string>

#include "api/administration_messages.h"
#include "identity/sessions.h"
#include "online/services.h"

namespace tusk::online {

// Throws what identity::get_invited() does.
[[nodiscard]] api::ReceivedInvitation check_invitation(Services& services,
                                                       const std::string& token);

// The browser in which it is accepted: its cookies, or empty.
struct ReceivingBrowser {
  std::string session;
  std::string known_as;
  identity::Visit visit;
};
struct Entrance {
  identity::Session session;  // in the company, unless that wants a second factor first
  std::string known_as;       // the token that the browser is to keep
};
// Throws Error{conflict} if the address has a Tusk ID that is its owner's, {invalid} for a name or
// a password that can't be one, and what check_invitation() does.
[[nodiscard]] Entrance accept_invitation(Services& services, const ReceivingBrowser& browser,
                                         const api::InvitationAcceptance& given);
// The caller's session under a new id, in the company unless that wants a second factor first.
[[nodiscard]] identity::Session join_company(Services& services, const identity::Session& caller,
                                             const std::string& token);

}  // namespace tusk::online
