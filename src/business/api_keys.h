#pragma once

// The keys of API users: "tusk_3f9a1c0b7d2e_" and 64 hexadecimal digits. The part before the last
// line names the key wherever people see it; of the rest only a hash is kept, so that a key is
// shown once, when it is made.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "business/api_users.h"

namespace tusk::business {

struct ApiKey {
  std::string name;   // "tusk_3f9a1c0b7d2e"
  std::string label;  // what it is for
  core::Microseconds created_at = 0;
  std::string created_by;
  core::Microseconds last_used_at = 0;  // 0: never; at most a minute old while it is used
  core::Microseconds revoked_at = 0;    // 0: it is valid
  std::string revoked_by;
};

struct NewApiKey {
  ApiKey key;
  std::string secret;  // the whole key
};

// The oldest first, the revoked ones with them.
[[nodiscard]] std::vector<ApiKey> list_api_keys(Installation& installation, const ApiUser& user);

// Super users only, as is the next. Throws Error{invalid, limit}.
[[nodiscard]] NewApiKey add_api_key(Installation& installation, const Actor& actor,
                                    const ApiUser& user, std::string_view label);
// By its name. The key opens nothing any more from then on; it stays in the list. Throws
// Error{not_found} that lists the valid ones.
ApiKey revoke_api_key(Installation& installation, const Actor& actor, const ApiUser& user,
                      std::string_view name);

// Who asks with a key: an API user that is active.
struct ApiCaller {
  ApiUser user;
  Company company;
  std::string key_name;
};
// Nothing if no such key is valid, and no hint why. Notes that it was used, at most once a minute.
[[nodiscard]] std::optional<ApiCaller> find_api_caller(Installation& installation,
                                                       std::string_view key);

}  // namespace tusk::business
