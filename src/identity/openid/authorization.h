#pragma once

// What a request to log in needs before it may be answered.

#include <optional>

#include "identity/openid/authorization_request.h"
#include "identity/openid/tokens.h"
#include "identity/sessions.h"
#include "storage/database.h"

namespace tusk::identity::openid {

enum class Step {
  log_in,   // nobody is logged in, or must prove anew who they are
  consent,  // the person must allow it
  answer    // nothing is missing
};

struct Asked {
  const Origin& origin;
  const AuthorizationRequest& request;
  // Who the client expects (id_token_hint); nothing: anybody.
  std::optional<Hint> hint;
  // When the request came; nothing: it is this one. Who logged in after that has done so for it.
  std::optional<core::Microseconds> asked_at;
};

// Throws Refusal{access_denied} if the person may not use the client, and for prompt=none what is
// missing instead of a step.
[[nodiscard]] Step next_step(storage::Transaction&, const core::Clock&, const Asked&,
                             const std::optional<Session>&);

}  // namespace tusk::identity::openid
