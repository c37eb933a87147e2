#include "identity/openid/tokens.h"

#include "core/base64.h"
#include "core/sha256.h"
#include "identity/limits.h"
#include "identity/openid/json_web_token.h"
#include "identity/openid/limits.h"
#include "identity/openid/office_client.h"
#include "identity/openid/scopes.h"

namespace tusk::identity::openid {
namespace {

constexpr const char* logout_event = "http://schemas.openid.net/event/backchannel-logout";

std::int64_t to_seconds(core::Microseconds time) {
  return time / core::seconds(1);
}

// How the person proved who they are (RFC 8176).
boost::json::array methods_of(Factor factor) {
  switch (factor) {
    case Factor::none:
      return {"pwd"};
    case Factor::app:
    case Factor::recovery_code:
      return {"pwd", "otp", "mfa"};
    case Factor::passkey:
      return {"pwd", "pop", "mfa"};
  }
  return {"pwd"};
}

}  // namespace

boost::json::object Tokens::base_claims(core::Microseconds life) const {
  const core::Microseconds now = clock_.now();
  return {{"iss", issuer_}, {"iat", to_seconds(now)}, {"exp", to_seconds(now + life)}};
}

std::string Tokens::make_access_token(const Grant& grant) {
  boost::json::object claims = base_claims(access_token_life(grant.scopes));
  claims["aud"] = has_scope(grant.scopes, office_scope) ? office_audience() : issuer_;
  claims["sub"] = grant.person;
  claims["client_id"] = grant.client;
  claims["scope"] = grant.scopes;
  claims["auth_time"] = to_seconds(grant.auth_time);
  claims["jti"] = grant.id + "." + random_.hex(public_id_bytes);
  return sign_token(keys_.get(Algorithm::es256), "at+jwt", claims);
}

std::string Tokens::make_id_token(const Client& client, const Grant& grant,
                                  std::string_view access_token, bool with_nonce) {
  boost::json::object claims = base_claims(token_life);
  claims["aud"] = client.id;
  claims["sub"] = grant.person;
  claims["auth_time"] = to_seconds(grant.auth_time);
  claims["amr"] = methods_of(grant.factor);
  claims["acr"] = grant.factor == Factor::none ? acr_password : acr_two_steps;
  claims["sid"] = grant.sid;
  const std::string hash = core::sha256_bytes(access_token);
  claims["at_hash"] = core::encode_base64url(std::string_view(hash).substr(0, hash.size() / 2));
  if (with_nonce && !grant.nonce.empty()) claims["nonce"] = grant.nonce;
  return sign_token(keys_.get(client.registered.algorithm), "JWT", claims);
}

std::string Tokens::make_logout_token(const Client& client, const Logout& logout) {
  boost::json::object claims = base_claims(logout_token_life);
  claims["aud"] = client.id;
  claims["sub"] = logout.person;
  claims["sid"] = logout.sid;
  claims["jti"] = random_.hex(public_id_bytes);
  claims["events"] = boost::json::object{{logout_event, boost::json::object{}}};
  return sign_token(keys_.get(client.registered.algorithm), "logout+jwt", claims);
}

std::optional<AccessToken> Tokens::read_access_token(std::string_view token) {
  return read_token_for(issuer_, token);
}

std::optional<AccessToken> Tokens::read_office_token(std::string_view token) {
  return read_token_for(office_audience(), token);
}

std::optional<AccessToken> Tokens::read_token_for(std::string_view audience,
                                                  std::string_view token) {
  const auto claims = read_token(token, "at+jwt", keys_.list());
  if (!claims || text_claim(*claims, "iss") != issuer_ || text_claim(*claims, "aud") != audience ||
      number_claim(*claims, "exp") <= to_seconds(clock_.now())) {
    return std::nullopt;
  }
  const std::string jti = text_claim(*claims, "jti");
  return AccessToken{jti.substr(0, jti.find('.')), text_claim(*claims, "scope")};
}

std::optional<Hint> Tokens::read_hint(std::string_view id_token) {
  const auto claims = read_token(id_token, "JWT", keys_.list());
  if (!claims || text_claim(*claims, "iss") != issuer_) return std::nullopt;
  return Hint{text_claim(*claims, "aud"), text_claim(*claims, "sub"), text_claim(*claims, "sid")};
}

core::Microseconds access_token_life(std::string_view scopes) {
  return has_scope(scopes, office_scope) ? office_token_life : token_life;
}

boost::json::object make_userinfo(const Person& person, std::string_view scopes) {
  boost::json::object claims{{"sub", person.id}};
  if (has_scope(scopes, "profile")) {
    claims["name"] = person.name;
    claims["locale"] = person.language == "en" ? "en" : "sv";
  }
  if (has_scope(scopes, "email")) {
    claims["email"] = person.email;
    claims["email_verified"] = person.email_confirmed;
  }
  return claims;
}

}  // namespace tusk::identity::openid
