#pragma once

// Passkeys of people (webauthn.h): a second factor beside or instead of an authenticator app.
//
// A challenge is asked of one owner (the session that adds a passkey, or the ticket of a second
// step) and is good for one answer within five minutes; only its hash is kept. A newer one takes
// the place of the one before.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "identity/passkeys/webauthn.h"
#include "storage/database.h"

namespace tusk::identity {

struct Passkey {
  std::string id;   // in base64url, as browsers know it
  std::string key;  // by which its person names it; good for nothing else
  std::string name;
  core::Microseconds created_at = 0;
  core::Microseconds used_at = 0;  // 0: never
};
// The person's own, the oldest first.
[[nodiscard]] std::vector<Passkey> list_passkeys(storage::Transaction&, std::string_view person);

// Who a challenge is for.
[[nodiscard]] std::string challenge_owner_of_session(std::string_view session_id);
[[nodiscard]] std::string challenge_owner_of_ticket(std::string_view ticket);

// What an authenticator answered when a passkey was made. Text fields in base64url.
struct PasskeyRegistration {
  std::string name;
  std::string client_data;
  std::string authenticator_data;
};
struct PasskeyAnswer {
  std::string id;
  std::string client_data;
  std::string authenticator_data;
  std::string signature;
  std::string user_handle;  // empty: the authenticator does not say
};

class Passkeys {
 public:
  // Both must outlive it.
  Passkeys(core::Random& random, const core::Clock& clock) : random_(random), clock_(clock) {}

  // In base64url.
  [[nodiscard]] std::string make_challenge(storage::Transaction&, std::string_view owner) const;

  // For whom, and what was asked: one of challenge_owner_of_…().
  struct Asked {
    const RelyingParty& party;
    std::string owner;
    std::string person;
  };
  // False if the answer is not one to the challenge; the challenge is used up all the same. Throws
  // Error{invalid} for a name that can't be one, {limit} if the person has max_passkeys, {conflict}
  // if somebody has that passkey.
  [[nodiscard]] bool add(storage::Transaction&, const Asked& asked,
                         const PasskeyRegistration& given) const;
  // Whether it proves that the person is there. An authenticator whose counter went back is a copy
  // of one: refused.
  [[nodiscard]] bool use(storage::Transaction&, const Asked& asked,
                         const PasskeyAnswer& given) const;

 private:
  // Its hash; nothing if there is none.
  [[nodiscard]] std::optional<std::string> take_challenge(storage::Transaction&,
                                                          std::string_view owner) const;

  core::Random& random_;
  const core::Clock& clock_;
};

// Each throws Error{not_found} if the person has none of that key; renaming also {invalid},
// removing also {conflict} if it is the last factor and a company requires one.
void rename_passkey(storage::Transaction&, std::string_view person, std::string_view key,
                    std::string_view name);
void remove_passkey(storage::Transaction&, std::string_view person, std::string_view key);

}  // namespace tusk::identity
