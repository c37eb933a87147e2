#include "identity/openid/key_pair.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <boost/json/serialize.hpp>

#include "core/base64.h"
#include "core/error.h"
#include "core/sha256.h"

namespace tusk::identity::openid {
namespace {

constexpr int coordinate_bytes = 32;  // of P-256

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* held) const {
    Free(held);
  }
};
using Context = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using Bytes = std::unique_ptr<BIO, Freed<BIO_free_all>>;

core::Error failed(const char* what) {
  return {core::ErrorCode::internal,
          core::say("En nyckel som signerar inloggningar går inte att använda.",
                    "A key that signs log-ins can't be used."),
          {},
          std::string("OpenSSL: ") + what};
}

std::shared_ptr<EVP_PKEY> owned(EVP_PKEY* key, const char* what) {
  if (key == nullptr) throw failed(what);
  return {key, EVP_PKEY_free};
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string contents_of(BIO* bytes) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bytes, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* found = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &found) != 1) throw failed(name);
  const Number number(found);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number.get())), '\0');
  BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  return bytes;
}

std::string point_of(const EVP_PKEY* key) {
  std::string point(1 + 2 * coordinate_bytes, '\0');
  std::size_t size = 0;
  if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY,
                                      reinterpret_cast<unsigned char*>(point.data()), point.size(),
                                      &size) != 1 ||
      size != point.size() || point[0] != 4) {
    throw failed("the point of a key");
  }
  return point;
}

void check_kind(Algorithm algorithm, const EVP_PKEY* key) {
  const bool is_right = algorithm == Algorithm::es256
                            ? EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_bits(key) == 256
                            : EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) >= rsa_bits;
  if (!is_right) throw failed("a key of another kind");
}

// ECDSA's two numbers: OpenSSL has them as DER, tokens as so many bytes each.
std::string raw_signature(std::string_view der) {
  const unsigned char* at = bytes_of(der);
  const Signature pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!pair) throw failed("a signature");
  std::string raw(2 * coordinate_bytes, '\0');
  auto* into = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), into, coordinate_bytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), into + coordinate_bytes, coordinate_bytes);
  return raw;
}

// Empty if it has not the right length.
std::string der_signature(std::string_view raw) {
  if (raw.size() != 2 * coordinate_bytes) return {};
  const Signature pair(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(bytes_of(raw), coordinate_bytes, nullptr);
  BIGNUM* s = BN_bin2bn(bytes_of(raw) + coordinate_bytes, coordinate_bytes, nullptr);
  ECDSA_SIG_set0(pair.get(), r, s);
  unsigned char* made = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &made);
  if (size <= 0) return {};
  std::string der(reinterpret_cast<char*>(made), static_cast<std::size_t>(size));
  OPENSSL_free(made);
  return der;
}

}  // namespace

const char* name_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::es256:
      return "ES256";
    case Algorithm::rs256:
      return "RS256";
  }
  return "";
}

Algorithm parse_algorithm(std::string_view name) {
  for (const Algorithm algorithm : {Algorithm::es256, Algorithm::rs256}) {
    if (name == name_of(algorithm)) return algorithm;
  }
  throw core::invalid_field(
      "algorithm", name,
      core::say("Algoritmen ”{}” finns inte. Välj ES256 eller RS256.",
                "There is no algorithm “{}”. Choose ES256 or RS256.", core::shorten(name)));
}

// ---- PublicKey ----

PublicKey::PublicKey(Algorithm algorithm, std::shared_ptr<evp_pkey_st> key)
    : algorithm_(algorithm), key_(std::move(key)) {
  check_kind(algorithm_, key_.get());
  id_ = core::encode_base64url(core::sha256_bytes(boost::json::serialize(members())));
}

PublicKey PublicKey::parse(Algorithm algorithm, std::string_view der) {
  const auto bytes = core::decode_base64url(der);
  if (!bytes) throw failed("a public key");
  const unsigned char* at = bytes_of(*bytes);
  return {algorithm,
          owned(d2i_PUBKEY(nullptr, &at, static_cast<long>(bytes->size())), "a public key")};
}

std::string PublicKey::der() const {
  unsigned char* made = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &made);
  if (size <= 0) throw failed("a public key");
  std::string text = core::encode_base64url({reinterpret_cast<char*>(made), std::size_t(size)});
  OPENSSL_free(made);
  return text;
}

boost::json::object PublicKey::members() const {
  if (algorithm_ == Algorithm::rs256) {
    return {{"e", core::encode_base64url(number_of(key_.get(), OSSL_PKEY_PARAM_RSA_E))},
            {"kty", "RSA"},
            {"n", core::encode_base64url(number_of(key_.get(), OSSL_PKEY_PARAM_RSA_N))}};
  }
  const std::string point = point_of(key_.get());
  return {{"crv", "P-256"},
          {"kty", "EC"},
          {"x", core::encode_base64url(std::string_view(point).substr(1, coordinate_bytes))},
          {"y", core::encode_base64url(std::string_view(point).substr(1 + coordinate_bytes))}};
}

boost::json::object PublicKey::to_jwk() const {
  boost::json::object jwk = members();
  jwk["kid"] = id_;
  jwk["use"] = "sig";
  jwk["alg"] = name_of(algorithm_);
  return jwk;
}

bool PublicKey::verify(std::string_view text, std::string_view signature) const {
  const std::string given =
      algorithm_ == Algorithm::es256 ? der_signature(signature) : std::string(signature);
  const Context context(EVP_MD_CTX_new());
  if (EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1) {
    throw failed("verifying");
  }
  return EVP_DigestVerify(context.get(), bytes_of(given), given.size(), bytes_of(text),
                          text.size()) == 1;
}

// ---- KeyPair ----

KeyPair::KeyPair(Algorithm algorithm, std::shared_ptr<evp_pkey_st> key)
    : public_(algorithm, std::move(key)) {}

KeyPair KeyPair::generate(Algorithm algorithm) {
  return {algorithm,
          owned(algorithm == Algorithm::es256 ? EVP_EC_gen("P-256")
                                              : EVP_RSA_gen(static_cast<unsigned int>(rsa_bits)),
                "making a key")};
}

KeyPair KeyPair::parse(Algorithm algorithm, std::string_view private_pem) {
  const Bytes bytes(BIO_new_mem_buf(private_pem.data(), static_cast<int>(private_pem.size())));
  return {algorithm,
          owned(PEM_read_bio_PrivateKey(bytes.get(), nullptr, nullptr, nullptr), "a private key")};
}

std::string KeyPair::private_pem() const {
  const Bytes bytes(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PKCS8PrivateKey(bytes.get(), public_.key_.get(), nullptr, nullptr, 0, nullptr,
                                    nullptr) != 1) {
    throw failed("a private key");
  }
  return contents_of(bytes.get());
}

std::string KeyPair::sign(std::string_view text) const {
  const Context context(EVP_MD_CTX_new());
  std::size_t size = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, public_.key_.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes_of(text), text.size()) != 1) {
    throw failed("signing");
  }
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes_of(text), text.size()) != 1) {
    throw failed("signing");
  }
  signature.resize(size);
  return public_.algorithm_ == Algorithm::es256 ? raw_signature(signature) : signature;
}

}  // namespace tusk::identity::openid
