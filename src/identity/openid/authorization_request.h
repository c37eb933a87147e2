#pragma once

// What a client's program sends a browser with, to have a person log in: OpenID Connect Core 3.1.2,
// with the authorization code and PKCE (S256) and nothing else.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "identity/openid/clients.h"

namespace tusk::identity::openid {

// Decoded, in the order they came.
using Parameters = std::vector<std::pair<std::string, std::string>>;

// Empty if there is none. Throws Refusal{invalid_request} if there are several.
[[nodiscard]] std::string get_parameter(const Parameters& parameters, std::string_view name);

// Whom an answer may go to. Only what is known here may be sent back: neither the request nor an
// error in it leads a browser anywhere else.
struct Origin {
  Client client;
  std::string redirect_uri;
  std::string state;
};

// Throws Error{invalid}, to be shown to the person, if the client is unknown or the address none of
// those that it registered.
[[nodiscard]] Origin find_origin(storage::Transaction&, const Parameters&);

// What an office's program wants to do for which the person logs in (office_client.h). The names
// are what the program says, for people to read.
struct OfficeTask {
  std::string deed;  // "connect" …
  std::string company_uuid;
  std::string company_name;
  std::string computer_name;
};

struct AuthorizationRequest {
  std::string scopes;
  std::string nonce;
  std::string challenge;  // of PKCE
  bool prompt_none = false;
  bool prompt_login = false;
  bool prompt_consent = false;
  std::optional<core::Microseconds> max_age = {};
  std::string login_hint;
  std::string id_token_hint;
  std::string ui_locales;
  std::optional<OfficeTask> office = {};  // of the office's programs, and of no other client
};

// Throws Refusal, which goes to the origin.
[[nodiscard]] AuthorizationRequest parse_authorization_request(const Parameters&, const Client&);

// True for the 43 to 128 characters of RFC 7636 whose hash is the challenge.
[[nodiscard]] bool answers_challenge(std::string_view verifier, std::string_view challenge);

}  // namespace tusk::identity::openid
