#pragma once

// JSON Web Tokens that this server itself has signed: written, and read again when a program sends
// one back (access token, id_token_hint).
//
// Nothing in a token chooses how it is verified: the kid names one of our own keys, the key has one
// algorithm and the reader one type. A header with anything but alg, kid and typ is refused (no
// jku, jwk, x5u, crit), `none` and HS256 are no algorithm of a key.

#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "identity/openid/key_pair.h"

namespace tusk::identity::openid {

// `type`: "JWT", "at+jwt", "logout+jwt".
[[nodiscard]] std::string sign_token(const KeyPair& key, std::string_view type,
                                     const boost::json::object& claims);

// The claims. Nothing unless the token is of this type and one of these keys has signed it. Looks
// at no claim: who reads it knows which may be expired, and for whom it must be.
[[nodiscard]] std::optional<boost::json::object> read_token(std::string_view token,
                                                            std::string_view type,
                                                            std::span<const PublicKey> keys);

// A text claim; empty if there is none or it is no text.
[[nodiscard]] std::string text_claim(const boost::json::object& claims, std::string_view name);
// A number; 0 if there is none.
[[nodiscard]] std::int64_t number_claim(const boost::json::object& claims, std::string_view name);

}  // namespace tusk::identity::openid
