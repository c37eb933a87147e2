#pragma once

// What a person granted a client by one log-in: a code, then access tokens, and refresh tokens
// where the client asked for offline access. Codes and refresh tokens are random; the directory has
// their hashes.
//
// A code or a refresh token that is used twice is in two hands: everything that came from it ends.
// That ending must be committed though the answer is a refusal, so these functions return nothing
// instead of throwing.

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "identity/openid/authorization_request.h"
#include "identity/sealing.h"
#include "identity/sessions.h"
#include "storage/database.h"

namespace tusk::identity::openid {

struct Grant {
  std::string id;
  std::string client;
  std::string person;
  std::string sid;
  std::string scopes;
  std::string nonce;
  core::Microseconds auth_time = 0;
  core::Microseconds created_at = 0;
  Factor factor = Factor::none;  // that the session began with
  // Of the office's programs: what it is good for; both empty for others.
  std::string office_deed;
  std::string office_company_uuid;
};

struct GrantWithToken {
  Grant grant;
  std::string refresh_token;  // empty: none was asked for
};

class Grants {
 public:
  // All outlive it. `idle_time`: of sessions.
  Grants(const Sealing& sealing, core::Random& random, const core::Clock& clock,
         core::Microseconds idle_time)
      : sealing_(sealing), random_(random), clock_(clock), idle_time_(idle_time) {}

  // The code that leads back to the client.
  [[nodiscard]] std::string issue_code(storage::Transaction&, const Session&, const Origin&,
                                       const AuthorizationRequest&);

  struct Redemption {
    std::string code;
    std::string redirect_uri;
    std::string verifier;  // of PKCE
  };
  // Nothing unless the code is this client's, fresh and unused, the rest belongs to it, and the
  // session in which it was made goes on.
  [[nodiscard]] std::optional<GrantWithToken> redeem(storage::Transaction&, const Client&,
                                                     const Redemption&);
  // The next refresh token for this one. A client that has proved who it is may repeat itself for a
  // moment and gets the same, as long as that has not been used. Throws Refusal{invalid_scope} if
  // it wants more than it has; `wanted_scopes` empty: all.
  [[nodiscard]] std::optional<GrantWithToken> refresh(storage::Transaction&, const Client&,
                                                      std::string_view token,
                                                      std::string_view wanted_scopes);

  // The grant behind an access token, while it holds: not revoked, its session still goes on (or it
  // is for offline access), and its person may still use the client.
  [[nodiscard]] std::optional<Grant> find_living(storage::Transaction&, std::string_view id) const;

  // What an office's program was allowed, used now: nobody uses it again. False if somebody has.
  [[nodiscard]] static bool use_up(storage::Transaction&, std::string_view id);

  // By a refresh token of this client, or by the id of a grant.
  void revoke_token(storage::Transaction&, const Client&, std::string_view token) const;
  static void revoke(storage::Transaction&, const Client&, std::string_view id);
  // Called now and then.
  void forget_old(storage::Transaction&) const;

 private:
  [[nodiscard]] std::string add_refresh_token(storage::Transaction&, const Grant&,
                                              std::string token) const;
  [[nodiscard]] bool is_usable(storage::Transaction&, const Client&, const Grant&) const;
  [[nodiscard]] std::optional<std::string> find_repeated(storage::Transaction&, const Client&,
                                                         std::string_view token) const;

  const Sealing& sealing_;
  core::Random& random_;
  const core::Clock& clock_;
  core::Microseconds idle_time_;
};

// Everything that was granted for a person ends, offline access too: a new password, or none.
void end_grants_of(storage::Transaction&, std::string_view person);

}  // namespace tusk::identity::openid
