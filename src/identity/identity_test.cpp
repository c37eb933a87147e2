#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "core/error.h"
#include "core/sha256.h"
#include "identity/email_address.h"
#include "identity/hash_pool.h"
#include "identity/password_rules.h"
#include "identity/secrets.h"

namespace tusk::identity {
namespace {

// The smallest that the algorithm takes: tests prove the wiring, not the cost.
constexpr HashParameters fast{.memory_bytes = 8192, .passes = 1};

TEST(EmailAddressTest, HasOneForm) {
  EXPECT_EQ(normalise_email("  Anna@Norrsken.Example\n"), "anna@norrsken.example");
  EXPECT_EQ(normalise_email("a+b@xn--nrrsken-90a.example"), "a+b@xn--nrrsken-90a.example");
}

TEST(EmailAddressTest, RefusesWhatCouldBeTakenForAnotherAddress) {
  for (const char* wrong :
       {"", "   ", "anna", "@norrsken.example", "anna@", "anna@norrsken", "mıke@example.org",
        "a nna@example.org", "anna@exa mple.org", ".anna@example.org", "an..na@example.org",
        "anna@-example.org", "anna@example..org", "anna@example.org."}) {
    EXPECT_FALSE(normalise_email(wrong).has_value()) << wrong;
  }
  EXPECT_FALSE(normalise_email(std::string(300, 'a') + "@example.org").has_value());
}

core::ErrorCode code_of_password(std::string_view password) {
  try {
    check_password(password, "anna@norrsken.example", "Anna Berg");
  } catch (const core::Error& error) {
    EXPECT_EQ(error.problems().at(0).field, "password");
    EXPECT_TRUE(error.problems().at(0).value.empty()) << "a password must not be repeated";
    return error.code();
  }
  return core::ErrorCode::internal;  // stands for: accepted
}

// REQ: SEC-4
TEST(PasswordRulesTest, RefuseShortCommonAndOwnName) {
  for (const char* wrong :
       {"kort", "fjorton tecken", "Password1234567", "lösenordlösenord", "aaaabbbbccccdddd",
        "anna.berg.anna.1", "NorrskenAnnaBerg1", "Tusk-anna-berg-anna", "rad ett\x01två och tre"}) {
    EXPECT_EQ(code_of_password(wrong), core::ErrorCode::invalid) << wrong;
  }
  EXPECT_EQ(code_of_password(std::string(257, 'x') + "abcdefg"), core::ErrorCode::invalid);
  // Fourteen characters, four of them written as two.
  EXPECT_EQ(code_of_password("a\u030Ao\u0308e\u0301a\u0308 bcd fghij"), core::ErrorCode::invalid);
}

// ID-2: the commonest passwords, whatever digits and signs are put around them.
TEST(PasswordRulesTest, RefuseCommonPasswordsInTheirDisguises) {
  for (const char* wrong :
       {"Dragon1234567890", "!!!!Liverpool2026", "123456monkey123", "Sommar2026!!!!!",
        "dragondragon1234", "12Välkommen3456", "12VÄLKOMMEN3456", "LÖSENORDLÖSENORD",
        "letmeinletmein!", "Trustno1--2026!!"}) {
    EXPECT_EQ(code_of_password(wrong), core::ErrorCode::invalid) << wrong;
  }
  for (const char* right : {"dragon under bron", "liverpool mot luleå", "monkeydragon77x"}) {
    EXPECT_EQ(code_of_password(right), core::ErrorCode::internal) << right;
  }
}

TEST(PasswordRulesTest, TakeSeveralWordsOfAnyLetters) {
  EXPECT_EQ(code_of_password("blå häst i regn"), core::ErrorCode::internal);
  EXPECT_EQ(code_of_password("trädgård åtta moln"), core::ErrorCode::internal);
}

const std::string master_key(std::size_t{2} * master_key_bytes, '7');
const std::string next_master_key(std::size_t{2} * master_key_bytes, '8');

TEST(HashPoolTest, KnowsTheRightPassword) {
  const Sealing sealing(master_key);
  HashPool pool(sealing, fast, 1);
  const std::string hash = pool.hash("blå häst i regn");
  EXPECT_TRUE(hash.starts_with(sealing.current_key() + ".$argon2id$v=19$m=8,t=1,p=1$")) << hash;
  EXPECT_TRUE(pool.verify(hash, "blå häst i regn"));
  EXPECT_FALSE(pool.verify(hash, "blå häst i rägn"));
  EXPECT_FALSE(pool.verify(sealing.current_key() + ".no hash at all", "blå häst i regn"));
  EXPECT_NE(hash, pool.hash("blå häst i regn"));
}

// ID-1: a copy of the directory without the master key is no use for trying passwords.
TEST(HashPoolTest, NobodyKnowsTheRightPasswordWithoutTheMasterKey) {
  const Sealing sealing(master_key);
  const std::string hash = HashPool(sealing, fast, 1).hash("blå häst i regn");
  const std::string phc = hash.substr(hash.find('.') + 1);
  EXPECT_NE(::crypto_pwhash_argon2id_str_verify(phc.c_str(), "blå häst i regn",
                                                std::string_view("blå häst i regn").size()),
            0);

  const Sealing other(next_master_key);
  HashPool elsewhere(other, fast, 1);
  EXPECT_FALSE(elsewhere.verify(other.current_key() + "." + phc, "blå häst i regn"));
  try {
    (void)elsewhere.verify(hash, "blå häst i regn");
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::unavailable);
    EXPECT_THAT(error.text().en, testing::HasSubstr(sealing.current_key()));
  }
}

TEST(HashPoolTest, ANewMasterKeyLetsOldPasswordsInAndWantsThemHashedAnew) {
  const std::string hash = HashPool(Sealing(master_key), fast, 1).hash("blå häst i regn");
  const Sealing sealing(next_master_key + "\n" + master_key);
  HashPool pool(sealing, fast, 1);
  EXPECT_TRUE(pool.verify(hash, "blå häst i regn"));
  EXPECT_FALSE(pool.verify(hash, "blå häst i rägn"));
  EXPECT_TRUE(pool.is_outdated(hash));
  EXPECT_FALSE(pool.is_outdated(pool.hash("blå häst i regn")));
}

// ID-2 (NFKC): a password is the same from every keyboard.
TEST(HashPoolTest, APasswordIsTheSameInEveryUnicodeForm) {
  const Sealing sealing(master_key);
  HashPool pool(sealing, fast, 1);
  EXPECT_TRUE(pool.verify(pool.hash("bla\u030A ha\u0308st i regn"), "blå häst i regn"));
  EXPECT_TRUE(pool.verify(pool.hash("blå häst i regn"), "bla\u030A ha\u0308st i regn"));
  EXPECT_FALSE(pool.verify(pool.hash("blå häst i regn"), "bla hast i regn"));
}

TEST(HashPoolTest, KeepsToTheParametersThatWereChosen) {
  const Sealing sealing(master_key);
  HashPool pool(sealing);
  const std::string hash = pool.hash("blå häst i regn");
  EXPECT_THAT(hash, testing::HasSubstr(".$argon2id$v=19$m=19456,t=2,p=1$"));
  EXPECT_FALSE(pool.is_outdated(hash));
  EXPECT_TRUE(pool.is_outdated(HashPool(sealing, fast, 1).hash("blå häst i regn")));
}

TEST(HashPoolTest, FullQueueAnswersTryAgainAtOnce) {
  HashParameters none = fast;
  none.max_waiting = 0;
  const Sealing sealing(master_key);
  HashPool pool(sealing, none, 1);
  try {
    (void)pool.hash("blå häst i regn");
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::unavailable);
  }
}

TEST(HashPoolTest, ServesManyThreads) {
  const Sealing sealing(master_key);
  HashPool pool(sealing, fast, 2);
  const std::string hash = pool.hash("blå häst i regn");
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { right += pool.verify(hash, "blå häst i regn") ? 1 : 0; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 8);
}

TEST(SecretsTest, HashAndCompare) {
  prepare_cryptography();
  EXPECT_EQ(core::sha256_hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_TRUE(equal_secrets("abc", "abc"));
  EXPECT_FALSE(equal_secrets("abc", "abd"));
  EXPECT_FALSE(equal_secrets("abc", "abcd"));
}

}  // namespace
}  // namespace tusk::identity
