#pragma once

// Requests that wait until their person has logged in or consented. The browser has the id (in the
// address) and a secret of its own (in a cookie): an id that somebody sends to somebody else is
// worth nothing. Each is answered once.

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "identity/openid/authorization_request.h"
#include "storage/database.h"

namespace tusk::identity::openid {

struct Interaction {
  Parameters parameters;
  core::Microseconds asked_at = 0;
};

// The id.
[[nodiscard]] std::string create_interaction(storage::Transaction&, core::Random&,
                                             const core::Clock&, std::string_view browser,
                                             const Parameters&);
// Nothing if there is none, it is of another browser, or too old.
[[nodiscard]] std::optional<Interaction> find_interaction(storage::Transaction&, const core::Clock&,
                                                          std::string_view id,
                                                          std::string_view browser);
// False if somebody was first.
[[nodiscard]] bool remove_interaction(storage::Transaction&, std::string_view id);
void forget_old_interactions(storage::Transaction&, const core::Clock&);

}  // namespace tusk::identity::openid
