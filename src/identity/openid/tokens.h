#pragma once

// The tokens that clients get, and what is read of them when they come back.

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "identity/openid/grants.h"
#include "identity/openid/logouts.h"
#include "identity/openid/signing_keys.h"
#include "identity/people.h"

namespace tusk::identity::openid {

// What `acr` says of a log-in: the password alone, or that and a second factor.
inline constexpr const char* acr_password = "password";
inline constexpr const char* acr_two_steps = "two_steps";

// What an id_token_hint says. It may have expired long ago.
struct Hint {
  std::string client;
  std::string person;
  std::string sid;
};

struct AccessToken {
  std::string grant;   // its id
  std::string scopes;  // may be fewer than the grant's
};

class Tokens {
 public:
  // `issuer`: this server's address, as clients know it. All outlive it.
  Tokens(SigningKeys& keys, core::Random& random, const core::Clock& clock, std::string issuer)
      : keys_(keys), random_(random), clock_(clock), issuer_(std::move(issuer)) {}

  [[nodiscard]] const std::string& issuer() const { return issuer_; }

  // RFC 9068. For this server's userinfo alone; of the office's programs for the routes of their
  // connection alone.
  [[nodiscard]] std::string make_access_token(const Grant&);
  // `access_token`: the one that goes with it. `with_nonce`: the first one, not those of refreshes.
  [[nodiscard]] std::string make_id_token(const Client&, const Grant&,
                                          std::string_view access_token, bool with_nonce);
  [[nodiscard]] std::string make_logout_token(const Client&, const Logout&);

  // Nothing if it is no access token of ours, or has expired.
  [[nodiscard]] std::optional<AccessToken> read_access_token(std::string_view token);
  // The same for what the office's programs get; neither is the other.
  [[nodiscard]] std::optional<AccessToken> read_office_token(std::string_view token);
  [[nodiscard]] std::optional<Hint> read_hint(std::string_view id_token);

 private:
  [[nodiscard]] std::string office_audience() const { return issuer_ + "/sync/v1"; }
  [[nodiscard]] std::optional<AccessToken> read_token_for(std::string_view audience,
                                                          std::string_view token);
  [[nodiscard]] boost::json::object base_claims(core::Microseconds life) const;

  SigningKeys& keys_;
  core::Random& random_;
  const core::Clock& clock_;
  std::string issuer_;
};

// How long an access token for these scopes is good.
[[nodiscard]] core::Microseconds access_token_life(std::string_view scopes);

// What the scopes let the client know of the person.
[[nodiscard]] boost::json::object make_userinfo(const Person&, std::string_view scopes);

}  // namespace tusk::identity::openid
