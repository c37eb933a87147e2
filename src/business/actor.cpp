#include "business/actor.h"

#include "core/error.h"

namespace tusk::business {

const Actor& program_actor() {
  static const Actor actor{"", "Tusk", true};
  return actor;
}

core::Stamp stamp_of(const Actor& actor, const core::Clock& clock) {
  return {actor.full_name, clock.now()};
}

void require_super_user(const Actor& actor) {
  if (actor.super_user) return;
  throw core::Error(core::ErrorCode::forbidden,
                    core::say("{} är inte superanvändare. Be en superanvändare göra detta, eller "
                              "om behörigheten.",
                              "{} is not a super user. Ask a super user to do this, or for the "
                              "permission.",
                              actor.full_name));
}

}  // namespace tusk::business
