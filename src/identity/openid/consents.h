#pragma once

// What a person has allowed a client. Asked for once, and again when the client wants more.

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "storage/database.h"

namespace tusk::identity::openid {

struct Consent {
  std::string client;
  std::string client_name;
  std::string scopes;
  core::Microseconds given_at = 0;
};

// Empty scopes if there is none.
[[nodiscard]] std::string find_consent(storage::Transaction&, std::string_view person,
                                       std::string_view client);
// Beside what was allowed before.
void give_consent(storage::Transaction&, const core::Clock&, std::string_view person,
                  const Consent&);
[[nodiscard]] std::vector<Consent> list_consents(storage::Transaction&, std::string_view person);
// Ends also what the client was granted. False if there was none.
bool withdraw_consent(storage::Transaction&, std::string_view person, std::string_view client);

}  // namespace tusk::identity::openid
