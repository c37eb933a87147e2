#pragma once

// What a passkey answers (Web Authentication Level 2, sections 7.1 and 7.2), checked. Pure: what is
// asked and what is kept is in passkeys.h.
//
// A passkey is a pair of keys in an authenticator: a phone, a computer, a key on a key ring. It
// signs a challenge together with the address of the page that the person has before them, so what
// is signed for a page that only looks like this server's opens nothing here. No attestation is
// asked for: which make an authenticator is of does not matter.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tusk::identity {

// This server as passkeys know it. Made of the address in its settings, never of a request.
struct RelyingParty {
  std::string id;      // "tusk.example.com"; empty: the address is none that can have passkeys
  std::string origin;  // "https://tusk.example.com"
};
// `base_url` without a path. A number instead of a name has no passkeys, nor has a page without
// TLS, except on the computer itself (localhost).
[[nodiscard]] RelyingParty make_relying_party(std::string_view base_url);

// COSE's number of the way of signing: ES256, EdDSA, RS256.
inline constexpr int cose_es256 = -7;
inline constexpr int cose_eddsa = -8;
inline constexpr int cose_rs256 = -257;

struct PublicKey {
  int algorithm = 0;
  std::string bytes;  // as libfido2 has it
};

// Everything in bytes.
struct NewPasskey {
  std::string id;
  PublicKey key;
  std::uint32_t sign_count = 0;
};

// What was asked of the authenticator.
struct Challenged {
  const RelyingParty& party;
  std::string_view challenge_hash;  // SHA-256 of the challenge, in hex
};

// A passkey that has been made. Nothing unless the answer is to this challenge and for this server,
// of a person who was there and whom the authenticator knows (UP and UV), with a key that is one.
[[nodiscard]] std::optional<NewPasskey> read_registration(const Challenged& asked,
                                                          std::string_view client_data,
                                                          std::string_view authenticator_data);

struct Assertion {
  std::string_view client_data;  // JSON, as the browser made it
  std::string_view authenticator_data;
  std::string_view signature;
};
// The authenticator's counter; nothing unless this key signed an answer like that above.
[[nodiscard]] std::optional<std::uint32_t> verify_assertion(const Challenged& asked,
                                                            const PublicKey& key,
                                                            const Assertion& assertion);

}  // namespace tusk::identity
