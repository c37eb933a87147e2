// Codes by time, recovery codes, and the second step of the log-in, over a real database of either
// engine.

#include "identity/second_factor.h"

#include <gmock/gmock.h>

#include <atomic>
#include <set>
#include <thread>

#include "core/error.h"
#include "core/testing/manual_clock.h"
#include "identity/companies.h"
#include "identity/directory_schema.h"
#include "identity/known_browsers.h"
#include "identity/limits.h"
#include "identity/log_in.h"
#include "identity/preferences.h"
#include "identity/recovery_codes.h"
#include "identity/second_factor_policy.h"
#include "identity/second_step.h"
#include "identity/secrets.h"
#include "identity/sessions.h"
#include "identity/testing/base32.h"
#include "identity/totp.h"
#include "storage/testing/both_engines.h"

namespace tusk::identity {
namespace {

using storage::Transaction;
using ::testing::SizeIs;

constexpr const char* kPassword = "blå häst i regn";
constexpr const char* kWrong = "grön häst i regn";
constexpr const char* kEmail = "anna@norrsken.example";

// ---- codes by time ----

// RFC 6238, appendix B: the last six of its eight digits. ID-3.
TEST(TotpTest, CodesAreThoseOfTheStandard) {
  constexpr const char* secret = "12345678901234567890";
  const std::vector<std::pair<std::int64_t, std::string>> vectors = {{59, "287082"},
                                                                     {1'111'111'109, "081804"},
                                                                     {1'111'111'111, "050471"},
                                                                     {1'234'567'890, "005924"},
                                                                     {2'000'000'000, "279037"},
                                                                     {20'000'000'000, "353130"}};
  for (const auto& [second, code] : vectors) {
    EXPECT_EQ(totp_code(secret, totp_step(core::seconds(second))), code) << second;
  }
}

TEST(TotpTest, OnlyTheStepsBesideTheCurrentOneCount) {
  constexpr const char* secret = "12345678901234567890";
  const core::Microseconds now = core::seconds(1'111'111'111);
  const std::int64_t current = totp_step(now);
  for (std::int64_t off = -3; off <= 3; ++off) {
    const auto found = find_totp_step(secret, totp_code(secret, current + off), now, 0);
    EXPECT_EQ(found.has_value(), off >= -1 && off <= 1) << off;
  }
  EXPECT_FALSE(find_totp_step(secret, totp_code(secret, current), now, current)) << "used";
  EXPECT_TRUE(find_totp_step(secret, totp_code(secret, current + 1), now, current));
  EXPECT_FALSE(find_totp_step(secret, "", now, 0));
}

TEST(TotpTest, Base32IsThatOfTheStandard) {
  // RFC 4648, section 10, without padding.
  for (const auto& [bytes, text] : std::vector<std::pair<std::string, std::string>>{
           {"", ""}, {"f", "MY"}, {"fo", "MZXQ"}, {"foo", "MZXW6"}, {"foobar", "MZXW6YTBOI"}}) {
    EXPECT_EQ(to_base32(bytes), text);
  }
  EXPECT_EQ(make_totp_address("ABC", "anna+x@norrsken.example"),
            "otpauth://totp/Tusk:anna%2Bx%40norrsken.example?secret=ABC&issuer=Tusk&algorithm=SHA1&"
            "digits=6&period=30");
}

// ---- the directory ----

class SecondFactorTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  template <typename Work>
  auto write(Work&& work) {
    return directory_.write(std::forward<Work>(work));
  }
  SecondFactorTest() {
    const auto connection = directory_.take();
    migrate_directory(*connection);
    const PreparedPerson prepared({.email = kEmail, .name = "Ann Berg", .password = kPassword},
                                  hashes_);
    person_ = write([&](Transaction& tx) { return prepared.insert(tx, random_, clock_); });
  }

  SecondFactor factor() {
    return write([&](Transaction& tx) { return load_second_factor(tx, person_.id); });
  }
  // An app with this person's secret; the time goes on to the next code.
  void set_up() {
    secret_ =
        from_base32(write([&](Transaction& tx) { return factors_.begin_totp(tx, person_.id); }));
    EXPECT_TRUE(
        write([&](Transaction& tx) { return factors_.confirm_totp(tx, person_.id, code()); }));
    clock_.advance(totp_period);
  }
  std::string code() { return totp_code(secret_, totp_step(clock_.now())); }
  std::vector<std::string> codes_on_paper() {
    return write([&](Transaction& tx) { return renew_recovery_codes(tx, random_, person_.id); });
  }
  bool use(const std::string& given) {
    return write(
        [&](Transaction& tx) { return factors_.use_code(tx, person_.id, given) != Factor::none; });
  }
  PasswordAnswer give_password(std::string_view browser = {}, const char* password = kPassword) {
    return log_in_.check_in_browser(kEmail, password, browser);
  }
  // After a right password.
  std::string ticket(std::string_view browser = {}) {
    const auto answer = give_password(browser);
    const auto* step = std::get_if<SecondStepNeeded>(&answer);
    EXPECT_NE(step, nullptr);
    return step != nullptr ? step->ticket : "";
  }
  std::int64_t failures() {
    return write([](Transaction& tx) {
      const auto row = tx.prepare("SELECT coalesce(sum(failures), 0) FROM directory_login_counter");
      row->step();
      return row->integer(0);
    });
  }

  const storage::TestDatabase place_{GetParam()};
  core::ManualClock clock_;
  core::SeededRandom random_{1};
  storage::ConnectionPool directory_{[this] { return place_.open(0); }, 8};
  Sealing sealing_{Sealing::make_master_key(random_)};
  HashPool hashes_{sealing_, {.memory_bytes = 8192, .passes = 1, .max_waiting = 1000}, 2};
  SecondFactors factors_{sealing_, random_, clock_};
  LogIn log_in_{directory_, hashes_, sealing_, random_, clock_};
  Person person_;
  std::string secret_;
};
TUSK_ON_BOTH_ENGINES(SecondFactorTest);

TEST_P(SecondFactorTest, AnAppCountsWhenACodeOfItWasGiven) {
  const std::string secret =
      write([&](Transaction& tx) { return factors_.begin_totp(tx, person_.id); });
  EXPECT_EQ(from_base32(secret).size(), 20U) << "160 bits";
  EXPECT_FALSE(factor().exists());
  EXPECT_TRUE(std::holds_alternative<BrowserLogIn>(give_password()));
  const auto confirm = [&](const std::string& given) {
    return write([&](Transaction& tx) { return factors_.confirm_totp(tx, person_.id, given); });
  };
  secret_ = from_base32(secret);
  EXPECT_FALSE(confirm("000000"));
  EXPECT_TRUE(confirm(code().substr(0, 3) + " " + code().substr(3))) << "as apps show it";
  EXPECT_TRUE(factor().exists());
  EXPECT_FALSE(use(code())) << "that code was used to confirm it";
}

TEST_P(SecondFactorTest, AnAppThatIsThereStaysUntilTheNewOneIsConfirmed) {
  set_up();
  const std::string old_secret = secret_;
  const std::string renewed =
      from_base32(write([&](Transaction& tx) { return factors_.begin_totp(tx, person_.id); }));
  EXPECT_TRUE(use(code()));
  clock_.advance(totp_set_up_time + 1);
  secret_ = renewed;
  EXPECT_FALSE(write([&](Transaction& tx) {
    return factors_.confirm_totp(tx, person_.id, code());
  })) << "too late";
  secret_ = old_secret;
  EXPECT_TRUE(use(code()));
}

TEST_P(SecondFactorTest, TheSecretIsNotInTheDatabase) {
  set_up();
  const std::string kept = write([](Transaction& tx) {
    const auto row = tx.prepare("SELECT secret FROM directory_totp");
    row->step();
    return std::string(row->text(0));
  });
  EXPECT_EQ(kept.find(secret_), std::string::npos);
  EXPECT_EQ(kept.find(to_base32(secret_)), std::string::npos);
  EXPECT_EQ(sealing_.open(kept, "totp " + person_.id), secret_);
}

TEST_P(SecondFactorTest, ACodeIsGoodOnce) {
  set_up();
  const std::string given = code();
  EXPECT_TRUE(use(given));
  EXPECT_FALSE(use(given));
  clock_.advance(totp_period);
  EXPECT_FALSE(use(given)) << "still within the steps that count";
  EXPECT_TRUE(use(code()));
}

TEST_P(SecondFactorTest, ACodeThatComesManyTimesAtOnceIsGoodOnce) {
  set_up();
  const std::string paper = codes_on_paper().front();
  for (const std::string& given : {code(), paper}) {
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) threads.emplace_back([&] { good += use(given) ? 1 : 0; });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(good, 1) << given;
  }
}

TEST_P(SecondFactorTest, TenRecoveryCodesEachGoodOnce) {
  set_up();
  const auto codes = codes_on_paper();
  EXPECT_THAT(codes, SizeIs(10));
  EXPECT_THAT(std::set(codes.begin(), codes.end()), SizeIs(10));
  EXPECT_THAT(codes[0], ::testing::MatchesRegex("[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}"));
  std::string shouted = codes[0];
  for (char& letter : shouted) {
    if (letter >= 'a') letter = static_cast<char>(letter - 'a' + 'A');
    if (letter == '0') letter = 'O';
    if (letter == '-') letter = ' ';
  }
  EXPECT_TRUE(use(shouted));
  EXPECT_FALSE(use(codes[0]));
  EXPECT_EQ(factor().recovery_codes, 9);
  const auto renewed = codes_on_paper();
  EXPECT_FALSE(use(codes[1])) << "the old ones are gone";
  EXPECT_TRUE(use(renewed[1]));
}

TEST_P(SecondFactorTest, WithoutAnAppThereAreNoRecoveryCodes) {
  set_up();
  const auto codes = codes_on_paper();
  write([&](Transaction& tx) { remove_totp(tx, person_.id); });
  EXPECT_EQ(factor().recovery_codes, 0);
  EXPECT_FALSE(use(codes[0]));
  EXPECT_TRUE(std::holds_alternative<BrowserLogIn>(give_password()));
}

// ---- the second step ----

// REQ: TID-2. ID-3.
TEST_P(SecondFactorTest, ARightPasswordIsATicketAndTheCodeLogsIn) {
  set_up();
  const std::string given = ticket();
  const auto logged_in = log_in_.check_code(given, "", code());
  ASSERT_TRUE(logged_in);
  EXPECT_EQ(logged_in->person.id, person_.id);
  EXPECT_FALSE(logged_in->browser.empty());
  clock_.advance(totp_period);
  EXPECT_THROW((void)log_in_.check_code(given, "", code()), core::Error) << "used";
}

TEST_P(SecondFactorTest, ATicketIsOneBrowsersAndForFiveMinutes) {
  set_up();
  EXPECT_THROW((void)log_in_.check_code("", "", code()), core::Error);
  const std::string given = ticket();
  EXPECT_THROW((void)log_in_.check_code(given, "another", code()), core::Error);
  clock_.advance(second_step_time);
  EXPECT_THROW((void)log_in_.check_code(given, "", code()), core::Error);
  const std::string another = ticket();
  const PreparedPassword renewed(person_, "gul ko under bron", hashes_);
  write([&](Transaction& tx) { renewed.save(tx); });
  EXPECT_THROW((void)log_in_.check_code(another, "", code()), core::Error) << "a new password";
}

// REQ: TID-5. ID-6: a right password does not give new tries to whoever guesses codes.
TEST_P(SecondFactorTest, WrongCodesLockTheAccountLikeWrongPasswords) {
  set_up();
  for (int i = 0; i < 10; ++i) {
    const std::string given = ticket();
    EXPECT_FALSE(log_in_.check_code(given, "", "000000")) << i;
    EXPECT_EQ(failures(), i + 1);
    clock_.advance(max_login_delay);
  }
  EXPECT_TRUE(std::holds_alternative<std::monostate>(give_password())) << "locked";
}

TEST_P(SecondFactorTest, BothStepsCountTogetherAndASuccessForgets) {
  set_up();
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(give_password("", kWrong)));
    clock_.advance(max_login_delay);
  }
  const std::string given = ticket();
  EXPECT_EQ(failures(), 5) << "the first step alone forgets nothing";
  EXPECT_FALSE(log_in_.check_code(given, "", "000000"));
  EXPECT_EQ(failures(), 6);
  EXPECT_FALSE(log_in_.check_code(given, "", code())) << "too early";
  clock_.advance(max_login_delay);
  EXPECT_TRUE(log_in_.check_code(given, "", code()));
  EXPECT_EQ(failures(), 0);
}

// ID-4.
TEST_P(SecondFactorTest, ManyWrongCodesAtTheSameTimeAreAllCounted) {
  set_up();
  const std::string given = ticket();
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { EXPECT_FALSE(log_in_.check_code(given, "", "000000")); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures(), 4) << "from the fourth on they must wait";
}

TEST_P(SecondFactorTest, AKnownBrowserCountsForItself) {
  set_up();
  const std::string own = log_in_.check_code(ticket(), "", code())->browser;
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(give_password("", kWrong)));
    clock_.advance(max_login_delay);
  }
  EXPECT_TRUE(log_in_.check_code(ticket(own), own, code()));
}

// ID-6: no way in goes past the second step.
TEST_P(SecondFactorTest, ProgramsNeedACodeToo) {
  EXPECT_TRUE(log_in_.check(kEmail, kPassword));
  set_up();
  const std::string paper = codes_on_paper().front();
  try {
    (void)log_in_.check(kEmail, kPassword);
    FAIL();
  } catch (const core::Error& error) {
    ASSERT_THAT(error.problems(), SizeIs(1));
    EXPECT_EQ(error.problems()[0].field, "code");
  }
  EXPECT_EQ(failures(), 0) << "that was no failure";
  EXPECT_FALSE(log_in_.check(kEmail, kWrong, code())) << "and the code is not used up:";
  EXPECT_TRUE(log_in_.check(kEmail, kPassword, code()));
  EXPECT_FALSE(log_in_.check(kEmail, kPassword, code()));
  EXPECT_EQ(failures(), 1);
  EXPECT_TRUE(log_in_.check(kEmail, kPassword, paper));
  EXPECT_FALSE(log_in_.check(kEmail, kWrong)) << "says nothing of the second step";
}

TEST_P(SecondFactorTest, AQuestionAfterTheFirstStepAloneGivesNoNewTries) {
  set_up();
  EXPECT_FALSE(log_in_.check(kEmail, kPassword, "000000"));
  EXPECT_TRUE(log_in_.check_first_step(kEmail, kPassword));
  EXPECT_EQ(failures(), 1);
  EXPECT_FALSE(log_in_.check_first_step(kEmail, kWrong));
  EXPECT_EQ(failures(), 2);
}

TEST_P(SecondFactorTest, WhoIsLoggedInGivesThePasswordAgainOnTheSameCounter) {
  set_up();
  EXPECT_TRUE(log_in_.check_again(person_, kPassword, ""));
  EXPECT_FALSE(log_in_.check_again(person_, kWrong, ""));
  EXPECT_EQ(failures(), 1);
}

TEST_P(SecondFactorTest, WhatIsResetIsGone) {
  set_up();
  (void)codes_on_paper();
  write([&](Transaction& tx) { reset_second_factor(tx, person_.id); });
  EXPECT_FALSE(factor().exists());
  EXPECT_EQ(factor().recovery_codes, 0);
  EXPECT_TRUE(log_in_.check(kEmail, kPassword));
}

// ---- what a company requires, and what people see of their own ----

class OwnAccountTest : public SecondFactorTest {
 protected:
  OwnAccountTest() {
    company_ = write([&](Transaction& tx) {
      const Company company = connect_company(
          tx, random_, clock_,
          {.name = "Norrsken Bygg AB", .office_uuid = "o", .connected_by = person_.id});
      set_membership(tx, person_.id, company.id, Role::super_user, clock_);
      return company.id;
    });
  }
  Session begin(const Visit& visit = {}) {
    return write([&](Transaction& tx) { return sessions_.create(tx, person_, visit); });
  }
  std::optional<Session> load(const Session& session) {
    return write([&](Transaction& tx) { return sessions_.load(tx, session.id); });
  }
  void require(SecondFactorPolicy policy) {
    write([&](Transaction& tx) { set_second_factor_policy(tx, company_, policy, person_.id); });
  }

  std::string company_;
  Sessions sessions_{random_, clock_};
};
TUSK_ON_BOTH_ENGINES(OwnAccountTest);

TEST_P(OwnAccountTest, ACompanyThatRequiresASecondFactorOpensWithOneOnly) {
  const Session session = begin();
  EXPECT_TRUE(session.company);
  EXPECT_THROW(require(SecondFactorPolicy::everyone), core::Error) << "nobody shuts themselves out";
  set_up();
  require(SecondFactorPolicy::super_users);
  EXPECT_TRUE(load(session)->company);
  EXPECT_THROW(write([&](Transaction& tx) { require_factor_not_required(tx, person_.id); }),
               core::Error);
  write([&](Transaction& tx) { reset_second_factor(tx, person_.id); });
  EXPECT_FALSE(load(session)->company) << "also for a session that there was";
  const Session later = begin();
  EXPECT_FALSE(later.company);
  EXPECT_THROW(
      write([&](Transaction& tx) { return sessions_.switch_company(tx, later, company_); }),
      core::Error);
  EXPECT_FALSE(
      write([&](Transaction& tx) { return sessions_.enter_if_open(tx, later, company_); }).company);
  EXPECT_THAT(write([&](Transaction& tx) { return list_companies_without_factor(tx, person_.id); }),
              SizeIs(1));
  set_up();
  EXPECT_TRUE(begin().company);
}

// ID-16, ID-17.
TEST_P(OwnAccountTest, SessionsAreListedEndedAndProved) {
  const Session here = begin({"Firefox", "Linux", "192.0.2.1"});
  clock_.advance(1);
  const Session there = begin({"Safari", "iPhone", "192.0.2.2"});
  const auto list = [&] {
    return write([&](Transaction& tx) { return sessions_.list_of(tx, person_.id); });
  };
  ASSERT_THAT(list(), SizeIs(2));
  EXPECT_EQ(list()[0].key, make_list_key(there.id)) << "the one used last first";
  EXPECT_EQ(list()[0].visit.system, "iPhone");
  const auto end = [&](const std::string& person) {
    return write(
        [&](Transaction& tx) { return Sessions::end_of(tx, person, make_list_key(there.id)); });
  };
  EXPECT_FALSE(end("p_other"));
  EXPECT_TRUE(end(person_.id));
  EXPECT_FALSE(load(there));
  clock_.advance(proof_life);
  EXPECT_FALSE(sessions_.is_proved_lately(*load(here)));
  const Session proved =
      write([&](Transaction& tx) { return sessions_.prove(tx, *sessions_.load(tx, here.id)); });
  EXPECT_FALSE(load(here)) << "the id is a new one";
  EXPECT_TRUE(sessions_.is_proved_lately(*load(proved)));
  EXPECT_EQ(load(proved)->visit.address, "192.0.2.1");
  clock_.advance(default_idle_time);
  EXPECT_THAT(list(), SizeIs(0)) << "those that have ended by themselves are not shown";
}

TEST_P(OwnAccountTest, KnownBrowsersAreListedAndForgotten) {
  const std::string token = write([&](Transaction& tx) {
    std::string made = remember_browser(tx, "", person_.id, random_, clock_);
    describe_browser(tx, made, person_.id, "Firefox", "Windows");
    return made;
  });
  const auto list =
      write([&](Transaction& tx) { return list_browsers_of(tx, person_.id, clock_); });
  ASSERT_THAT(list, SizeIs(1));
  EXPECT_EQ(list[0].key, make_list_key(token));
  EXPECT_EQ(list[0].browser + list[0].system, "FirefoxWindows");
  EXPECT_FALSE(write([&](Transaction& tx) { return forget_browser(tx, "p_other", list[0].key); }));
  EXPECT_TRUE(write([&](Transaction& tx) { return forget_browser(tx, person_.id, list[0].key); }));
  EXPECT_FALSE(
      write([&](Transaction& tx) { return is_known_browser(tx, token, person_.id, clock_); }));
}

// REQ: TID-6
TEST_P(OwnAccountTest, TheDefaultCompanyIsTheOneThatALogInOpens) {
  const std::string other = write([&](Transaction& tx) {
    const Company company =
        connect_company(tx, random_, clock_,
                        {.name = "Sommarhus AB", .office_uuid = "s", .connected_by = person_.id});
    set_membership(tx, person_.id, company.id, Role::member, clock_);
    return company.id;
  });
  EXPECT_FALSE(begin().company) << "several, and none chosen";
  write([&](Transaction& tx) {
    set_default_company(tx, person_.id, other);
    set_time_zone(tx, person_.id, "Europe/Helsinki");
    EXPECT_THROW(set_time_zone(tx, person_.id, "Europe/Nowhere"), core::Error);
    EXPECT_THROW(set_default_company(tx, person_.id, "c_none"), core::Error);
  });
  EXPECT_EQ(begin().company->company.id, other);
  EXPECT_EQ(write([&](Transaction& tx) { return load_preferences(tx, person_.id).time_zone; }),
            "Europe/Helsinki");
}

}  // namespace
}  // namespace tusk::identity
