// The directory over a real database of either engine: people, log-in, sessions, companies,
// devices.

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "core/error.h"
#include "core/testing/manual_clock.h"
#include "identity/companies.h"
#include "identity/devices.h"
#include "identity/directory_schema.h"
#include "identity/known_browsers.h"
#include "identity/limits.h"
#include "identity/log_in.h"
#include "identity/people.h"
#include "identity/sessions.h"
#include "storage/testing/both_engines.h"

namespace tusk::identity {
namespace {

using storage::Transaction;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

constexpr const char* kPassword = "blå häst i regn";
constexpr const char* kWrong = "grön häst i regn";

class Directory {
 protected:
  explicit Directory(storage::Engine engine) : place_(engine) {
    const auto connection = directory_.take();
    migrate_directory(*connection);
  }

  template <typename Work>
  auto write(Work&& work) {
    return directory_.write(std::forward<Work>(work));
  }
  Person add_person(const std::string& email) {
    const PreparedPerson prepared({.email = email, .name = "Ann Berg", .password = kPassword},
                                  hashes_);
    return write([&](Transaction& tx) { return prepared.insert(tx, random_, clock_); });
  }
  // Connected, and its first synchronisation not begun.
  Company connect(const Person& person, const std::string& name) {
    return write([&](Transaction& tx) {
      const Company company = connect_company(
          tx, random_, clock_,
          {.name = name, .office_uuid = "office of " + name, .connected_by = person.id});
      set_membership(tx, person.id, company.id, Role::super_user, clock_);
      return company;
    });
  }
  Company add_company(const Person& person, const std::string& name) {
    const Company company = connect(person, name);
    return write([&](Transaction& tx) {
      EXPECT_TRUE(show_incoming(tx, company.id, *company.incoming));
      return get_company(tx, company.id);
    });
  }
  std::vector<std::string> left_places() {
    std::vector<std::string> keys;
    write([&](Transaction& tx) {
      for (const Place& place : list_left_places(tx)) keys.push_back(place.storage_key);
    });
    return keys;
  }
  Session log_in(const Person& person) {
    return write([&](Transaction& tx) { return sessions_.create(tx, person); });
  }
  std::optional<Session> load(const std::string& id) {
    return write([&](Transaction& tx) { return sessions_.load(tx, id); });
  }
  std::int64_t failures() {
    return write([](Transaction& tx) {
      const auto row = tx.prepare("SELECT coalesce(sum(failures), 0) FROM directory_login_counter");
      row->step();
      return row->integer(0);
    });
  }
  const storage::TestDatabase place_;
  core::ManualClock clock_;
  core::SeededRandom random_{1};
  storage::ConnectionPool directory_{[this] { return place_.open(0); }, 8};
  Sealing sealing_{Sealing::make_master_key(random_)};
  HashPool hashes_{sealing_, {.memory_bytes = 8192, .passes = 1, .max_waiting = 1000}, 2};
  LogIn log_in_{directory_, hashes_, sealing_, random_, clock_};
  Sessions sessions_{random_, clock_};
};

class DirectoryTest : public Directory, public ::testing::TestWithParam<storage::Engine> {
 protected:
  DirectoryTest() : Directory(GetParam()) {}
};
TUSK_ON_BOTH_ENGINES(DirectoryTest);

// ---- people ----

// REQ: TID-4
TEST_P(DirectoryTest, AnAddressHasOneTuskIdInEverySpelling) {
  add_person("Anna@Norrsken.Example ");
  EXPECT_THROW(add_person("anna@norrsken.example"), core::Error);
  const auto person =
      write([](Transaction& tx) { return find_person_by_email(tx, "ANNA@norrsken.example"); });
  ASSERT_TRUE(person);
  EXPECT_EQ(person->email, "anna@norrsken.example");
}

TEST_P(DirectoryTest, AnAddressIsNotKnownToBeItsOwnersBeforeThatWasProved) {
  const Person person = add_person("anna@norrsken.example");
  const Session session = log_in(person);
  EXPECT_FALSE(load(session.id)->person.email_confirmed);
  write([&](Transaction& tx) { confirm_email(tx, person.id, clock_); });
  EXPECT_TRUE(load(session.id)->person.email_confirmed);
  EXPECT_TRUE(write([](Transaction& tx) {
                return find_person_by_email(tx, "anna@norrsken.example");
              })->email_confirmed);
}

TEST_P(DirectoryTest, EverythingThatIsWrongWithANewPersonIsSaidAtOnce) {
  try {
    const PreparedPerson prepared({.email = "anna", .name = "  ", .password = "kort"}, hashes_);
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_THAT(error.problems(), ElementsAre(Field(&core::Problem::field, "email"),
                                              Field(&core::Problem::field, "person_name"),
                                              Field(&core::Problem::field, "password")));
  }
}

TEST_P(DirectoryTest, ANewPasswordEndsTheOtherSessionsAndUnlocks) {
  const Person person = add_person("anna@norrsken.example");
  const Session here = log_in(person);
  const Session elsewhere = log_in(person);
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(log_in_.check(person.email, kWrong));
  const PreparedPassword renewed(person, "gul ko under bron", hashes_);
  write([&](Transaction& tx) { renewed.save(tx, here.id); });
  EXPECT_TRUE(load(here.id));
  EXPECT_FALSE(load(elsewhere.id));
  EXPECT_FALSE(log_in_.check(person.email, kPassword));
  EXPECT_TRUE(log_in_.check(person.email, "gul ko under bron"));
}

TEST_P(DirectoryTest, ADisabledPersonIsOutAtOnce) {
  const Person person = add_person("anna@norrsken.example");
  const Session session = log_in(person);
  write([&](Transaction& tx) { disable_person(tx, person.id); });
  EXPECT_FALSE(load(session.id));
  EXPECT_FALSE(log_in_.check(person.email, kPassword));
}

// ---- log-in ----

TEST_P(DirectoryTest, TheRightPasswordLogsIn) {
  const Person person = add_person("anna@norrsken.example");
  const auto found = log_in_.check(" Anna@norrsken.example", kPassword);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, person.id);
  EXPECT_FALSE(log_in_.check("anna@norrsken.example", kWrong));
  EXPECT_FALSE(log_in_.check("erik@norrsken.example", kPassword));
  EXPECT_FALSE(log_in_.check("no address", kPassword));
}

TEST_P(DirectoryTest, FromTheFourthFailureOnTheNextTryMustWaitLongerAndLonger) {
  add_person("anna@norrsken.example");
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(log_in_.check("anna@norrsken.example", kWrong));
  for (const int delay : {1, 2, 4, 8, 16, 32}) {
    EXPECT_FALSE(log_in_.check("anna@norrsken.example", kWrong));
    clock_.advance(core::seconds(delay) - 1);
    EXPECT_FALSE(log_in_.check("anna@norrsken.example", kPassword)) << "too early after " << delay;
    clock_.advance(1);
  }
  EXPECT_EQ(failures(), 9);
  EXPECT_TRUE(log_in_.check("anna@norrsken.example", kPassword));
  EXPECT_EQ(failures(), 0) << "a right password starts the count over";
}

// REQ: TID-5
TEST_P(DirectoryTest, TenFailuresLockUntilTheAccountIsOpened) {
  add_person("anna@norrsken.example");
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(log_in_.check("anna@norrsken.example", kWrong));
    clock_.advance(max_login_delay);
  }
  clock_.advance(core::seconds(365 * 86'400LL));
  write([&](Transaction& tx) { forget_old_log_in_counters(tx, clock_); });
  EXPECT_FALSE(log_in_.check("anna@norrsken.example", kPassword));
  write([](Transaction& tx) { unlock(tx, "anna@norrsken.example"); });
  EXPECT_TRUE(log_in_.check("anna@norrsken.example", kPassword));
}

class KnownBrowserTest : public DirectoryTest {
 protected:
  KnownBrowserTest() { add_person("anna@norrsken.example"); }
  std::optional<std::string> log_in_with(std::string_view password, std::string_view browser) {
    const auto answer = log_in_.check_in_browser("anna@norrsken.example", password, browser);
    const auto* logged_in = std::get_if<BrowserLogIn>(&answer);
    return logged_in != nullptr ? std::optional(logged_in->browser) : std::nullopt;
  }
  void fail_ten_times(std::string_view browser) {
    for (int i = 0; i < 10; ++i) {
      EXPECT_FALSE(log_in_with(kWrong, browser));
      clock_.advance(max_login_delay);
    }
  }
};

TUSK_ON_BOTH_ENGINES(KnownBrowserTest);

// REQ: TID-5
TEST_P(KnownBrowserTest, CountsForItselfWhateverIsTriedElsewhere) {
  const auto own = log_in_with(kPassword, "");
  ASSERT_TRUE(own);
  fail_ten_times("");
  EXPECT_FALSE(log_in_with(kPassword, "")) << "locked for those who are not known";
  EXPECT_EQ(log_in_with(kPassword, *own), own);
  EXPECT_FALSE(log_in_with(kPassword, "")) << "that opened it for nobody else";
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(log_in_with(kWrong, *own));
  EXPECT_EQ(log_in_with(kPassword, *own), own);
}

// REQ: TID-5
TEST_P(KnownBrowserTest, WhoseTriesAreUsedUpIsAStrangers) {
  const auto own = log_in_with(kPassword, "");
  fail_ten_times(*own);
  EXPECT_EQ(log_in_with(kPassword, *own), own) << "the account is not locked yet";
  fail_ten_times(*own);
  fail_ten_times(*own);
  EXPECT_FALSE(log_in_with(kPassword, *own));
  write([](Transaction& tx) { unlock(tx, "anna@norrsken.example"); });
  EXPECT_EQ(log_in_with(kPassword, *own), own);
}

TEST_P(KnownBrowserTest, IsKnownForThoseWhoHaveLoggedInThere) {
  add_person("erik@norrsken.example");
  const auto own = log_in_with(kPassword, "");
  const auto erik_of = [&](std::string_view browser) {
    return std::get<BrowserLogIn>(
        log_in_.check_in_browser("erik@norrsken.example", kPassword, browser));
  };
  const auto erik = erik_of(*own);
  EXPECT_EQ(erik.browser, *own);
  EXPECT_EQ(log_in_with(kPassword, *own), own) << "both";
  const auto other = erik_of("");
  fail_ten_times(other.browser);
  EXPECT_FALSE(log_in_with(kPassword, other.browser)) << "hers was never there";
}

TEST_P(KnownBrowserTest, ATokenThatWasNotGivenOutIsReplaced) {
  const std::string planted(2 * browser_token_bytes, 'a');
  const auto given = log_in_with(kPassword, planted);
  ASSERT_TRUE(given);
  EXPECT_NE(*given, planted);
  fail_ten_times("");
  EXPECT_FALSE(log_in_with(kPassword, planted));
}

TEST_P(KnownBrowserTest, IsForgottenAfterHalfAYearAndWithANewPassword) {
  const auto own = log_in_with(kPassword, "");
  clock_.advance(known_browser_life);
  write([&](Transaction& tx) { forget_old_browsers(tx, clock_); });
  const auto again = log_in_with(kPassword, *own);
  EXPECT_NE(again, own);
  const Person person =
      *write([](Transaction& tx) { return find_person_by_email(tx, "anna@norrsken.example"); });
  const PreparedPassword renewed(person, "gul ko under bron", hashes_);
  write([&](Transaction& tx) { renewed.save(tx); });
  fail_ten_times("");
  EXPECT_FALSE(log_in_with("gul ko under bron", *again));
}

TEST_P(KnownBrowserTest, TheTwentyThatWereUsedLastAreKnown) {
  const auto first = log_in_with(kPassword, "");
  std::optional<std::string> last;
  for (int i = 0; i < max_known_browsers; ++i) {
    clock_.advance(1);
    last = log_in_with(kPassword, "");
  }
  fail_ten_times("");
  EXPECT_FALSE(log_in_with(kPassword, *first));
  EXPECT_EQ(log_in_with(kPassword, *last), last);
}

class ParallelGuessTest
    : public Directory,
      public ::testing::TestWithParam<std::tuple<storage::Engine, const char*>> {
 protected:
  ParallelGuessTest() : Directory(std::get<0>(GetParam())) {}
  int log_in_a_hundred_times(const char* password) {
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 100; ++i) {
      threads.emplace_back(
          [&] { right += log_in_.check(std::get<1>(GetParam()), password) ? 1 : 0; });
    }
    for (std::thread& thread : threads) thread.join();
    return right;
  }
};

// REQ: TID-5
TEST_P(ParallelGuessTest, AHundredTriesAtOnceAreTenGuesses) {
  add_person("anna@norrsken.example");
  clock_.step = max_login_delay;  // so that no try is refused for coming too soon
  EXPECT_EQ(log_in_a_hundred_times(kWrong), 0);
  EXPECT_EQ(failures(), 10);
  EXPECT_EQ(log_in_a_hundred_times(kPassword), 0) << "the account is locked";
  EXPECT_EQ(failures(), 10);
}

TEST_P(ParallelGuessTest, AHundredTriesInOneMomentAreFourGuesses) {
  add_person("anna@norrsken.example");
  EXPECT_EQ(log_in_a_hundred_times(kWrong), 0);
  EXPECT_EQ(failures(), 4);
}

INSTANTIATE_TEST_SUITE_P(
    OfKnownAndUnknownAddresses, ParallelGuessTest,
    ::testing::Combine(::testing::Values(storage::Engine::sqlite, storage::Engine::postgres),
                       ::testing::Values("anna@norrsken.example", "nobody@norrsken.example")));

TEST_P(DirectoryTest, ATryThatTheServerHadNoTimeForDoesNotCount) {
  add_person("anna@norrsken.example");
  HashPool full{sealing_, {.memory_bytes = 8192, .passes = 1, .max_waiting = 0}, 1};
  LogIn busy(directory_, full, sealing_, random_, clock_);
  for (int i = 0; i < 20; ++i) {
    EXPECT_THROW((void)busy.check("anna@norrsken.example", kPassword), core::Error);
  }
  EXPECT_TRUE(log_in_.check("anna@norrsken.example", kPassword));
}

// ID-7: where there is no password to compare with, the time is spent all the same.
TEST_P(DirectoryTest, ATryForNobodyCostsAHashToo) {
  HashPool full{sealing_, {.memory_bytes = 8192, .passes = 1, .max_waiting = 0}, 1};
  LogIn busy(directory_, full, sealing_, random_, clock_);
  EXPECT_THROW((void)busy.check("nobody@norrsken.example", kPassword), core::Error);
}

// ID-6.
TEST_P(DirectoryTest, AnotherSpellingOfAnAddressGivesNoNewTries) {
  add_person("anna@norrsken.example");
  for (const char* email :
       {"anna@norrsken.example", "Anna@Norrsken.Example", " anna@norrsken.example",
        "ANNA@NORRSKEN.EXAMPLE", "anna@norrsken.EXAMPLE "}) {
    for (int i = 0; i < 2; ++i) {
      EXPECT_FALSE(log_in_.check(email, kWrong));
      clock_.advance(max_login_delay);
    }
  }
  EXPECT_FALSE(log_in_.check("anna@norrsken.example", kPassword)) << "locked";
}

TEST_P(DirectoryTest, AHashOfWeakerParametersIsRenewedAtTheNextLogIn) {
  add_person("anna@norrsken.example");
  HashPool stronger{sealing_, {.memory_bytes = 16384, .passes = 2, .max_waiting = 10}, 1};
  EXPECT_TRUE(LogIn(directory_, stronger, sealing_, random_, clock_)
                  .check("anna@norrsken.example", kPassword));
  const std::string hash = write([](Transaction& tx) {
    const auto row = tx.prepare("SELECT password_hash FROM directory_identity");
    row->step();
    return std::string(row->text(0));
  });
  EXPECT_FALSE(stronger.is_outdated(hash));
}

TEST_P(DirectoryTest, CountersThatNoLongerMatterAreForgotten) {
  EXPECT_FALSE(log_in_.check("nobody@norrsken.example", kWrong));
  clock_.advance(login_counter_life + 1);
  write([&](Transaction& tx) { forget_old_log_in_counters(tx, clock_); });
  EXPECT_EQ(failures(), 0);
}

// ---- sessions ----

// REQ: SEC-1
TEST_P(DirectoryTest, ASessionEndsAfterTwentyMinutesWithoutActivity) {
  Session session = log_in(add_person("anna@norrsken.example"));
  clock_.advance(core::seconds(19 * 60 + 50));
  EXPECT_TRUE(load(session.id));
  write([&](Transaction& tx) { sessions_.touch(tx, session); });
  clock_.advance(core::seconds(19 * 60 + 59));
  EXPECT_TRUE(load(session.id));
  clock_.advance(core::seconds(1));
  EXPECT_FALSE(load(session.id)) << "looking at it must not have kept it alive";
}

TEST_P(DirectoryTest, ASessionEndsAfterTwelveHoursHoweverActive) {
  Session session = log_in(add_person("anna@norrsken.example"));
  for (int minutes = 0; minutes < 12 * 60 - 10; minutes += 10) {
    clock_.advance(core::seconds(600));
    ASSERT_TRUE(load(session.id)) << minutes;
    write([&](Transaction& tx) { sessions_.touch(tx, session); });
  }
  clock_.advance(core::seconds(600));
  EXPECT_FALSE(load(session.id));
}

TEST_P(DirectoryTest, ActivityIsWrittenDownAtMostEveryFiveSeconds) {
  Session session = log_in(add_person("anna@norrsken.example"));
  EXPECT_FALSE(sessions_.is_touch_due(session));
  clock_.advance(activity_grain);
  EXPECT_TRUE(sessions_.is_touch_due(session));
  write([&](Transaction& tx) { sessions_.touch(tx, session); });
  EXPECT_FALSE(sessions_.is_touch_due(session));
}

TEST_P(DirectoryTest, OnlyAHashOfTheSessionsIdIsKept) {
  const Session session = log_in(add_person("anna@norrsken.example"));
  EXPECT_EQ(session.id.size(), 64U);
  write([&](Transaction& tx) {
    const auto row = tx.prepare("SELECT count(*) FROM directory_session WHERE id_hash = $1");
    row->bind(session.id);
    row->step();
    EXPECT_EQ(row->integer(0), 0);
  });
  EXPECT_NE(csrf_token(session), csrf_token(log_in(session.person)));
}

TEST_P(DirectoryTest, SwitchingTheCompanyGivesANewIdAndKeepsTheEnd) {
  const Person person = add_person("anna@norrsken.example");
  add_company(person, "Norrsken");
  const Company other = add_company(person, "Sommarhus");
  const Session before = log_in(person);
  EXPECT_FALSE(before.company) << "two companies and none was entered before";
  clock_.advance(core::seconds(60));
  const Session after =
      write([&](Transaction& tx) { return sessions_.switch_company(tx, before, other.id); });
  EXPECT_NE(after.id, before.id);
  EXPECT_EQ(after.created_at, before.created_at);
  EXPECT_FALSE(load(before.id));
  ASSERT_TRUE(load(after.id)->company);
  EXPECT_EQ(load(after.id)->company->company.name, "Sommarhus");
  const auto again = log_in_.check(person.email, kPassword);
  EXPECT_EQ(log_in(*again).company->company.id, other.id) << "the one entered last";
}

// REQ: SEC-3
TEST_P(DirectoryTest, NobodyEntersACompanyOfOthers) {
  const Company company = add_company(add_person("anna@norrsken.example"), "Norrsken");
  const Session stranger = log_in(add_person("erik@norrsken.example"));
  EXPECT_FALSE(stranger.company);
  EXPECT_THROW(
      write([&](Transaction& tx) { (void)sessions_.switch_company(tx, stranger, company.id); }),
      core::Error);
}

TEST_P(DirectoryTest, WithdrawnAccessEndsTheSessionsInThatCompany) {
  const Person person = add_person("anna@norrsken.example");
  const Company company = add_company(person, "Norrsken");
  const Session session = log_in(person);
  ASSERT_TRUE(session.company);
  write([&](Transaction& tx) { remove_membership(tx, person.id, company.id); });
  EXPECT_FALSE(load(session.id));
}

// ---- companies and devices ----

// REQ: DIS-2, REC-2
TEST_P(DirectoryTest, ADisconnectedCompanyIsClosedAndComesBackWithItsPeople) {
  const Person anna = add_person("anna@norrsken.example");
  const Person erik = add_person("erik@norrsken.example");
  const Company company = add_company(anna, "Norrsken");
  const NewDevice device = write([&](Transaction& tx) {
    set_membership(tx, erik.id, company.id, Role::member, clock_);
    return create_device(tx, random_, clock_, company, "KONTOR-1", "uuid");
  });
  const Session session = log_in(erik);
  write([&](Transaction& tx) { disconnect_company(tx, company.id); });
  EXPECT_FALSE(load(session.id));
  write([&](Transaction& tx) {
    EXPECT_FALSE(find_device(tx, device.device.id, device.secret));
    EXPECT_THAT(list_memberships(tx, erik.id), IsEmpty());
    EXPECT_EQ(find_role(tx, anna.id, company.id), Role::super_user);
  });
  const Company again = add_company(anna, "Norrsken");
  EXPECT_EQ(again.id, company.id);
  EXPECT_NE(again.place.number, company.place.number);
  EXPECT_NE(again.place.storage_key, company.place.storage_key);
  EXPECT_TRUE(log_in(erik).company);
  write([&](Transaction& tx) {
    EXPECT_FALSE(find_device(tx, device.device.id, device.secret)) << "the old key stays dead";
  });
}

// REQ: FST-3
TEST_P(DirectoryTest, WhatIsReceivedIsShownAllAtOnceOrNotAtAll) {
  const Company company = connect(add_person("anna@norrsken.example"), "Norrsken");
  EXPECT_EQ(company.state, CompanyState::receiving);
  ASSERT_TRUE(company.incoming);
  write([&](Transaction& tx) {
    EXPECT_FALSE(show_incoming(tx, company.id, {"another place", 99}));
    EXPECT_EQ(get_company(tx, company.id).state, CompanyState::receiving);
    EXPECT_TRUE(show_incoming(tx, company.id, *company.incoming));
    const Company shown = get_company(tx, company.id);
    EXPECT_EQ(shown.state, CompanyState::active);
    EXPECT_EQ(shown.place.storage_key, company.incoming->storage_key);
    EXPECT_EQ(shown.place.number, company.incoming->number);
    EXPECT_FALSE(shown.incoming);
    EXPECT_FALSE(show_incoming(tx, company.id, *company.incoming)) << "only once";
  });
  EXPECT_THAT(left_places(), ElementsAre(company.place.storage_key));
}

// REQ: REC-1
TEST_P(DirectoryTest, AnActiveCompanyKeepsItsDataUntilTheNewIsComplete) {
  const Person anna = add_person("anna@norrsken.example");
  const Company first = add_company(anna, "Norrsken");
  const Company again = connect(anna, "Norrsken");
  EXPECT_EQ(again.state, CompanyState::active);
  EXPECT_EQ(again.place.storage_key, first.place.storage_key);
  ASSERT_TRUE(again.incoming);
  write([&](Transaction& tx) { give_up_incoming(tx, again.id); });
  const auto kept = write([&](Transaction& tx) { return get_company(tx, again.id); });
  EXPECT_EQ(kept.state, CompanyState::active);
  EXPECT_EQ(kept.place.storage_key, first.place.storage_key);
  EXPECT_FALSE(kept.incoming);
  EXPECT_THAT(left_places(), ::testing::Contains(again.incoming->storage_key));
}

TEST_P(DirectoryTest, WhoGivesUpTheFirstSynchronisationIsDisconnected) {
  const Company company = connect(add_person("anna@norrsken.example"), "Norrsken");
  const NewDevice device = write([&](Transaction& tx) {
    return create_device(tx, random_, clock_, company, "KONTOR-1", "uuid");
  });
  write([&](Transaction& tx) {
    EXPECT_TRUE(find_device(tx, device.device.id, device.secret)->company.incoming);
    give_up_incoming(tx, company.id);
    EXPECT_EQ(get_company(tx, company.id).state, CompanyState::disconnected);
    EXPECT_FALSE(find_device(tx, device.device.id, device.secret));
    forget_left_place(tx, *company.incoming);
  });
  EXPECT_THAT(left_places(), IsEmpty());
}

TEST_P(DirectoryTest, ADeviceIsKnownByItsSecret) {
  const Company company = add_company(add_person("anna@norrsken.example"), "Norrsken");
  write([&](Transaction& tx) {
    const NewDevice made = create_device(tx, random_, clock_, company, "KONTOR-1", "uuid");
    const auto device = find_device(tx, made.device.id, made.secret);
    ASSERT_TRUE(device);
    EXPECT_EQ(device->company.id, company.id);
    EXPECT_TRUE(is_seen_due(*device, clock_));
    set_seen(tx, *device, clock_);
    EXPECT_FALSE(is_seen_due(*find_device(tx, made.device.id, made.secret), clock_));
    EXPECT_FALSE(find_device(tx, made.device.id, made.secret + "0"));
    EXPECT_FALSE(find_device(tx, "d_unknown", made.secret));
    revoke_device(tx, made.device.id);
    EXPECT_FALSE(find_device(tx, made.device.id, made.secret));
  });
}

}  // namespace
}  // namespace tusk::identity
