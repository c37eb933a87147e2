#include "cli/api/api_sessions.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "business/hold.h"
#include "business/office_testing.h"
#include "cli/api/limits.h"

namespace tusk::cli {
namespace {

using business::ApiUser;
using core::ErrorCode;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr core::Microseconds idle = core::seconds(300);

class ApiSessionsTest : public business::Office {
 protected:
  ApiSessionsTest()
      : company_(business::add_company(installation(), anna(),
                                       business::NewCompany("Norrsken Bygg AB"))) {
    const auto open = business::open_company(installation(), company_);
    user_ = business::add_api_user(installation(), open, anna(), "Webbutiken", 0);
    key_ = business::add_api_key(installation(), anna(), user_, "Test").secret;
    sessions_ = std::make_unique<ApiSessions>(folder(), environment(), idle);
  }
  [[nodiscard]] business::ApiCaller caller() { return *sessions_->find_caller(key_); }
  void work() { static_cast<void>(sessions_->enter(caller())); }
  [[nodiscard]] auto logged_in() { return business::list_sessions(installation()); }

  business::Company company_;
  ApiUser user_;
  std::string key_;
  std::unique_ptr<ApiSessions> sessions_;
};
TUSK_ON_BOTH_ENGINES(ApiSessionsTest);

TEST_P(ApiSessionsTest, AnApiUserIsLoggedInFromItsFirstRequestUntilItHasBeenSilent) {
  EXPECT_THAT(logged_in(), IsEmpty());
  work();
  const auto first = logged_in();
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].kind, business::SessionKind::api_user);
  EXPECT_EQ(first[0].full_name, "Webbutiken");
  EXPECT_EQ(first[0].company, company_.number);
  clock().advance(idle - core::seconds(1));
  work();
  clock().advance(idle - core::seconds(1));
  sessions_->sweep();
  ASSERT_THAT(logged_in(), SizeIs(1));
  EXPECT_EQ(logged_in()[0].id, first[0].id) << "it is one log-in";
  EXPECT_GT(logged_in()[0].last_seen, first[0].last_seen);
  clock().advance(core::seconds(1));
  sessions_->sweep();
  EXPECT_THAT(logged_in(), IsEmpty());
  EXPECT_EQ(sessions_->count(), 0U);
  work();
  EXPECT_GT(logged_in().at(0).id, first[0].id);
}

TEST_P(ApiSessionsTest, WhoIsAtWorkIsNotLoggedOut) {
  const auto lease = sessions_->enter(caller());
  clock().advance(2 * idle);
  std::jthread([this] { sessions_->sweep(); }).join();  // as in the program: a thread of its own
  EXPECT_THAT(logged_in(), SizeIs(1));
  EXPECT_EQ(lease.company().company().number, company_.number);
}

TEST_P(ApiSessionsTest, WhoIsDeactivatedOrRemovedIsLoggedOut) {
  work();
  const auto open = business::open_company(installation(), company_);
  business::change_api_user(installation(), open, anna(), user_, {.active = false});
  sessions_->sweep();
  EXPECT_THAT(logged_in(), IsEmpty());
  EXPECT_FALSE(sessions_->find_caller(key_));
  business::change_api_user(installation(), open, anna(), user_, {.active = true});
  work();
  business::remove_api_user(installation(), anna(), user_);
  sessions_->sweep();
  EXPECT_THAT(logged_in(), IsEmpty());
}

// REQ: FST-2
TEST_P(ApiSessionsTest, WhileACompanyIsHeldItIsSaidWhyAndTriedLater) {
  {
    const auto hold = business::hold_company(installation(), company_, anna(),
                                             {"En kopia görs", "A copy is being made"});
    const auto refused = error_of([&] { work(); });
    EXPECT_EQ(refused.code(), ErrorCode::unavailable);
    EXPECT_THAT(refused.text().en, AllOf(HasSubstr("A copy is being made"), HasSubstr("Anna")));
  }
  work();
  EXPECT_THAT(logged_in(), SizeIs(1));
}

TEST_P(ApiSessionsTest, WhoseLogInWasEndedIsToldOnceAndLogsInAnew) {
  work();
  const auto before = logged_in().at(0).id;
  business::end_session(installation(), anna(), before);
  const auto told = error_of([&] { work(); });
  EXPECT_EQ(told.code(), ErrorCode::unauthenticated);
  EXPECT_THAT(told.text().sv, HasSubstr("Anna Berg har avslutat inloggningen"));
  work();
  ASSERT_THAT(logged_in(), SizeIs(1));
  EXPECT_GT(logged_in()[0].id, before);
}

TEST_P(ApiSessionsTest, WhoseLogInWasEndedLeavesTheCompanyBeforeItsNextRequest) {
  work();
  business::end_session(installation(), anna(), logged_in().at(0).id);
  sessions_->sweep();
  EXPECT_THAT(logged_in(), IsEmpty());
  if (GetParam() == storage::Engine::sqlite) {
    const auto file = business::address_of(installation(), company_);
    EXPECT_NO_THROW((void)storage::open_exclusively(file)) << "nothing of it is open";
  }
  sessions_->sweep();
  EXPECT_EQ(error_of([&] { work(); }).code(), ErrorCode::unauthenticated)
      << "it is told all the same";
  work();
  // Who is silent for long need not be told any more.
  business::end_session(installation(), anna(), logged_in().at(0).id);
  sessions_->sweep();
  clock().advance(idle);
  sessions_->sweep();
  EXPECT_EQ(sessions_->count(), 0U);
  work();
}

TEST_P(ApiSessionsTest, OnlySoManyRequestsOfOneWait) {
  std::optional<ApiSessions::Lease> at_work(sessions_->enter(caller()));
  const business::ApiCaller who = caller();
  std::atomic<int> refused = 0;
  std::atomic<int> done = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < api_requests_per_user; ++i) {  // with the one at work: one too many
    threads.emplace_back([&] {
      try {
        static_cast<void>(sessions_->enter(who));
        ++done;
      } catch (const core::Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::limit);
        ++refused;
        refused.notify_all();
      }
    });
  }
  refused.wait(0);
  EXPECT_EQ(done, 0) << "they take turns";
  at_work.reset();
  threads.clear();
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(done, api_requests_per_user - 1);
  work();
}

}  // namespace
}  // namespace tusk::cli
