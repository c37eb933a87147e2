#include "online/openid/configuration.h"

#include <boost/json.hpp>

#include "identity/openid/limits.h"
#include "identity/openid/office_client.h"
#include "identity/openid/scopes.h"
#include "online/openid/protocol.h"

namespace tusk::online::openid {
namespace {

http::Response kept_for_a_while(const boost::json::object& body) {
  http::Response response = http::json_response(200, boost::json::serialize(body));
  response.headers.set("Cache-Control",
                       "public, max-age=" + std::to_string(oidc::key_list_life / core::seconds(1)));
  return response;
}

}  // namespace

http::Response get_configuration(Services& services, http::Request&) {
  const std::string issuer = services.base_url();
  boost::json::array scopes;
  for (const std::string_view scope : oidc::all_scopes) scopes.emplace_back(scope);
  scopes.emplace_back(oidc::office_scope);
  return kept_for_a_while({
      {"issuer", issuer},
      {"authorization_endpoint", issuer + "/oauth2/authorize"},
      {"token_endpoint", issuer + "/oauth2/token"},
      {"userinfo_endpoint", issuer + "/oauth2/userinfo"},
      {"jwks_uri", issuer + "/oauth2/jwks"},
      {"revocation_endpoint", issuer + "/oauth2/revoke"},
      {"end_session_endpoint", issuer + "/oauth2/logout"},
      {"scopes_supported", scopes},
      {"response_types_supported", {"code"}},
      {"response_modes_supported", {"query"}},
      {"grant_types_supported", {"authorization_code", "refresh_token"}},
      {"subject_types_supported", {"public"}},
      {"id_token_signing_alg_values_supported", {"ES256", "RS256"}},
      {"token_endpoint_auth_methods_supported",
       {"client_secret_basic", "client_secret_post", "none"}},
      {"revocation_endpoint_auth_methods_supported",
       {"client_secret_basic", "client_secret_post", "none"}},
      {"code_challenge_methods_supported", {"S256"}},
      {"prompt_values_supported", {"none", "login", "consent", "select_account"}},
      {"claims_supported",
       {"sub", "name", "locale", "email", "email_verified", "iss", "aud", "exp", "iat", "auth_time",
        "nonce", "sid", "at_hash", "amr", "acr"}},
      {"acr_values_supported", {oidc::acr_password, oidc::acr_two_steps}},
      {"ui_locales_supported", {"sv", "en"}},
      {"authorization_response_iss_parameter_supported", true},
      {"claims_parameter_supported", false},
      {"request_parameter_supported", false},
      {"request_uri_parameter_supported", false},
      {"backchannel_logout_supported", true},
      {"backchannel_logout_session_supported", true},
  });
}

http::Response get_signing_keys(Services& services, http::Request&) {
  boost::json::array keys;
  for (const auto& key : services.signing_keys.list()) keys.push_back(key.to_jwk());
  return kept_for_a_while({{"keys", keys}});
}

}  // namespace tusk::online::openid
