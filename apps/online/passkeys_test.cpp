// Passkeys over HTTP: added, asked for in the second step, renamed and removed.

#include <gmock/gmock.h>

#include "identity/audit.h"
#include "identity/limits.h"
#include "identity/testing/software_authenticator.h"
#include "online/second_factor_testing.h"

namespace tusk::online::testing {
namespace {

using boost::json::object;
using boost::json::serialize;
using identity::testing::SoftwareAuthenticator;
using ::testing::HasSubstr;

constexpr const char* kAnna = "anna@norrsken.example";
constexpr const char* kPasskeys = "/api/v1/account/passkeys";

Config at_a_name() {
  Config config;
  config.public_url = "https://tusk.example.com";
  return config;
}

class PasskeyRoutesTest : public OnlineTest {
 protected:
  explicit PasskeyRoutesTest(const Config& config = at_a_name()) : OnlineTest(config) {}

  static std::string text(const Answer& answer, const char* name) {
    return std::string(answer.json().at(name).as_string());
  }
  Answer add(Browser& browser, SoftwareAuthenticator& authenticator,
             const std::string& name = "Telefonen") {
    const Answer begun = browser.post("/api/v1/account/passkeys/begin", "{}");
    EXPECT_EQ(begun.status, 200) << begun.body;
    const auto made = authenticator.make(text(begun, "challenge"), name);
    return browser.post(kPasskeys,
                        serialize(object{{"name", made.name},
                                         {"client_data", made.client_data},
                                         {"authenticator_data", made.authenticator_data}}));
  }
  // After a right password; the browser has the ticket.
  Browser half_logged_in() {
    Browser one = browser();
    const Answer answer =
        one.post("/api/v1/session", serialize(object{{"email", kAnna}, {"password", kPassword}}));
    EXPECT_EQ(answer.status, 202) << answer.body;
    EXPECT_TRUE(answer.json().at("passkey").as_bool());
    one.cookie = cookie_of(answer, "tusk_second_step");
    return one;
  }
  static Answer finish(Browser& browser, SoftwareAuthenticator& authenticator) {
    const Answer begun = browser.post("/api/v1/session/passkey/begin", "{}");
    EXPECT_EQ(begun.status, 200) << begun.body;
    const auto answer = authenticator.answer(text(begun, "challenge"));
    const std::string ticket = browser.cookie;
    object body{{"id", answer.id},
                {"client_data", answer.client_data},
                {"authenticator_data", answer.authenticator_data},
                {"signature", answer.signature}};
    if (!answer.user_handle.empty()) body["user_handle"] = answer.user_handle;
    Answer finished = browser.post("/api/v1/session/passkey", serialize(body));
    browser.cookie = finished.status == 200 ? cookie_of(finished, "tusk_session") : ticket;
    return finished;
  }

  Office office_ = connect(kAnna, "Norrsken Bygg AB");
  Browser anna_ = logged_in(kAnna);
  SoftwareAuthenticator phone_{identity::make_relying_party("https://tusk.example.com")};
};

// REQ: TID-2. ID-3.
TEST_F(PasskeyRoutesTest, APasskeyIsTheSecondStep) {
  const Answer added = add(anna_, phone_);
  EXPECT_EQ(added.status, 200) << added.body;
  EXPECT_EQ(added.json().at("codes").as_array().size(), 10U) << "for when it is lost";
  Browser one = half_logged_in();
  const Answer finished = finish(one, phone_);
  EXPECT_EQ(finished.status, 200) << finished.body;
  EXPECT_NE(cookie_of(finished, "tusk_browser"), "") << "known from now on";
  EXPECT_EQ(one.get("/api/v1/session").status, 200);
  EXPECT_EQ(one.get("/api/v1/records/contact").status, 200);
  const auto entries = program_->services().directory.read([](storage::Transaction& tx) {
    return identity::list_audit(tx, identity::service_audit, 1);
  });
  EXPECT_EQ(entries[0].event, "logged_in");
  EXPECT_EQ(entries[0].detail, "passkey");
  const auto of_company = program_->services().directory.read(
      [&](storage::Transaction& tx) { return identity::list_audit(tx, office_.company_id, 1); });
  EXPECT_EQ(of_company[0].event, "second_factor_changed") << "its super users see it";
  EXPECT_EQ(of_company[0].detail, "passkey");
  const auto own = one.get(kPasskeys).json();
  EXPECT_FALSE(own.at("passkeys").at(0).at("used_at").is_null());
}

TEST_F(PasskeyRoutesTest, WrongAnswersAreCountedLikeWrongPasswords) {
  add(anna_, phone_);
  SoftwareAuthenticator thief(identity::make_relying_party("https://tusk.example.com"));
  Browser one = half_logged_in();
  for (std::int64_t i = 0; i < identity::failures_before_delay; ++i)
    EXPECT_EQ(finish(one, thief).status, 401) << i;
  EXPECT_EQ(finish(one, phone_).status, 401) << "too early";
  clock_.advance(core::seconds(2));
  EXPECT_EQ(finish(one, phone_).status, 200);
}

TEST_F(PasskeyRoutesTest, TheAddressIsTheSettingsAndNotTheRequests) {
  SoftwareAuthenticator elsewhere(identity::make_relying_party("http://localhost:1234"));
  elsewhere.origin = url();
  elsewhere.party_id = "127.0.0.1";
  EXPECT_EQ(add(anna_, elsewhere).status, 400) << "where this request went to";
  const Answer begun = anna_.post("/api/v1/account/passkeys/begin", "{}");
  EXPECT_EQ(text(begun, "rp_id"), "tusk.example.com");
}

TEST_F(PasskeyRoutesTest, AChallengeIsOneTicketsAndNeedsOne) {
  add(anna_, phone_);
  EXPECT_EQ(browser().post("/api/v1/session/passkey/begin", "{}").status, 401);
  Browser one = half_logged_in();
  Browser other = half_logged_in();
  const auto begun = one.post("/api/v1/session/passkey/begin", "{}").json();
  const auto answer = phone_.answer(std::string(begun.at("challenge").as_string()));
  const std::string body = serialize(object{{"id", answer.id},
                                            {"client_data", answer.client_data},
                                            {"authenticator_data", answer.authenticator_data},
                                            {"signature", answer.signature}});
  EXPECT_EQ(other.post("/api/v1/session/passkey", body).status, 401);
  EXPECT_EQ(browser().post("/api/v1/session/passkey", body).status, 401);
  EXPECT_EQ(one.post("/api/v1/session/passkey", body).status, 200);
}

TEST_F(PasskeyRoutesTest, IsEnoughWhereACompanyRequiresASecondFactor) {
  add(anna_, phone_);
  const std::string policy = serialize(object{{"second_factor", "everyone"}});
  EXPECT_EQ(anna_.send(http::Method::patch, "/api/v1/company/settings", policy).status, 200);
  EXPECT_EQ(anna_.get("/api/v1/records/contact").status, 200);
  const auto own = anna_.get(kPasskeys).json();
  const std::string path =
      std::string(kPasskeys) + "/" + std::string(own.at("passkeys").at(0).at("id").as_string());
  EXPECT_EQ(anna_.send(http::Method::del, path).status, 409) << "the only one";
  App app(clock_);
  EXPECT_TRUE(app.set_up(anna_).empty()) << "the codes that there are stay";
  EXPECT_EQ(anna_.send(http::Method::del, path).status, 204);
  EXPECT_EQ(anna_.get("/api/v1/records/contact").status, 200);
}

TEST_F(PasskeyRoutesTest, ARecoveryCodeLogsInWhenThePasskeyIsLost) {
  const auto added = add(anna_, phone_).json();
  const auto& codes = added.at("codes").as_array();
  Browser one = half_logged_in();
  EXPECT_EQ(one.post("/api/v1/session/second_factor", with_code(std::string(codes[0].as_string())))
                .status,
            200);
}

TEST_F(PasskeyRoutesTest, ChangingThemNeedsARecentPassword) {
  add(anna_, phone_);
  const auto own = anna_.get(kPasskeys).json();
  const std::string path =
      std::string(kPasskeys) + "/" + std::string(own.at("passkeys").at(0).at("id").as_string());
  clock_.advance(identity::proof_life);
  EXPECT_EQ(anna_.post("/api/v1/account/passkeys/begin", "{}").status, 403);
  EXPECT_EQ(anna_.send(http::Method::del, path).status, 403);
  EXPECT_EQ(anna_.send(http::Method::patch, path, R"({"name":"Nya telefonen"})").status, 204);
  EXPECT_THAT(anna_.get(kPasskeys).body, HasSubstr("Nya telefonen"));
  EXPECT_EQ(anna_.send(http::Method::patch, path, R"({"name":" "})").status, 400);
}

class PasskeysWithoutANameTest : public PasskeyRoutesTest {
 protected:
  PasskeysWithoutANameTest() : PasskeyRoutesTest(Config{}) {}
};

TEST_F(PasskeysWithoutANameTest, AnAddressThatCanHaveNoneSaysSo) {
  EXPECT_FALSE(anna_.get(kPasskeys).json().at("available").as_bool());
  const Answer answer = anna_.post("/api/v1/account/passkeys/begin", "{}");
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, HasSubstr("public_url"));
}

}  // namespace
}  // namespace tusk::online::testing
