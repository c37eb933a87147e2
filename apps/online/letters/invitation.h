#pragma once

#include <string>

#include "identity/invitations.h"
#include "mail/letter.h"

namespace tusk::online {

struct InvitationWords {
  std::string company;
  std::string sender;
  core::Language language = core::Language::swedish;
  std::string base_url;
};

[[nodiscard]] mail::Letter write_invitation(const identity::SentInvitation& sent,
                                            const InvitationWords& words);

}  // namespace tusk::online
