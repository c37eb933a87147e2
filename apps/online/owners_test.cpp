// Whose a request is before it has been looked up, and what a company may ask for as a whole
// (TE-7).

#include "online/owners.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "online/caller.h"
#include "online/limits.h"
#include "online/online_testing.h"

namespace tusk::online::testing {
namespace {

// Lets everybody in who has the word "good" in what they send, into the company `company`.
class LetsIn final : public http::Dispatcher {
 public:
  [[nodiscard]] std::size_t body_limit(const http::Request&) const override { return 7; }
  [[nodiscard]] http::Response handle(http::Request& request) override {
    Caller caller;
    if (request.headers.get_or("Authorization", "").find("good") != std::string_view::npos) {
      caller.device.emplace().company.id = company;
    } else if (request.headers.get_or("Cookie", "").find("good") != std::string_view::npos) {
      caller.session.emplace();
      if (!company.empty()) caller.session->company.emplace().company.id = company;
    } else {
      throw core::Error(core::ErrorCode::unauthenticated, {"Nej", "No"});
    }
    request.authenticated = true;
    request.context = std::move(caller);
    if (refuses) throw core::Error(core::ErrorCode::limit, {"Senare", "Later"});
    return {};
  }

  std::string company = "c_1";
  bool refuses = false;
};

class OwnersTest : public ::testing::Test {
 protected:
  static http::Request request(const char* header, const char* value,
                               const char* address = "10.0.0.1") {
    http::Request made;
    made.headers.set(header, value);
    made.peer_address = address;
    return made;
  }
  std::string owner_after(http::Request asked) {
    try {
      (void)owners_.handle(asked);
    } catch (const core::Error&) {
    }
    return owners_.owner_of(asked);
  }

  std::shared_ptr<LetsIn> answers_ = std::make_shared<LetsIn>();
  Owners owners_{answers_};
};

TEST_F(OwnersTest, WhoIsNotKnownYetIsTheirAddress) {
  EXPECT_EQ(owners_.owner_of(request("Cookie", "tusk_session=good")), "address 10.0.0.1");
  EXPECT_EQ(owners_.owner_of(request("X-Other", "x", "2001:db8::1")),
            owners_.owner_of(request("X-Other", "x", "2001:db8::2")));
  EXPECT_EQ(owners_.body_limit({}), 7u);
}

TEST_F(OwnersTest, SessionsAndComputersAreTheirCompanyFromTheirFirstAnswerOn) {
  EXPECT_EQ(owner_after(request("Cookie", "tusk_session=good")), "company c_1");
  EXPECT_EQ(owner_after(request("Authorization", "Tusk-Device good")), "company c_1");
  answers_->company = "c_2";
  EXPECT_EQ(owner_after(request("Cookie", "tusk_session=good2")), "company c_2");
  EXPECT_EQ(owners_.owner_of(request("Cookie", "tusk_session=good", "10.9.9.9")), "company c_1");
}

TEST_F(OwnersTest, WhoIsRefusedForAskingTooOftenIsKnownAsWell) {
  answers_->refuses = true;
  EXPECT_EQ(owner_after(request("Cookie", "tusk_session=good")), "company c_1");
}

TEST_F(OwnersTest, NobodyGetsIntoACompanysQueueByWhatTheyMakeUp) {
  EXPECT_EQ(owner_after(request("Cookie", "tusk_session=good")), "company c_1");
  EXPECT_EQ(owner_after(request("Cookie", "tusk_session=bad")), "address 10.0.0.1");
  EXPECT_EQ(owner_after(request("Authorization", "tusk_session=bad")), "address 10.0.0.1");
  answers_->company.clear();
  EXPECT_EQ(owner_after(request("Cookie", "tusk_session=good_without_company")),
            "address 10.0.0.1");
}

TEST(CompanyLimits, OthersHaveMostOfTheWorkers) {
  EXPECT_EQ(running_per_company(1), 1u);
  EXPECT_EQ(running_per_company(8), 2u);
  EXPECT_EQ(running_per_company(32), 8u);
}

using CompanyBudgetTest = OnlineTest;

TEST_F(CompanyBudgetTest, AllSessionsOfACompanyTogetherHaveOneAndOthersHaveTheirs) {
  connect(kAnna, "Norrsken Bygg AB");
  connect("sven@soderhav.example", "Söderhav AB");
  // The clock stands still: what is taken stays taken.
  int let_in = 0;
  Answer refused;
  while (refused.status == 0) {
    Browser browser = logged_in(kAnna);
    for (int asked = 0; asked < static_cast<int>(session_budget.burst) - 1; ++asked) {
      const Answer answer = browser.get("/api/v1/session");
      if (answer.status == 429) {
        refused = answer;
        break;
      }
      ASSERT_EQ(answer.status, 200) << answer.body;
      ++let_in;
    }
    ASSERT_LE(let_in, static_cast<int>(company_budget.burst));
  }
  EXPECT_EQ(refused.headers.get_or("Retry-After", ""), "1");
  EXPECT_EQ(logged_in("sven@soderhav.example").get("/api/v1/session").status, 200);
  clock_.advance(core::seconds(1));
  EXPECT_EQ(logged_in(kAnna).get("/api/v1/session").status, 200);
}

}  // namespace
}  // namespace tusk::online::testing
