#pragma once

// An authenticator with one passkey, and the browser in front of it. What it answers can be made
// wrong in every way that a server has to see. For *_test.cpp only.

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <boost/json.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base64.h"
#include "core/sha256.h"
#include "identity/passkeys/passkeys.h"

namespace tusk::identity::testing {

class SoftwareAuthenticator {
 public:
  explicit SoftwareAuthenticator(const RelyingParty& party, int algorithm = cose_es256)
      : origin(party.origin),
        party_id(party.id),
        algorithm_(algorithm),
        key_(make_key(algorithm)) {}

  // What a page and an authenticator say; tests change it.
  std::string origin;
  std::string party_id;
  std::string type;                  // empty: the right one
  std::uint8_t flags = 0x01 | 0x04;  // the person is there, and known
  std::uint32_t count = 0;           // goes up by one with each answer if it is not 0
  std::string id = "id of a passkey";
  std::string user_handle;
  boost::json::object more_client_data = {{"crossOrigin", false}};

  PasskeyRegistration make(const std::string& challenge, const std::string& name = "Telefonen") {
    const std::string data = authenticator_data(flags | 0x40) + std::string(16, '\0') +
                             big_endian(id.size(), 2) + id + cose_key();
    return {name, encoded(client_data("webauthn.create", challenge)), encoded(data)};
  }
  PasskeyAnswer answer(const std::string& challenge) {
    if (count != 0) ++count;
    const std::string client = client_data("webauthn.get", challenge);
    const std::string data = authenticator_data(flags);
    return {.id = encoded(id),
            .client_data = encoded(client),
            .authenticator_data = encoded(data),
            .signature = encoded(sign(data + core::sha256_bytes(client))),
            .user_handle = user_handle.empty() ? "" : encoded(user_handle)};
  }

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(BIGNUM* number) const { BN_free(number); }
  };
  using Key = std::unique_ptr<EVP_PKEY, Free>;

  static Key make_key(int algorithm) {
    if (algorithm == cose_es256) return Key(EVP_EC_gen("P-256"));
    if (algorithm == cose_rs256) return Key(EVP_RSA_gen(2048));
    return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  }
  static std::string encoded(const std::string& bytes) { return core::encode_base64url(bytes); }
  static std::string big_endian(std::uint64_t number, std::size_t bytes) {
    std::string text(bytes, '\0');
    for (std::size_t i = bytes; i-- > 0; number >>= 8U) text[i] = static_cast<char>(number & 0xffU);
    return text;
  }
  // A number of the key in so many bytes.
  [[nodiscard]] std::string part(const char* name, int bytes) const {
    BIGNUM* number = nullptr;
    EXPECT_EQ(EVP_PKEY_get_bn_param(key_.get(), name, &number), 1);
    const std::unique_ptr<BIGNUM, Free> owned(number);
    std::string text(static_cast<std::size_t>(bytes), '\0');
    EXPECT_EQ(BN_bn2binpad(number, reinterpret_cast<unsigned char*>(text.data()), bytes), bytes);
    return text;
  }
  // The public key as CBOR (RFC 9053).
  [[nodiscard]] std::string cose_key() const {
    using namespace std::string_literals;
    if (algorithm_ == cose_es256) {
      return "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"s + part(OSSL_PKEY_PARAM_EC_PUB_X, 32) +
             "\x22\x58\x20"s + part(OSSL_PKEY_PARAM_EC_PUB_Y, 32);
    }
    if (algorithm_ == cose_rs256) {
      return "\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00"s + part(OSSL_PKEY_PARAM_RSA_N, 256) +
             "\x21\x43\x01\x00\x01"s;
    }
    std::string bytes(32, '\0');
    std::size_t size = bytes.size();
    EXPECT_EQ(EVP_PKEY_get_raw_public_key(key_.get(),
                                          reinterpret_cast<unsigned char*>(bytes.data()), &size),
              1);
    return "\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20"s + bytes;
  }
  [[nodiscard]] std::string authenticator_data(std::uint8_t with_flags) const {
    return core::sha256_bytes(party_id) + static_cast<char>(with_flags) + big_endian(count, 4);
  }
  [[nodiscard]] std::string client_data(const char* right_type,
                                        const std::string& challenge) const {
    boost::json::object data{{"type", type.empty() ? right_type : type.c_str()},
                             {"challenge", challenge},
                             {"origin", origin}};
    for (const auto& member : more_client_data) data[member.key()] = member.value();
    return boost::json::serialize(data);
  }
  [[nodiscard]] std::string sign(const std::string& text) const {
    const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    const EVP_MD* hash = algorithm_ == cose_eddsa ? nullptr : EVP_sha256();
    EXPECT_EQ(EVP_DigestSignInit(context.get(), nullptr, hash, nullptr, key_.get()), 1);
    std::string signature(512, '\0');
    std::size_t size = signature.size();
    EXPECT_EQ(
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size()),
        1);
    signature.resize(size);
    return signature;
  }

  int algorithm_;
  Key key_;
};

}  // namespace tusk::identity::testing
