// Passkeys: what is looked at in an answer, with each of it wrong in turn, on both engines.

#include "identity/passkeys/passkeys.h"

#include <gmock/gmock.h>

#include "core/base64.h"
#include "core/error.h"
#include "core/random.h"
#include "core/testing/manual_clock.h"
#include "identity/directory_schema.h"
#include "identity/limits.h"
#include "identity/passkeys/limits.h"
#include "identity/people.h"
#include "identity/recovery_codes.h"
#include "identity/second_factor.h"
#include "identity/testing/software_authenticator.h"
#include "storage/connection_pool.h"
#include "storage/testing/both_engines.h"

namespace tusk::identity {
namespace {

using storage::Transaction;
using testing::SoftwareAuthenticator;

// ---- the server's name ----

TEST(RelyingPartyTest, IsTheHostOfTheAddress) {
  const auto party = [](const char* address) {
    const RelyingParty made = make_relying_party(address);
    return made.id + " " + made.origin;
  };
  EXPECT_EQ(party("https://tusk.example.com"), "tusk.example.com https://tusk.example.com");
  EXPECT_EQ(party("https://tusk.example.com:443"), "tusk.example.com https://tusk.example.com");
  EXPECT_EQ(party("https://tusk.example.com:8443"),
            "tusk.example.com https://tusk.example.com:8443");
  EXPECT_EQ(party("http://localhost:8080"), "localhost http://localhost:8080");
  for (const char* address : {"http://tusk.example.com", "https://192.168.1.2",
                              "http://127.0.0.1:1", "https://[::1]:8443", "tusk.example.com", ""}) {
    EXPECT_EQ(party(address), " ") << address;
  }
}

// ---- the directory ----

class PasskeysTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  PasskeysTest() {
    const auto connection = directory_.take();
    migrate_directory(*connection);
    anna_ = add_person("anna@norrsken.example");
    erik_ = add_person("erik@norrsken.example");
  }
  template <typename Work>
  auto write(Work&& work) {
    return directory_.write(std::forward<Work>(work));
  }
  std::string add_person(const std::string& email) {
    const PreparedPerson prepared(
        {.email = email, .name = "Någon Berg", .password = "blå häst i regn"}, hashes_);
    return write([&](Transaction& tx) { return prepared.insert(tx, random_, clock_); }).id;
  }
  std::string challenge(const std::string& owner = "page") {
    return write([&](Transaction& tx) { return passkeys_.make_challenge(tx, owner); });
  }
  bool add(const PasskeyRegistration& given, const std::string& person,
           const std::string& owner = "page") {
    return write([&](Transaction& tx) {
      return passkeys_.add(tx, {party_, owner, person}, given);
    });
  }
  bool use(const PasskeyAnswer& given, const std::string& person,
           const std::string& owner = "page") {
    return write([&](Transaction& tx) {
      return passkeys_.use(tx, {party_, owner, person}, given);
    });
  }
  // Anna has the authenticator's passkey.
  void give(SoftwareAuthenticator& authenticator) {
    ASSERT_TRUE(add(authenticator.make(challenge()), anna_));
  }
  std::vector<Passkey> list() {
    return write([&](Transaction& tx) { return list_passkeys(tx, anna_); });
  }
  SecondFactor factor() {
    return write([&](Transaction& tx) { return load_second_factor(tx, anna_); });
  }

  const storage::TestDatabase place_{GetParam()};
  core::ManualClock clock_;
  core::SeededRandom random_{1};
  storage::ConnectionPool directory_{[this] { return place_.open(0); }, 4};
  Sealing sealing_{Sealing::make_master_key(random_)};
  HashPool hashes_{sealing_, {.memory_bytes = 8192, .passes = 1, .max_waiting = 100}, 1};
  const RelyingParty party_ = make_relying_party("https://tusk.example.com:8443");
  Passkeys passkeys_{random_, clock_};
  SoftwareAuthenticator phone_{party_};
  std::string anna_;
  std::string erik_;
};

TEST_P(PasskeysTest, OfEveryKindProveWhoeverHasThem) {
  for (const int algorithm : {cose_es256, cose_eddsa, cose_rs256}) {
    SoftwareAuthenticator one(party_, algorithm);
    one.id = "passkey " + std::to_string(algorithm);
    give(one);
    EXPECT_TRUE(use(one.answer(challenge()), anna_)) << algorithm;
    one.user_handle = anna_;
    EXPECT_TRUE(use(one.answer(challenge()), anna_)) << algorithm;
    PasskeyAnswer forged = one.answer(challenge());
    forged.signature.back() = forged.signature.back() == 'A' ? 'Q' : 'A';
    EXPECT_FALSE(use(forged, anna_)) << algorithm;
  }
  EXPECT_EQ(factor().passkeys, 3);
  EXPECT_TRUE(factor().exists());
}

// What an answer may be wrong in.
struct Wrong {
  const char* what;
  void (*make)(SoftwareAuthenticator&);
};
const Wrong wrongs[] = {
    {"another page", [](auto& it) { it.origin = "https://tusk.example.com.evil.example"; }},
    {"another port", [](auto& it) { it.origin = "https://tusk.example.com"; }},
    {"without TLS", [](auto& it) { it.origin = "http://tusk.example.com:8443"; }},
    {"another server", [](auto& it) { it.party_id = "example.com"; }},
    {"for another use", [](auto& it) { it.type = "payment.get"; }},
    {"nobody there", [](auto& it) { it.flags = 0x04; }},
    {"not known to be the person", [](auto& it) { it.flags = 0x01; }},
    {"in another's frame", [](auto& it) { it.more_client_data["crossOrigin"] = true; }},
    {"in a frame of", [](auto& it) { it.more_client_data["topOrigin"] = "https://evil.example"; }},
};

TEST_P(PasskeysTest, ARegistrationThatIsWrongInAnythingIsRefused) {
  for (const Wrong& wrong : wrongs) {
    SoftwareAuthenticator one(party_);
    wrong.make(one);
    EXPECT_FALSE(add(one.make(challenge()), anna_)) << wrong.what;
  }
  phone_.type = "webauthn.get";
  EXPECT_FALSE(add(phone_.make(challenge()), anna_)) << "an answer to another question";
  phone_.type = "";
  PasskeyRegistration cut = phone_.make(challenge());
  cut.authenticator_data.resize(cut.authenticator_data.size() - 8);
  EXPECT_FALSE(add(cut, anna_)) << "half a key";
  EXPECT_FALSE(add({"Telefonen", "bm90IEpTT04", "!"}, anna_));
  EXPECT_TRUE(list().empty());
  give(phone_);
}

TEST_P(PasskeysTest, AnAnswerThatIsWrongInAnythingIsRefused) {
  give(phone_);
  const SoftwareAuthenticator right(party_);
  for (const Wrong& wrong : wrongs) {
    wrong.make(phone_);
    EXPECT_FALSE(use(phone_.answer(challenge()), anna_)) << wrong.what;
    phone_.origin = right.origin;
    phone_.party_id = right.party_id;
    phone_.type = right.type;
    phone_.flags = right.flags;
    phone_.more_client_data = right.more_client_data;
  }
  phone_.type = "webauthn.create";
  EXPECT_FALSE(use(phone_.answer(challenge()), anna_)) << "a registration";
  phone_.type = "";
  phone_.user_handle = erik_;
  EXPECT_FALSE(use(phone_.answer(challenge()), anna_)) << "of another person";
  phone_.user_handle = "";
  SoftwareAuthenticator thief(party_);
  EXPECT_FALSE(use(thief.answer(challenge()), anna_)) << "another key under the same id";
  EXPECT_FALSE(use({"AA", "AA", "AA", "AA", ""}, anna_));
  EXPECT_FALSE(use({std::string("a\0b", 3), "", "", "", ""}, anna_)) << "no text for a database";
  EXPECT_TRUE(use(phone_.answer(challenge()), anna_));
}

// ---- challenges ----

TEST_P(PasskeysTest, AChallengeIsGoodOnceForOneOwnerAndForFiveMinutes) {
  give(phone_);
  const PasskeyAnswer once = phone_.answer(challenge());
  EXPECT_TRUE(use(once, anna_));
  EXPECT_FALSE(use(once, anna_)) << "used";

  const std::string failed = challenge();
  phone_.flags = 0x01;
  EXPECT_FALSE(use(phone_.answer(failed), anna_));
  phone_.flags = 0x05;
  EXPECT_FALSE(use(phone_.answer(failed), anna_)) << "used by the try that failed";

  EXPECT_FALSE(use(phone_.answer(challenge("another")), anna_)) << "of another ticket";
  const std::string older = challenge();
  const std::string newer = challenge();
  EXPECT_NE(older, newer);
  EXPECT_FALSE(use(phone_.answer(older), anna_)) << "another took its place";

  const std::string late = challenge();
  clock_.advance(second_step_time);
  EXPECT_FALSE(use(phone_.answer(late), anna_));
  EXPECT_FALSE(use(phone_.answer("AAAA"), anna_)) << "none was asked";
  EXPECT_FALSE(add(phone_.make("AAAA"), anna_)) << "none was asked";
}

TEST_P(PasskeysTest, NoChallengeIsInTheDatabase) {
  const std::string asked = challenge();
  const std::string bytes = core::decode_base64url(asked).value();
  EXPECT_EQ(bytes.size(), passkey_challenge_bytes);
  write([&](Transaction& tx) {
    const auto row = tx.prepare("SELECT challenge_hash FROM directory_passkey_challenge");
    ASSERT_TRUE(row->step());
    EXPECT_NE(row->text(0), asked);
    EXPECT_EQ(row->text(0).size(), 64U);
  });
}

// ---- copies ----

TEST_P(PasskeysTest, ACounterThatDoesNotGoUpIsThatOfACopy) {
  phone_.count = 7;
  give(phone_);
  EXPECT_TRUE(use(phone_.answer(challenge()), anna_));
  const std::uint32_t there = phone_.count;
  EXPECT_TRUE(use(phone_.answer(challenge()), anna_));
  phone_.count = there - 1;
  EXPECT_FALSE(use(phone_.answer(challenge()), anna_)) << "used before";
  phone_.count = 0;
  EXPECT_FALSE(use(phone_.answer(challenge()), anna_)) << "counts no more";
  phone_.count = there + 1;
  EXPECT_TRUE(use(phone_.answer(challenge()), anna_));
}

TEST_P(PasskeysTest, OneThatDoesNotCountIsGoodManyTimes) {
  give(phone_);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(use(phone_.answer(challenge()), anna_));
}

// ---- whose ----

TEST_P(PasskeysTest, APasskeyIsOnePersons) {
  give(phone_);
  EXPECT_FALSE(use(phone_.answer(challenge()), erik_));
  EXPECT_THROW((void)add(phone_.make(challenge()), erik_), core::Error) << "somebody has it";
  EXPECT_THROW((void)add(phone_.make(challenge()), anna_), core::Error);
  EXPECT_EQ(list().size(), 1U);
  const std::string key = list()[0].key;
  EXPECT_THROW(write([&](Transaction& tx) { remove_passkey(tx, erik_, key); }), core::Error);
}

TEST_P(PasskeysTest, AreListedRenamedAndRemoved) {
  EXPECT_THROW((void)add(phone_.make(challenge(), " "), anna_), core::Error);
  EXPECT_THROW((void)add(phone_.make(challenge(), std::string(100, 'x')), anna_), core::Error);
  give(phone_);
  ASSERT_EQ(list().size(), 1U);
  EXPECT_EQ(list()[0].name, "Telefonen");
  EXPECT_EQ(list()[0].created_at, clock_.now());
  EXPECT_EQ(list()[0].used_at, 0);
  clock_.advance(core::seconds(60));
  EXPECT_TRUE(use(phone_.answer(challenge()), anna_));
  EXPECT_EQ(list()[0].used_at, clock_.now());
  const std::string key = list()[0].key;
  write([&](Transaction& tx) { rename_passkey(tx, anna_, key, " Nya telefonen "); });
  EXPECT_EQ(list()[0].name, "Nya telefonen");
  EXPECT_THROW(write([&](Transaction& tx) { rename_passkey(tx, anna_, key, ""); }), core::Error);
  EXPECT_THROW(write([&](Transaction& tx) { rename_passkey(tx, anna_, "x", "y"); }), core::Error);
  write([&](Transaction& tx) { static_cast<void>(renew_recovery_codes(tx, random_, anna_)); });
  EXPECT_EQ(factor().recovery_codes, 10);
  write([&](Transaction& tx) { remove_passkey(tx, anna_, key); });
  EXPECT_FALSE(factor().exists());
  EXPECT_EQ(factor().recovery_codes, 0) << "they are for what is lost";
  EXPECT_FALSE(use(phone_.answer(challenge()), anna_));
}

TEST_P(PasskeysTest, ThereIsAnEndToThem) {
  for (std::int64_t i = 0; i < max_passkeys; ++i) {
    phone_.id = "passkey " + std::to_string(i);
    give(phone_);
  }
  phone_.id = "one more";
  EXPECT_THROW((void)add(phone_.make(challenge()), anna_), core::Error);
}

TUSK_ON_BOTH_ENGINES(PasskeysTest);

}  // namespace
}  // namespace tusk::identity
