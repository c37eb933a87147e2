#pragma once

// The queue of clients that must be told that a session has ended (OpenID Connect Back-Channel
// Logout). In the directory, so that none is forgotten when the server stops, and none is told by
// two servers at once.

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "storage/database.h"

namespace tusk::identity::openid {

struct Logout {
  std::string client;
  std::string person;
  std::string sid;
  std::string id = {};  // of the row
  std::int64_t tries = 0;
};

void queue_logout(storage::Transaction&, core::Random&, const core::Clock&, const Logout&);
// Those that are due. Each is put off at once as if it were tried in vain: who tells the client
// removes it, and who stops meanwhile leaves it for later. After the last try it is gone.
[[nodiscard]] std::vector<Logout> take_due_logouts(storage::Transaction&, const core::Clock&);
void remove_logout(storage::Transaction&, std::string_view id);

}  // namespace tusk::identity::openid
