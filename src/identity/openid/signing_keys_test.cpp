// Keys and tokens: which key signs when, and that nothing in a token chooses how it is verified.

#include "identity/openid/signing_keys.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <thread>

#include "core/base64.h"
#include "core/error.h"
#include "core/sha256.h"
#include "core/testing/manual_clock.h"
#include "identity/audit.h"
#include "identity/directory_schema.h"
#include "identity/openid/json_web_token.h"
#include "identity/openid/limits.h"
#include "storage/testing/both_engines.h"

namespace tusk::identity::openid {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::vector<std::string> ids_of(const std::vector<PublicKey>& keys, Algorithm algorithm) {
  std::vector<std::string> ids;
  for (const PublicKey& key : keys) {
    if (key.algorithm() == algorithm) ids.push_back(key.id());
  }
  return ids;
}

class SigningKeysTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  SigningKeysTest() : place_(GetParam()) {
    const auto connection = directory_.take();
    migrate_directory(*connection);
  }
  std::string now_signs(SigningKeys& keys) { return keys.get(Algorithm::es256).public_key().id(); }
  std::string published_keys() {
    std::string all;
    directory_.read([&](storage::Transaction& tx) {
      const auto rows = tx.prepare("SELECT sealed, public_key FROM directory_openid_key");
      while (rows->step()) all += std::string(rows->text(0)) + std::string(rows->text(1));
    });
    return all;
  }

  const storage::TestDatabase place_;
  core::ManualClock clock_;
  core::SeededRandom random_{1};
  core::SeededRandom other_random_{2};
  storage::ConnectionPool directory_{[this] { return place_.open(0); }, 8};
  Sealing sealing_{Sealing::make_master_key(random_)};
  SigningKeys keys_{directory_, sealing_, random_, clock_};
};
TUSK_ON_BOTH_ENGINES(SigningKeysTest);

// REQ: TID-1
TEST_P(SigningKeysTest, EveryServerOfADirectoryHasTheSameKeys) {
  SigningKeys other(directory_, sealing_, other_random_, clock_);
  std::string first;
  std::string second;
  std::thread one([&] { first = now_signs(keys_); });
  std::thread two([&] { second = now_signs(other); });
  one.join();
  two.join();
  EXPECT_EQ(first, second);
  EXPECT_EQ(published_keys().find("PRIVATE"), std::string::npos) << "kept unsealed";
  EXPECT_THAT(keys_.list(), SizeIs(2)) << "one of each algorithm";
}

TEST_P(SigningKeysTest, AKeyIsPublishedADayBeforeItSignsAndKeptADayAfterItsLastToken) {
  const std::string first = now_signs(keys_);
  clock_.advance(key_rotation - key_publish_time - core::seconds(1));
  keys_.rotate_if_due();
  EXPECT_THAT(ids_of(keys_.list(), Algorithm::es256), ElementsAre(first)) << "not due";
  clock_.advance(core::seconds(1));
  SigningKeys other(directory_, sealing_, other_random_, clock_);
  std::thread beside([&] { other.rotate_if_due(); });
  keys_.rotate_if_due();
  beside.join();
  const auto both = ids_of(keys_.list(), Algorithm::es256);
  ASSERT_THAT(both, SizeIs(2)) << "two servers rotate once";
  const std::string second = both.front();
  EXPECT_EQ(now_signs(keys_), first) << "not known everywhere yet";
  clock_.advance(key_publish_time - core::seconds(1));
  EXPECT_EQ(now_signs(keys_), first);
  clock_.advance(core::seconds(1));
  EXPECT_EQ(now_signs(keys_), second);
  clock_.advance(key_keep_time - core::seconds(1));
  keys_.rotate_if_due();
  EXPECT_THAT(ids_of(keys_.list(), Algorithm::es256), UnorderedElementsAre(first, second));
  clock_.advance(core::seconds(1));
  keys_.rotate_if_due();
  EXPECT_THAT(ids_of(keys_.list(), Algorithm::es256), ElementsAre(second));
}

TEST_P(SigningKeysTest, AnEmergencyRotationLeavesNothingOfTheOldKeys) {
  const KeyPair stolen = keys_.get(Algorithm::es256);
  SigningKeys other(directory_, sealing_, other_random_, clock_);
  EXPECT_EQ(now_signs(other), stolen.public_key().id());
  const auto renewed = keys_.rotate_now("somebody");
  EXPECT_NE(now_signs(other), stolen.public_key().id()) << "another server at once too";
  const auto keys = other.list();
  EXPECT_THAT(renewed, SizeIs(2));
  const auto audit =
      directory_.read([](storage::Transaction& tx) { return list_audit(tx, service_audit, 1); });
  ASSERT_THAT(audit, SizeIs(1));
  EXPECT_EQ(audit.front().event, "signing_key_made");
  EXPECT_EQ(audit.front().actor_name, "somebody");
  EXPECT_EQ(audit.front().subject, renewed.back());
  EXPECT_FALSE(read_token(sign_token(stolen, "JWT", {{"sub", "p_1"}}), "JWT", keys));
}

// ---- tokens ----

class TokenTest : public ::testing::Test {
 protected:
  static std::string forge(const json::object& header, const json::object& claims,
                           const std::string& signature) {
    return core::encode_base64url(json::serialize(header)) + "." +
           core::encode_base64url(json::serialize(claims)) + "." +
           core::encode_base64url(signature);
  }
  // Signed rightly, with a header of the test's own.
  static std::string sign(const json::object& header, const json::object& claims,
                          const KeyPair& key) {
    const std::string text = core::encode_base64url(json::serialize(header)) + "." +
                             core::encode_base64url(json::serialize(claims));
    return text + "." + core::encode_base64url(key.sign(text));
  }
  bool is_read(const std::string& token, std::string_view type = "JWT") const {
    return read_token(token, type, public_).has_value();
  }

  inline static const KeyPair es256_ = KeyPair::generate(Algorithm::es256);
  inline static const KeyPair rs256_ = KeyPair::generate(Algorithm::rs256);
  const std::vector<PublicKey> public_{es256_.public_key(), rs256_.public_key()};
  const std::string kid_ = es256_.public_key().id();
  const json::object claims_{{"sub", "p_1"}};
};

TEST_F(TokenTest, OfBothAlgorithmsAreReadAgain) {
  for (const KeyPair* key : {&es256_, &rs256_}) {
    const std::string token = sign_token(*key, "JWT", claims_);
    const auto claims = read_token(token, "JWT", public_);
    ASSERT_TRUE(claims);
    EXPECT_EQ(text_claim(*claims, "sub"), "p_1");
    EXPECT_EQ(KeyPair::parse(key->public_key().algorithm(), key->private_pem()).public_key().id(),
              key->public_key().id());
    EXPECT_EQ(PublicKey::parse(key->public_key().algorithm(), key->public_key().der()).id(),
              key->public_key().id());
  }
}

TEST_F(TokenTest, IdsAreThumbprintsOfTheKey) {
  const json::object jwk = rs256_.public_key().to_jwk();
  const std::string canonical =
      json::serialize(json::object{{"e", jwk.at("e")}, {"kty", jwk.at("kty")}, {"n", jwk.at("n")}});
  EXPECT_EQ(jwk.at("kid").as_string(), core::encode_base64url(core::sha256_bytes(canonical)));
  EXPECT_EQ(core::decode_base64url(std::string(jwk.at("n").as_string()))->size(), rsa_bits / 8U);
  EXPECT_EQ(es256_.public_key().to_jwk().at("crv").as_string(), "P-256");
  for (const char* secret : {"d", "p", "q", "k"}) EXPECT_FALSE(jwk.contains(secret));
}

// The attacks on readers of tokens that let the token choose.
TEST_F(TokenTest, NothingInATokenChoosesHowItIsVerified) {
  const json::object right{{"alg", "ES256"}, {"kid", kid_}, {"typ", "JWT"}};
  ASSERT_TRUE(is_read(sign(right, claims_, es256_)));
  const auto with = [&](std::string_view name, const json::value& value) {
    json::object changed = right;
    changed[name] = value;
    return changed;
  };
  EXPECT_FALSE(is_read(forge(with("alg", "none"), claims_, "")));
  EXPECT_FALSE(is_read(forge(right, claims_, "")));
  EXPECT_FALSE(is_read(sign(with("alg", "HS256"), claims_, es256_)));
  EXPECT_FALSE(is_read(sign(with("alg", "RS256"), claims_, es256_)));
  EXPECT_FALSE(is_read(sign(with("alg", "ES256"), claims_, rs256_)));
  EXPECT_FALSE(is_read(sign(with("kid", "unknown"), claims_, es256_)));
  EXPECT_FALSE(is_read(sign(with("kid", json::string(rs256_.public_key().id())), claims_, es256_)));
  for (const char* name : {"jku", "x5u", "x5c", "crit", "b64"})
    EXPECT_FALSE(is_read(sign(with(name, "https://evil.example/keys"), claims_, es256_))) << name;
  EXPECT_FALSE(is_read(sign(with("jwk", es256_.public_key().to_jwk()), claims_, es256_)));
  EXPECT_FALSE(is_read(sign(with("typ", "at+jwt"), claims_, es256_)));
  EXPECT_FALSE(is_read(sign(right, claims_, es256_), "at+jwt"));
  EXPECT_FALSE(is_read(sign({{"alg", "ES256"}, {"kid", kid_}}, claims_, es256_)));
}

TEST_F(TokenTest, AChangedOrCutTokenIsNone) {
  const std::string token = sign_token(es256_, "JWT", claims_);
  for (std::size_t at = 0; at < token.size(); ++at) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(is_read(changed)) << at;
  }
  for (std::size_t size = 0; size < token.size(); ++size)
    EXPECT_FALSE(is_read(token.substr(0, size)));
  EXPECT_FALSE(is_read(token + "=") || is_read(token + ".x") || is_read("." + token));
  EXPECT_FALSE(is_read(sign_token(es256_, "JWT", {{"x", std::string(max_token_bytes, 'x')}})));
}

}  // namespace
}  // namespace tusk::identity::openid
