#include "online/openid/protocol.h"

#include <boost/json/serialize.hpp>

#include "core/error.h"
#include "http/cookies.h"
#include "identity/openid/client_uris.h"
#include "online/caller.h"

namespace tusk::online::openid {

using http::Request;
using http::Response;
using storage::Transaction;

oidc::Tokens tokens_of(Services& services) {
  return {services.signing_keys, services.random, services.clock, services.base_url()};
}

std::optional<identity::Session> find_session(Services& services, const Request& request) {
  const auto id = http::find_cookie(request, session_cookie);
  if (!id) return std::nullopt;
  return services.directory.read([&](Transaction& tx) { return services.sessions.load(tx, *id); });
}

void choose_language(Request& request, const std::optional<identity::Session>& session,
                     std::string_view ui_locales) {
  if (session) {
    request.language = language_of(session->person);
  } else if (ui_locales.starts_with("sv")) {
    request.language = core::Language::swedish;
  } else if (ui_locales.starts_with("en")) {
    request.language = core::Language::english;
  }
}

http::Parameters parse_form(const Request& request) {
  const std::string_view type = request.headers.get_or("Content-Type", "");
  if (!http::equal_ignoring_case(http::trim(type.substr(0, type.find(';'))),
                                 "application/x-www-form-urlencoded")) {
    throw oidc::Refusal("invalid_request", "send application/x-www-form-urlencoded");
  }
  try {
    return http::parse_query(request.body);
  } catch (const core::Error&) {
    throw oidc::Refusal("invalid_request", "the form can not be read");
  }
}

std::string require_parameter(const http::Parameters& given, std::string_view name) {
  std::string value = oidc::get_parameter(given, name);
  if (value.empty()) throw oidc::Refusal("invalid_request", std::string(name) + " is missing");
  return value;
}

Response protocol_json(int status, const boost::json::object& body) {
  Response response = http::json_response(status, boost::json::serialize(body));
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Pragma", "no-cache");
  return response;
}

Response answer_program(const Request& request, const std::function<Response()>& endpoint) {
  try {
    return endpoint();
  } catch (const oidc::Refusal& refusal) {
    const bool is_unknown = std::string_view(refusal.code()) == "invalid_client";
    Response response = protocol_json(
        is_unknown ? 401 : 400, {{"error", refusal.code()}, {"error_description", refusal.what()}});
    if (is_unknown && request.header("Authorization"))
      response.headers.set("WWW-Authenticate", "Basic realm=\"Tusk\"");
    return response;
  }
}

std::string refusal_uri(Services& services, const oidc::Origin& origin,
                        const oidc::Refusal& refusal) {
  http::Parameters answer{{"error", refusal.code()}, {"error_description", refusal.what()}};
  if (!origin.state.empty()) answer.emplace_back("state", origin.state);
  answer.emplace_back("iss", services.base_url());
  return oidc::with_query(origin.redirect_uri, http::format_query(answer));
}

std::string answer_uri(Services& services, const oidc::Origin& origin, const std::string& code) {
  http::Parameters answer{{"code", code}};
  if (!origin.state.empty()) answer.emplace_back("state", origin.state);
  answer.emplace_back("iss", services.base_url());
  return oidc::with_query(origin.redirect_uri, http::format_query(answer));
}

}  // namespace tusk::online::openid
