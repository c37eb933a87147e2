#pragma once

// The office user, or API user, on whose behalf something is done. Every write is stamped with the
// name, and what only a super user may do is refused to everyone else.

#include <optional>
#include <string>

#include "core/clock.h"
#include "core/id.h"
#include "core/record.h"

namespace tusk::business {

struct Actor {
  std::string user_name;
  std::string full_name;
  bool super_user = false;
  // Of an API user (api_users.h), which has no user name: its access profile; 0: none. A person's
  // is in their user record.
  std::optional<core::RecordId> api_profile = std::nullopt;
};

// The program itself, where no person stands behind a write: setting up, keeping registers equal.
[[nodiscard]] const Actor& program_actor();

[[nodiscard]] core::Stamp stamp_of(const Actor& actor, const core::Clock& clock);

// Throws Error{forbidden} that says who may.
void require_super_user(const Actor& actor);

}  // namespace tusk::business
