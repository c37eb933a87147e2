#include "identity/openid/authorization_request.h"

#include <algorithm>
#include <charconv>

#include "core/base64.h"
#include "core/error.h"
#include "core/sha256.h"
#include "identity/openid/client_uris.h"
#include "identity/openid/limits.h"
#include "identity/openid/office_client.h"
#include "identity/openid/refusal.h"
#include "identity/openid/scopes.h"
#include "identity/secrets.h"

namespace tusk::identity::openid {
namespace {

constexpr std::size_t challenge_characters = 43;  // SHA-256 in base64url

void refuse_what_is_not_served(const Parameters& given) {
  if (!get_parameter(given, "request").empty())
    throw Refusal("request_not_supported", "request objects are not supported");
  if (!get_parameter(given, "request_uri").empty())
    throw Refusal("request_uri_not_supported", "request objects are not supported");
  if (!get_parameter(given, "registration").empty())
    throw Refusal("registration_not_supported", "clients are registered by an administrator");
  const std::string type = get_parameter(given, "response_type");
  if (type.empty()) throw Refusal("invalid_request", "response_type is missing");
  if (type != "code") throw Refusal("unsupported_response_type", "response_type must be code");
  const std::string mode = get_parameter(given, "response_mode");
  if (!mode.empty() && mode != "query")
    throw Refusal("invalid_request", "response_mode must be query");
}

std::string get_challenge(const Parameters& given) {
  const std::string challenge = get_parameter(given, "code_challenge");
  if (challenge.empty())
    throw Refusal("invalid_request", "code_challenge is missing: PKCE is required");
  if (get_parameter(given, "code_challenge_method") != "S256")
    throw Refusal("invalid_request", "code_challenge_method must be S256");
  if (challenge.size() != challenge_characters || !core::decode_base64url(challenge))
    throw Refusal("invalid_request", "code_challenge is not a SHA-256 hash in base64url");
  return challenge;
}

void read_prompt(const Parameters& given, AuthorizationRequest& request) {
  std::string prompt = get_parameter(given, "prompt");
  std::size_t count = 0;
  std::string_view left = prompt;
  while (!left.empty()) {
    const auto end = std::min(left.find(' '), left.size());
    const std::string_view one = left.substr(0, end);
    left.remove_prefix(std::min(end + 1, left.size()));
    ++count;
    if (one == "none") {
      request.prompt_none = true;
    } else if (one == "login" || one == "select_account") {
      request.prompt_login = true;  // whoever logs in chooses who it is
    } else if (one == "consent") {
      request.prompt_consent = true;
    } else {
      throw Refusal("invalid_request", "prompt must be none, login, consent or select_account");
    }
  }
  if (request.prompt_none && count > 1)
    throw Refusal("invalid_request", "prompt=none allows no other value");
}

std::optional<core::Microseconds> get_max_age(const Parameters& given) {
  const std::string text = get_parameter(given, "max_age");
  if (text.empty()) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr std::int64_t most = 10LL * 365 * 86'400;
  if (error != std::errc() || end != text.data() + text.size() || seconds < 0)
    throw Refusal("invalid_request", "max_age must be a number of seconds");
  return core::seconds(std::min(seconds, most));
}

// Other clients log people in; the office's programs may do one thing for them, and get to know
// nothing.
void read_scopes(const Parameters& given, const Client& client, AuthorizationRequest& request) {
  const std::string wanted = get_parameter(given, "scope");
  if (!is_built_in(client)) {
    if (has_scope(wanted, office_scope))
      throw Refusal("invalid_scope", "scope office is for the office's own programs");
    request.scopes = keep_known_scopes(wanted);
    if (!has_scope(request.scopes, "openid"))
      throw Refusal("invalid_scope", "scope must contain openid");
    return;
  }
  if (wanted != office_scope) throw Refusal("invalid_scope", "scope must be office");
  request.scopes = wanted;
  request.office = parse_office_task(given);
  // As whoever gives the command without a browser types the password.
  request.prompt_login = true;
}

}  // namespace

std::string get_parameter(const Parameters& parameters, std::string_view name) {
  const std::string* found = nullptr;
  for (const auto& [key, value] : parameters) {
    if (key != name) continue;
    if (found != nullptr)
      throw Refusal("invalid_request", std::string(name) + " is given more than once");
    found = &value;
  }
  return found == nullptr ? std::string() : *found;
}

Origin find_origin(storage::Transaction& tx, const Parameters& given) {
  const auto only = [&](std::string_view name) {
    return std::count_if(given.begin(), given.end(),
                         [&](const auto& one) { return one.first == name; }) == 1;
  };
  const auto client = only("client_id") ? find_client(tx, get_parameter(given, "client_id"))
                                        : std::optional<Client>();
  if (!client) {
    throw core::Error(core::ErrorCode::invalid,
                      core::say("Programmet som du kommer från är inte registrerat här. Säg till "
                                "den som sköter det.",
                                "The program that you come from is not registered here. Tell "
                                "whoever runs it."));
  }
  const std::string uri =
      only("redirect_uri") ? get_parameter(given, "redirect_uri") : std::string();
  if (!is_registered(uri, client->registered.redirect_uris)) {
    throw core::Error(core::ErrorCode::invalid,
                      core::say("Programmet ”{}” vill att inloggningen leder till en adress som "
                                "inte är registrerad för det. Säg till den som sköter programmet.",
                                "The program “{}” wants the log-in to lead to an address that is "
                                "not registered for it. Tell whoever runs the program.",
                                client->name()));
  }
  std::string state = only("state") ? get_parameter(given, "state") : std::string();
  return {*client, uri, state.size() <= max_state_bytes ? std::move(state) : std::string()};
}

AuthorizationRequest parse_authorization_request(const Parameters& given, const Client& client) {
  refuse_what_is_not_served(given);
  AuthorizationRequest request{.scopes = {},
                               .nonce = get_parameter(given, "nonce"),
                               .challenge = get_challenge(given),
                               .max_age = get_max_age(given),
                               .login_hint = get_parameter(given, "login_hint"),
                               .id_token_hint = get_parameter(given, "id_token_hint"),
                               .ui_locales = get_parameter(given, "ui_locales")};
  read_scopes(given, client, request);
  if (get_parameter(given, "state").size() > max_state_bytes)
    throw Refusal("invalid_request", "state is too long");
  if (request.nonce.size() > max_nonce_bytes) throw Refusal("invalid_request", "nonce is too long");
  read_prompt(given, request);
  return request;
}

bool answers_challenge(std::string_view verifier, std::string_view challenge) {
  constexpr std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  return verifier.size() >= 43 && verifier.size() <= 128 &&
         verifier.find_first_not_of(allowed) == std::string_view::npos &&
         equal_secrets(core::encode_base64url(core::sha256_bytes(verifier)), challenge);
}

}  // namespace tusk::identity::openid
