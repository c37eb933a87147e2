#pragma once

// Keys that sign JSON Web Tokens, over OpenSSL: the two algorithms that OpenID Connect's programs
// know, and nothing that a token could choose.

#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace tusk::identity::openid {

enum class Algorithm {
  es256,  // ECDSA, P-256, SHA-256: short and fast
  rs256   // RSA PKCS #1 v1.5, SHA-256: what every program must understand
};

inline constexpr int rsa_bits = 3072;

[[nodiscard]] const char* name_of(Algorithm algorithm);  // "ES256"
// Throws Error{invalid} that lists them.
[[nodiscard]] Algorithm parse_algorithm(std::string_view name);

class PublicKey {
 public:
  // `der`: SubjectPublicKeyInfo in base64url. Throws Error{internal} if it is no key of that kind.
  [[nodiscard]] static PublicKey parse(Algorithm algorithm, std::string_view der);

  [[nodiscard]] Algorithm algorithm() const { return algorithm_; }
  // RFC 7638: the same for the same key, wherever it is computed.
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] std::string der() const;
  // RFC 7517, with kid, use and alg.
  [[nodiscard]] boost::json::object to_jwk() const;
  // `signature` as JSON Web Signatures have it.
  [[nodiscard]] bool verify(std::string_view text, std::string_view signature) const;

 private:
  friend class KeyPair;
  PublicKey(Algorithm algorithm, std::shared_ptr<evp_pkey_st> key);
  // The members that make the key, in the order of RFC 7638.
  [[nodiscard]] boost::json::object members() const;

  Algorithm algorithm_;
  std::shared_ptr<evp_pkey_st> key_;
  std::string id_;
};

class KeyPair {
 public:
  // With OpenSSL's own randomness. RSA takes the better part of a second: never inside a
  // transaction.
  [[nodiscard]] static KeyPair generate(Algorithm algorithm);
  [[nodiscard]] static KeyPair parse(Algorithm algorithm, std::string_view private_pem);

  [[nodiscard]] const PublicKey& public_key() const { return public_; }
  [[nodiscard]] std::string private_pem() const;
  [[nodiscard]] std::string sign(std::string_view text) const;

 private:
  KeyPair(Algorithm algorithm, std::shared_ptr<evp_pkey_st> key);

  PublicKey public_;
};

}  // namespace tusk::identity::openid
