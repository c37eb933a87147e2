#pragma once

// The office user on whose behalf something is done. Every write is stamped with the name, and what
// only a super user may do is refused to everyone else.

#include <string>

#include "core/clock.h"
#include "core/record.h"

namespace tusk::business {

struct Actor {
  std::string user_name;
  std::string full_name;
  bool super_user = false;
};

// The program itself, where no person stands behind a write: setting up, keeping registers equal.
[[nodiscard]] const Actor& program_actor();

[[nodiscard]] core::Stamp stamp_of(const Actor& actor, const core::Clock& clock);

// Throws Error{forbidden} that says who may.
void require_super_user(const Actor& actor);

}  // namespace tusk::business
