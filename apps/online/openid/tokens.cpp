#include "online/openid/tokens.h"

#include "core/base64.h"
#include "identity/openid/limits.h"
#include "identity/openid/scopes.h"
#include "online/openid/protocol.h"
#include "platform/logging.h"

namespace tusk::online::openid {
namespace {

using http::Request;
using http::Response;
using storage::Transaction;

struct Credentials {
  std::string client;
  std::string secret;  // empty: none was given
};

oidc::Refusal unknown_client() {
  return {"invalid_client", "the client is unknown, or has not proved who it is"};
}

// Authorization: Basic, each half encoded as in a form (RFC 6749, 2.3.1).
Credentials parse_basic(std::string_view header) {
  constexpr std::string_view scheme = "basic ";
  if (!http::equal_ignoring_case(header.substr(0, scheme.size()), scheme)) throw unknown_client();
  const auto decoded = core::decode_base64(http::trim(header.substr(scheme.size())));
  const auto colon = decoded ? decoded->find(':') : std::string::npos;
  if (colon == std::string::npos) throw unknown_client();
  const auto client = http::percent_decode(decoded->substr(0, colon));
  const auto secret = http::percent_decode(decoded->substr(colon + 1));
  if (!client || !secret) throw unknown_client();
  return {*client, *secret};
}

Credentials find_credentials(const Request& request, const http::Parameters& form) {
  Credentials posted{oidc::get_parameter(form, "client_id"),
                     oidc::get_parameter(form, "client_secret")};
  const auto header = request.header("Authorization");
  if (!header) return posted;
  Credentials basic = parse_basic(*header);
  if (!posted.secret.empty())
    throw oidc::Refusal("invalid_request", "the client has proved who it is in two ways");
  if (!posted.client.empty() && posted.client != basic.client)
    throw oidc::Refusal("invalid_request", "client_id is another than in Authorization");
  return basic;
}

oidc::Client authenticate_client(Services& services, const Request& request,
                                 const http::Parameters& form) {
  const Credentials given = find_credentials(request, form);
  auto client =
      services.directory.read([&](Transaction& tx) { return oidc::find_client(tx, given.client); });
  if (!client) throw unknown_client();
  const bool is_proved =
      client->registered.is_public ? given.secret.empty() : is_secret_of(*client, given.secret);
  if (!is_proved) {
    platform::log(platform::LogLevel::warning, "openid.client_refused",
                  {{"client", client->id}, {"address", request.peer_address}});
    throw unknown_client();
  }
  return *std::move(client);
}

Response token_response(Services& services, const oidc::Client& client,
                        const std::optional<oidc::GrantWithToken>& granted, bool is_first) {
  if (!granted) throw oidc::Refusal("invalid_grant", "it is none of this client, used, or over");
  oidc::Tokens tokens = tokens_of(services);
  const std::string access_token = tokens.make_access_token(granted->grant);
  boost::json::object body{
      {"access_token", access_token},
      {"token_type", "Bearer"},
      {"expires_in", oidc::access_token_life(granted->grant.scopes) / core::seconds(1)},
      {"scope", granted->grant.scopes}};
  // The office's programs act for the person, and need not know who that is.
  if (oidc::has_scope(granted->grant.scopes, "openid"))
    body["id_token"] = tokens.make_id_token(client, granted->grant, access_token, is_first);
  if (!granted->refresh_token.empty()) body["refresh_token"] = granted->refresh_token;
  return protocol_json(200, body);
}

Response redeem_code(Services& services, const oidc::Client& client, const http::Parameters& form) {
  const oidc::Grants::Redemption given{.code = require_parameter(form, "code"),
                                       .redirect_uri = require_parameter(form, "redirect_uri"),
                                       .verifier = require_parameter(form, "code_verifier")};
  const auto granted = services.directory.write(
      [&](Transaction& tx) { return services.grants.redeem(tx, client, given); });
  return token_response(services, client, granted, true);
}

Response refresh(Services& services, const oidc::Client& client, const http::Parameters& form) {
  const std::string token = require_parameter(form, "refresh_token");
  const std::string scopes = oidc::get_parameter(form, "scope");
  const auto granted = services.directory.write(
      [&](Transaction& tx) { return services.grants.refresh(tx, client, token, scopes); });
  return token_response(services, client, granted, false);
}

Response no_access(const char* error) {
  Response response = protocol_json(401, {{"error", error}});
  response.headers.set("WWW-Authenticate",
                       std::string("Bearer realm=\"Tusk\", error=\"") + error + "\"");
  return response;
}

// RFC 6750: in the header, or in a form; never in an address, where logs would keep it.
std::optional<std::string> find_access_token(const Request& request) {
  constexpr std::string_view scheme = "bearer ";
  if (const auto header = request.header("Authorization")) {
    if (!http::equal_ignoring_case(header->substr(0, scheme.size()), scheme)) return std::nullopt;
    return std::string(http::trim(header->substr(scheme.size())));
  }
  if (request.method != http::Method::post) return std::nullopt;
  try {
    const std::string token = oidc::get_parameter(parse_form(request), "access_token");
    return token.empty() ? std::nullopt : std::optional(token);
  } catch (const oidc::Refusal&) {
    return std::nullopt;
  }
}

}  // namespace

Response issue_token(Services& services, Request& request) {
  return answer_program(request, [&] {
    const http::Parameters form = parse_form(request);
    const oidc::Client client = authenticate_client(services, request, form);
    const std::string type = require_parameter(form, "grant_type");
    if (type == "authorization_code") return redeem_code(services, client, form);
    if (type == "refresh_token") return refresh(services, client, form);
    throw oidc::Refusal("unsupported_grant_type",
                        "grant_type must be authorization_code or refresh_token");
  });
}

Response revoke_token(Services& services, Request& request) {
  return answer_program(request, [&] {
    const http::Parameters form = parse_form(request);
    const oidc::Client client = authenticate_client(services, request, form);
    const std::string token = require_parameter(form, "token");
    auto access = tokens_of(services).read_access_token(token);
    if (!access) access = tokens_of(services).read_office_token(token);
    services.directory.write([&](Transaction& tx) {
      if (access) {
        oidc::Grants::revoke(tx, client, access->grant);
      } else {
        services.grants.revoke_token(tx, client, token);
      }
    });
    return protocol_json(200, {});
  });
}

Response get_userinfo(Services& services, Request& request) {
  const auto token = find_access_token(request);
  if (!token) return no_access("invalid_request");
  const auto access = tokens_of(services).read_access_token(*token);
  std::optional<boost::json::object> claims;
  if (access) {
    claims = services.directory.read([&](Transaction& tx) -> std::optional<boost::json::object> {
      const auto grant = services.grants.find_living(tx, access->grant);
      if (!grant) return std::nullopt;
      return oidc::make_userinfo(*identity::find_person(tx, grant->person), access->scopes);
    });
  }
  return claims ? protocol_json(200, *claims) : no_access("invalid_token");
}

}  // namespace tusk::online::openid
