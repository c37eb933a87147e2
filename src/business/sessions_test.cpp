#include "business/sessions.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "business/hold.h"
#include "business/office_testing.h"
#include "business/session.h"

namespace tusk::business {
namespace {

using core::ErrorCode;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const core::Text snapshot{"Den första synkroniseringen pågår",
                          "The first synchronisation is going on"};

class Sessions : public Office {
 protected:
  Company norrsken() {
    const auto companies = list_companies(installation());
    if (!companies.empty()) return companies.front();
    return add_company(installation(), anna(), NewCompany("Norrsken Bygg AB"));
  }
  static core::Change contact(const char* name) {
    return core::make_change(type_of("contact"), {{"name", name}});
  }
};
TUSK_ON_BOTH_ENGINES(Sessions);

TEST_P(Sessions, ALogInIsListedForAsLongAsItLives) {
  const Company company = norrsken();
  add_erik();
  EXPECT_EQ(get_user(installation(), "erik").last_login_at, 0);
  EXPECT_THAT(list_sessions(installation()), IsEmpty());
  const auto there = open_again();
  {
    const auto open = log_in_to_company(*there, company, get_actor(*there, "erik"));
    const auto sessions = list_sessions(installation());
    ASSERT_THAT(sessions, SizeIs(1));
    EXPECT_EQ(sessions[0].kind, SessionKind::person);
    EXPECT_EQ(sessions[0].user_name, "erik");
    EXPECT_EQ(sessions[0].full_name, "Erik Lind");
    EXPECT_EQ(sessions[0].computer_name, "KONTOR-2");
    EXPECT_EQ(sessions[0].computer_uuid, installation().computer_uuid());
    EXPECT_EQ(sessions[0].program, "tusk");
    EXPECT_EQ(sessions[0].process_id, ::getpid());
    EXPECT_EQ(sessions[0].company, company.number);
    EXPECT_EQ(sessions[0].since, clock().now());
    EXPECT_FALSE(sessions[0].hold);
  }
  EXPECT_THAT(list_sessions(installation()), IsEmpty());
  EXPECT_EQ(get_user(installation(), "erik").last_login_at, clock().now());
  const Session next(installation(), {.actor = anna(), .company = {}});
  EXPECT_GT(next.id(), 1) << "numbers are not used again";
}

TEST_P(Sessions, ItIsSeenWhenItWasLastUsed) {
  const Company company = norrsken();
  const auto open = log_in_to_company(installation(), company, anna());
  const core::Microseconds start = clock().now();
  clock().advance(core::seconds(30));
  open.create(type_of("contact"), contact("Berg"), anna());
  EXPECT_EQ(list_sessions(installation()).at(0).last_seen, start) << "not written each time";
  clock().advance(core::seconds(31));
  open.create(type_of("contact"), contact("Dal"), anna());
  EXPECT_EQ(list_sessions(installation()).at(0).last_seen, clock().now());
  EXPECT_EQ(list_sessions(installation()).at(0).since, start);
}

// REQ: FST-1
TEST_P(Sessions, NobodyGetsACompanyForThemselvesWhileOthersAreLoggedIn) {
  const Company company = norrsken();
  const Actor erik = add_erik();
  const auto there = open_again();
  for (const SessionKind kind :
       {SessionKind::person, SessionKind::api_user, SessionKind::integration}) {
    const auto open = log_in_to_company(*there, company, erik, kind);
    const core::Error error =
        error_of([&] { (void)hold_company(installation(), company, anna(), snapshot); });
    EXPECT_EQ(error.code(), ErrorCode::conflict);
    const std::string since = describe(list_sessions(installation()).at(0)).en.substr(10);
    EXPECT_THAT(error.text().en, AllOf(HasSubstr("Norrsken Bygg AB"), HasSubstr("Erik Lind"),
                                       HasSubstr("KONTOR-2"), HasSubstr("since 20")))
        << since;
    ASSERT_THAT(error.problems(), SizeIs(1));
    EXPECT_THAT(error.problems()[0].text.sv, AllOf(HasSubstr("Erik Lind"), HasSubstr("KONTOR-2")));
  }
  // Another company, no company, Tusk Sync and one's own log-in in the same program do not matter.
  const Company other = add_company(installation(), anna(), NewCompany("Fjäll & Bygd HB"));
  const auto elsewhere = log_in_to_company(*there, other, erik);
  const Session nowhere(*there, {.actor = erik, .company = {}});
  const auto service = log_in_to_company(*there, company, program_actor(), SessionKind::service);
  const auto own = log_in_to_company(installation(), company, anna());
  EXPECT_NO_THROW((void)hold_company(installation(), company, anna(), snapshot));
  EXPECT_EQ(error_of([&] { (void)hold_company(installation(), company, erik, snapshot); }).code(),
            ErrorCode::forbidden);
}

// REQ: FST-2
TEST_P(Sessions, WhileACompanyIsHeldNobodyElseGetsInAndEverybodyIsToldWhy) {
  const Company company = norrsken();
  const Actor erik = add_erik();
  const auto there = open_again();
  {
    const Hold hold = hold_company(installation(), company, anna(), snapshot);
    for (const SessionKind kind :
         {SessionKind::person, SessionKind::api_user, SessionKind::integration}) {
      const core::Error error =
          error_of([&] { (void)log_in_to_company(*there, company, erik, kind); });
      EXPECT_EQ(error.code(), ErrorCode::conflict);
      EXPECT_THAT(error.text().en, AllOf(HasSubstr("Norrsken Bygg AB"), HasSubstr(snapshot.en),
                                         HasSubstr("Anna Berg"), HasSubstr("KONTOR-1")));
      EXPECT_THAT(error.text().sv, HasSubstr(snapshot.sv));
    }
    EXPECT_EQ(error_of([&] { (void)open_company(*there, company); }).code(), ErrorCode::conflict);
    EXPECT_EQ(error_of([&] { (void)hold_company(*there, company, anna(), snapshot); }).code(),
              ErrorCode::conflict);
    EXPECT_EQ(find_hold(*there, company.number)->hold, snapshot);
    EXPECT_FALSE(find_hold(installation(), company.number));
    // Its holder, Tusk Sync, and who looks on.
    (void)open_company(installation(), company);
    const Session service(*there, {SessionKind::service, program_actor(), company});
    EXPECT_EQ(look_at_company(*there, company).company_record().id,
              open_company(installation(), company).company_record().id);
    // Accounts can be changed meanwhile; the company follows when it is opened.
    change_user(*there, anna(), "erik", {.full_name = "Erik Lind-Ek"});
  }
  const auto open = log_in_to_company(*there, company, get_actor(*there, "erik"));
  EXPECT_EQ(core::value_of(type_of("user"), get_user_record(open, "erik"), "full_name"),
            core::Value("Erik Lind-Ek"));
}

TEST_P(Sessions, WhoseLogInWasEndedIsToldSoWhenTheyWrite) {
  const Company company = norrsken();
  const Actor erik = add_erik();
  const auto there = open_again();
  const auto open = log_in_to_company(*there, company, erik);
  open.create(type_of("contact"), contact("Berg"), erik);
  const std::int64_t id = list_sessions(installation()).at(0).id;
  EXPECT_EQ(end_session(installation(), anna(), id).full_name, "Erik Lind");
  const core::Error error =
      error_of([&] { open.create(type_of("contact"), contact("Dal"), erik); });
  EXPECT_EQ(error.code(), ErrorCode::unauthenticated);
  EXPECT_THAT(error.text().en, HasSubstr("Anna Berg has ended your log-in"));
  EXPECT_EQ(open.list(type_of("contact"), {}, erik).total, 1);
  // It is still shown, since its program runs, but is in nobody's way.
  EXPECT_EQ(list_sessions(installation()).at(0).ended_by, "Anna Berg");
  EXPECT_NO_THROW((void)hold_company(installation(), company, anna(), snapshot));
}

TEST_P(Sessions, SuperUsersEndLogInsAndOthersOnlyTheirOwn) {
  const Company company = norrsken();
  const Actor erik = add_erik();
  const auto there = open_again();
  const Session annas(installation(), {.actor = anna(), .company = company});
  const Session eriks(*there, {.actor = erik, .company = company});
  EXPECT_EQ(error_of([&] { end_session(*there, erik, annas.id()); }).code(), ErrorCode::forbidden);
  EXPECT_EQ(error_of([&] { end_session(*there, erik, 999); }).code(), ErrorCode::not_found);
  EXPECT_NO_THROW(end_session(installation(), erik, eriks.id()));
  // What would go on, or do harm, without its program knowing.
  const Session service(*there, {SessionKind::service, program_actor(), {}});
  EXPECT_THAT(error_of([&] { end_session(installation(), anna(), service.id()); }).text().en,
              HasSubstr("systemctl"));
  const Hold hold = hold_company(installation(), company, anna(), snapshot);
  const auto sessions = list_sessions(installation());
  EXPECT_EQ(error_of([&] { end_session(*there, anna(), sessions.back().id); }).code(),
            ErrorCode::conflict);
}

// After an ended log-in's program could have been in the middle of a write, too: what it writes is
// there when the hold is, or is refused.
TEST_P(Sessions, NothingIsWrittenAnyMoreOnceACompanyIsHeld) {
  const Company company = norrsken();
  const Actor erik = add_erik();
  for (int round = 0; round < 10; ++round) {
    const auto there = open_again();
    std::atomic<bool> writing = false;
    std::thread writer([&] {
      const auto open = log_in_to_company(*there, company, erik);
      const core::Error error = error_of([&] {
        for (;;) {
          open.create(type_of("contact"), contact("Berg"), erik);
          writing = true;
          writing.notify_all();
        }
      });
      EXPECT_EQ(error.code(), ErrorCode::unauthenticated);
    });
    writing.wait(false);
    end_session(installation(), anna(), list_sessions(installation()).at(0).id);
    const Hold hold = hold_company(installation(), company, anna(), snapshot);
    const auto looking = look_at_company(installation(), company);
    const std::int64_t at_first = looking.list(type_of("contact"), {}, anna()).total;
    writer.join();
    EXPECT_EQ(looking.list(type_of("contact"), {}, anna()).total, at_first);
  }
}

// ---- PostgreSQL: the mark goes with the connection ----

class SessionsOnServer : public Sessions {
 protected:
  // As the server does when it is started again.
  static void lose_connections(Installation& installation) {
    const auto killer = storage::open_database({installation.server(), 0});
    storage::write(*killer, [](storage::Transaction& transaction) {
      transaction
          .prepare(
              "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity "
              "WHERE application_name = 'tusk' AND pid <> pg_backend_pid()")
          ->step();
    });
  }
};
INSTANTIATE_TEST_SUITE_P(Postgres, SessionsOnServer, testing::Values(storage::Engine::postgres));

TEST_P(SessionsOnServer, WhoLostTheirConnectionIsLoggedInAgain) {
  const Company company = norrsken();
  const auto there = open_again();
  const auto open = log_in_to_company(*there, company, anna());
  const std::int64_t id = list_sessions(installation()).at(0).id;
  lose_connections(installation());
  EXPECT_THAT(list_sessions(installation()), IsEmpty());
  const core::Error error =
      error_of([&] { open.create(type_of("contact"), contact("Berg"), anna()); });
  EXPECT_EQ(error.code(), ErrorCode::unavailable);
  open.create(type_of("contact"), contact("Berg"), anna());
  EXPECT_EQ(open.list(type_of("contact"), {}, anna()).total, 1);
  EXPECT_GT(list_sessions(installation()).at(0).id, id);
}

TEST_P(SessionsOnServer, AMarkThatWentWithTheConnectionIsMadeAgain) {
  const Company company = norrsken();
  const auto there = open_again();
  const auto open = log_in_to_company(*there, company, anna());
  lose_connections(installation());
  clock().advance(core::seconds(61));
  open.create(type_of("contact"), contact("Berg"), anna());
  EXPECT_THAT(list_sessions(installation()), SizeIs(1));
}

// REQ: FST-2
TEST_P(SessionsOnServer, AHoldThatWentWithTheConnectionIsNotedBeforeAnythingCounts) {
  const Company company = norrsken();
  const Hold hold = hold_company(installation(), company, anna(), snapshot);
  const auto there = open_again();
  lose_connections(*there);
  const auto open = log_in_to_company(*there, company, anna());
  const auto own = open_company(installation(), company);
  EXPECT_EQ(error_of([&] {
              storage::write(own.database(),
                             [&](storage::Transaction& transaction) { hold.require(transaction); });
            }).code(),
            ErrorCode::unavailable);
}

}  // namespace
}  // namespace tusk::business
