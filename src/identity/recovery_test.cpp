// The way back into an account, over a real database of either engine: secrets that are mailed,
// forgotten passwords, who hears that an account is locked.
// REQ: SEC-4, TID-4, TID-5

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "core/error.h"
#include "core/testing/manual_clock.h"
#include "identity/allowance.h"
#include "identity/directory_schema.h"
#include "identity/known_browsers.h"
#include "identity/limits.h"
#include "identity/lock_notices.h"
#include "identity/log_in.h"
#include "identity/mailed_tokens.h"
#include "identity/password_resets.h"
#include "identity/people.h"
#include "identity/sessions.h"
#include "storage/testing/both_engines.h"

namespace tusk::identity {
namespace {

using storage::Transaction;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kPassword = "blå häst i regn";
constexpr const char* kOther = "grön häst i regn";
constexpr const char* kAnna = "anna@norrsken.example";
constexpr auto kReset = TokenPurpose::reset_password;
constexpr auto kConfirm = TokenPurpose::confirm_email;

class RecoveryTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  RecoveryTest() : place_(GetParam()) {
    migrate_directory(*directory_.take());
    anna_ = add_person(kAnna);
  }

  Person add_person(const std::string& email) {
    const PreparedPerson prepared({.email = email, .name = "Ann Berg", .password = kPassword},
                                  hashes_);
    return directory_.write([&](Transaction& tx) { return prepared.insert(tx, random_, clock_); });
  }
  std::optional<BrowserLogIn> in_browser(std::string_view email, std::string_view password,
                                         std::string_view browser) {
    auto answer = log_in_.check_in_browser(email, password, browser);
    auto* logged_in = std::get_if<BrowserLogIn>(&answer);
    return logged_in != nullptr ? std::optional(*logged_in) : std::nullopt;
  }
  std::string make_token(TokenPurpose purpose = kReset) {
    return directory_.write(
        [&](Transaction& tx) { return make_mailed_token(tx, purpose, anna_.id, random_, clock_); });
  }
  bool works(const std::string& token, TokenPurpose purpose = kReset) {
    return directory_.read(
        [&](Transaction& tx) { return find_mailed_token(tx, purpose, token, clock_).has_value(); });
  }
  bool use(const std::string& token, TokenPurpose purpose = kReset) {
    return directory_.write(
        [&](Transaction& tx) { return use_mailed_token(tx, purpose, token, clock_).has_value(); });
  }
  void ask(const std::string& email, const std::string& asker = "192.0.2.1") {
    directory_.write(
        [&](Transaction& tx) { ask_for_password_reset(tx, email, asker, random_, clock_); });
  }
  std::vector<OwedReset> owed() {
    return directory_.write([&](Transaction& tx) { return take_owed_resets(tx, random_, clock_); });
  }
  std::vector<LockedPerson> locked() {
    return directory_.write([&](Transaction& tx) { return take_locked_people(tx, clock_); });
  }
  void save_password(const char* password) {
    const PreparedPassword prepared(anna_, password, hashes_);
    directory_.write([&](Transaction& tx) { prepared.save(tx); });
  }
  // Fails until the account is locked; the clock goes on, past every delay.
  void lock(const std::string& email) {
    for (int i = 0; i < failures_before_lock; ++i) {
      EXPECT_FALSE(log_in_.check(email, kOther));
      clock_.advance(max_login_delay);
    }
  }

  storage::TestDatabase place_;
  storage::ConnectionPool directory_{[this] { return place_.open(0); }, 8};
  core::SeededRandom random_{7};
  core::ManualClock clock_;
  Sealing sealing_{Sealing::make_master_key(random_)};
  HashPool hashes_{sealing_, {.memory_bytes = 8192, .passes = 1, .max_waiting = 200}, 2};
  LogIn log_in_{directory_, hashes_, sealing_, random_, clock_};
  Person anna_;
};
TUSK_ON_BOTH_ENGINES(RecoveryTest);

// ID-9: 256 bits, single use, newest only, 30 minutes.
TEST_P(RecoveryTest, ATokenWorksOnceAndLookingUsesNothingUp) {
  const std::string token = make_token();
  EXPECT_EQ(token.size(), 64U);
  EXPECT_TRUE(works(token));
  EXPECT_TRUE(works(token));
  EXPECT_TRUE(use(token));
  EXPECT_FALSE(works(token));
  EXPECT_FALSE(use(token));
}

TEST_P(RecoveryTest, OnlyTheNewestTokenOfAPurposeWorks) {
  const std::string first = make_token();
  const std::string confirming = make_token(kConfirm);
  const std::string second = make_token();
  EXPECT_FALSE(works(first));
  EXPECT_FALSE(works(confirming));
  EXPECT_FALSE(works(second, kConfirm));
  EXPECT_TRUE(works(second));
  EXPECT_TRUE(works(confirming, kConfirm));
}

TEST_P(RecoveryTest, ATokenIsTooOldAfterItsTime) {
  const std::string resetting = make_token();
  const std::string confirming = make_token(kConfirm);
  clock_.advance(reset_token_life - 1);
  EXPECT_TRUE(works(resetting));
  clock_.advance(1);
  EXPECT_FALSE(works(resetting));
  EXPECT_FALSE(use(resetting));
  EXPECT_TRUE(works(confirming, kConfirm));
  clock_.advance(confirmation_token_life);
  EXPECT_FALSE(use(confirming, kConfirm));
}

TEST_P(RecoveryTest, OfManyWhoUseATokenAtTheSameTimeOneDoes) {
  const std::string token = make_token();
  std::atomic<int> used = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { used += use(token) ? 1 : 0; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(used, 1);
}

TEST_P(RecoveryTest, TheDirectoryHoldsNoTokenButItsHash) {
  const std::string token = make_token();
  const std::string kept = directory_.read([](Transaction& tx) {
    const auto row = tx.prepare("SELECT token_hash FROM directory_mailed_token");
    row->step();
    return std::string(row->text(0));
  });
  EXPECT_NE(kept, token);
  EXPECT_FALSE(works(kept));
}

// ID-7, ID-8: a letter goes to the stored address, and to nobody else.
TEST_P(RecoveryTest, WhoHasATuskIdIsOwedALetterHoweverTheAddressIsSpelt) {
  for (const char* typed : {" ANNA@Norrsken.example", "nobody@norrsken.example",
                            "annа@norrsken.example", "no address at all"}) {
    ask(typed);
  }
  const auto letters = owed();
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(letters.front().person.email, kAnna);
  EXPECT_TRUE(works(letters.front().token));
  EXPECT_THAT(owed(), IsEmpty());
}

TEST_P(RecoveryTest, WhoIsDisabledIsOwedNothing) {
  directory_.write([&](Transaction& tx) { disable_person(tx, anna_.id); });
  ask(kAnna);
  EXPECT_THAT(owed(), IsEmpty());
}

TEST_P(RecoveryTest, AnAccountHasFiveLettersAnHourAndKeepsTheLast) {
  std::string last;
  for (int i = 0; i < 8; ++i) {
    ask(kAnna, "192.0.2." + std::to_string(i));
    const auto letters = owed();
    EXPECT_EQ(letters.size(), i < 5 ? 1U : 0U);
    if (!letters.empty()) last = letters.front().token;
  }
  EXPECT_TRUE(works(last));
  clock_.advance(resets_per_account.window);
  ask(kAnna);
  EXPECT_THAT(owed(), SizeIs(1));
}

TEST_P(RecoveryTest, AnAddressOfANetworkAsksTwentyTimesAnHour) {
  std::vector<std::string> emails;
  for (int i = 0; i < 25; ++i) {
    emails.push_back("person" + std::to_string(i) + "@norrsken.example");
    directory_.write([&](Transaction& tx) {
      tx.prepare(
            "INSERT INTO directory_identity (id, email, name, language, password_hash, "
            "created_at) VALUES ($1, $1, 'P', 'sv', '', 0)")
          ->bind(emails.back())
          .run();
    });
  }
  for (const std::string& email : emails) ask(email);
  EXPECT_THAT(owed(), SizeIs(20));
  ask(emails.back(), "192.0.2.2");
  EXPECT_THAT(owed(), SizeIs(1));
}

TEST_P(RecoveryTest, AllowancesAreExactHoweverManyAskAtOnce) {
  std::atomic<int> within = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int asked = 0; asked < 10; ++asked) {
        within += directory_.write([&](Transaction& tx) {
          return count_one(tx, "thing", {.most = 7, .window = core::seconds(60)}, clock_) ? 1 : 0;
        });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(within, 7);
}

// ID-9: a new password ends everything that the old one opened.
TEST_P(RecoveryTest, ANewPasswordUnlocksAndEndsSessionsBrowsersAndOtherLetters) {
  const auto logged_in = in_browser(kAnna, kPassword, "");
  ASSERT_TRUE(logged_in);
  Sessions sessions(random_, clock_);
  const Session session =
      directory_.write([&](Transaction& tx) { return sessions.create(tx, anna_); });
  const std::string token = make_token();
  lock(kAnna);
  save_password(kOther);
  EXPECT_FALSE(works(token));
  EXPECT_FALSE(directory_.read([&](Transaction& tx) { return sessions.load(tx, session.id); }));
  const auto browser = in_browser(kAnna, kOther, logged_in->browser);
  ASSERT_TRUE(browser);
  EXPECT_NE(browser->browser, logged_in->browser);
}

// ID-5: mail to the owner when the account is locked, at most one in 24 hours.
TEST_P(RecoveryTest, TheOwnerOfALockedAccountHearsOfItOnceADay) {
  lock("nobody@norrsken.example");
  EXPECT_THAT(locked(), IsEmpty());
  lock(kAnna);
  EXPECT_THAT(locked(), ElementsAre(Field(&LockedPerson::is_told, true)));
  EXPECT_THAT(locked(), IsEmpty());
  directory_.write([](Transaction& tx) { unlock(tx, kAnna); });
  lock(kAnna);
  EXPECT_THAT(locked(), ElementsAre(Field(&LockedPerson::is_told, false)));
  clock_.advance(lock_letters_per_account.window);
  directory_.write([](Transaction& tx) { unlock(tx, kAnna); });
  lock(kAnna);
  EXPECT_THAT(locked(), ElementsAre(Field(&LockedPerson::is_told, true)));
}

TEST_P(RecoveryTest, WhoWasUnlockedMeanwhileHearsNothing) {
  lock(kAnna);
  directory_.write([](Transaction& tx) { unlock(tx, kAnna); });
  EXPECT_THAT(locked(), IsEmpty());
}

// ID-5: a hundred failures altogether, and no browser is known any more.
TEST_P(RecoveryTest, AfterAHundredFailuresInKnownBrowsersNoneIsKnown) {
  constexpr auto browser_count = failures_before_strange / failures_before_lock + 1;
  std::vector<std::string> browsers;
  for (int i = 0; i < browser_count; ++i)
    browsers.push_back(in_browser(kAnna, kPassword, "")->browser);
  const auto fail_in_browsers = [&](std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) {
      const auto browser = static_cast<std::size_t>(i / failures_before_lock);
      EXPECT_FALSE(in_browser(kAnna, kOther, browsers.at(browser)));
      clock_.advance(max_login_delay);
    }
  };
  const auto is_known = [&](const std::string& browser) {
    return directory_.read(
        [&](Transaction& tx) { return is_known_browser(tx, browser, anna_.id, clock_); });
  };
  fail_in_browsers(failures_before_lock - 1);
  EXPECT_TRUE(in_browser(kAnna, kPassword, browsers.front()));  // from the start
  fail_in_browsers(failures_before_strange - 1);
  EXPECT_TRUE(is_known(browsers.back()));
  EXPECT_FALSE(in_browser(kAnna, kOther, browsers.back()));
  for (const std::string& browser : browsers) EXPECT_FALSE(is_known(browser));
}

}  // namespace
}  // namespace tusk::identity
