// Two-step log-in over HTTP, what a company may require, one's own account, and what needs the
// password again.

#include <gmock/gmock.h>

#include "core/error.h"
#include "identity/audit.h"
#include "identity/limits.h"
#include "online/second_factor_testing.h"
#include "online/visitor.h"

namespace tusk::online::testing {
namespace {

using boost::json::object;
using boost::json::serialize;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class AccountTest : public OnlineTest {
 protected:
  std::string code() { return app_.code(); }
  std::vector<std::string> set_up(Browser& browser) { return app_.set_up(browser); }
  static std::string log_in_body(const std::string& password = kPassword) {
    return serialize(object{{"email", kAnna}, {"password", password}});
  }
  // After a right password: the ticket's cookie.
  std::string ticket(const std::string& known_browser = {}) {
    Browser fresh = browser();
    fresh.known_browser = known_browser;
    const Answer answer = fresh.post("/api/v1/session", log_in_body());
    EXPECT_EQ(answer.status, 202) << answer.body;
    EXPECT_EQ(cookie_of(answer, "tusk_session"), "") << "no session";
    return cookie_of(answer, "tusk_second_step");
  }
  Answer second_step(const std::string& ticket, const std::string& code) {
    Browser one = browser();
    one.cookie = ticket;
    return one.post("/api/v1/session/second_factor", with_code(code));
  }
  // Logged in with both steps.
  Browser logged_in_twice() {
    const Answer answer = second_step(ticket(), code());
    EXPECT_EQ(answer.status, 200) << answer.body;
    Browser one = browser();
    one.cookie = cookie_of(answer, "tusk_session");
    one.csrf_token = answer.json().at("csrf_token").as_string();
    return one;
  }
  static std::string problem_field(const Answer& answer) {
    const auto body = answer.json();
    const auto& problems = body.at("error").at("problems").as_array();
    return problems.empty() ? "" : std::string(problems[0].at("field").as_string());
  }
  // An audit, the latest first: "event of subject (detail)".
  std::vector<std::string> audit(int limit,
                                 const std::string& list = std::string(identity::service_audit)) {
    std::vector<std::string> lines;
    for (const identity::AuditEntry& entry : program_->services().directory.read(
             [&](storage::Transaction& tx) { return identity::list_audit(tx, list, limit); })) {
      EXPECT_TRUE(entry.address == "127.0.0.1") << entry.event << " from " << entry.address;
      lines.push_back(entry.event + " of " + entry.subject + " (" + entry.detail + ")");
    }
    return lines;
  }
  static Answer settings(Browser& browser, const std::string& policy) {
    return browser.send(http::Method::patch, "/api/v1/company/settings",
                        serialize(object{{"second_factor", policy}}));
  }

  Office office_ = connect(kAnna, "Norrsken Bygg AB");
  Browser anna_ = logged_in(kAnna);
  App app_{clock_};
};

// ---- logging in ----

// REQ: TID-2. ID-3.
TEST_F(AccountTest, ThePasswordIsTheFirstStepAndTheCodeTheSecond) {
  set_up(anna_);
  const std::string given = ticket();
  const std::string right = code();
  EXPECT_EQ(second_step(given, "000000").status, 401);
  const Answer answer = second_step(given, right);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.json().at("company").at("name").as_string(), "Norrsken Bygg AB");
  EXPECT_NE(cookie_of(answer, "tusk_browser"), "") << "known from now on";
  EXPECT_EQ(second_step(given, code()).status, 401) << "the ticket is used";
  EXPECT_EQ(second_step(ticket(), right).status, 401) << "the code is used";
}

// What is between the steps opens nothing (Nextcloud CVE-2026-45691).
TEST_F(AccountTest, ATicketIsNoSession) {
  set_up(anna_);
  const std::string given = ticket();
  const std::string secret = given.substr(given.find('=') + 1);
  for (const std::string& cookie : {given, "tusk_session=" + secret, "tusk_browser=" + secret}) {
    Browser one = browser();
    one.cookie = cookie;
    EXPECT_EQ(one.get("/api/v1/session").status, 401) << cookie;
    EXPECT_EQ(one.get("/api/v1/records/contact").status, 401) << cookie;
    EXPECT_EQ(one.get("/api/v1/account").status, 401) << cookie;
    EXPECT_EQ(
        one.send(http::Method::get, "/api/v1/session", {}, {{"Authorization", "Bearer " + secret}})
            .status,
        401);
  }
  // And a session is no ticket.
  const std::string session = anna_.cookie.substr(anna_.cookie.find('=') + 1);
  EXPECT_EQ(second_step("tusk_second_step=" + session, code()).status, 401);
}

// REQ: TID-5. ID-7.
TEST_F(AccountTest, RefusalsOfTheFirstStepSayNothingOfTheSecond) {
  add_person("erik@norrsken.example", office_.company_id);
  set_up(anna_);
  const auto refusal = [&](const std::string& email) {
    const Answer answer = browser().post(
        "/api/v1/session", serialize(object{{"email", email}, {"password", "något helt annat"}}));
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.headers.count("Set-Cookie"), 0U);
    auto error = answer.json().at("error").as_object();
    error.erase("request_id");
    return serialize(error);
  };
  EXPECT_EQ(refusal(kAnna), refusal("erik@norrsken.example"));
  EXPECT_EQ(refusal(kAnna), refusal("nobody@norrsken.example"));
}

TEST_F(AccountTest, ARecoveryCodeLogsInOnce) {
  const auto codes = set_up(anna_);
  ASSERT_EQ(codes.size(), 10U);
  EXPECT_EQ(second_step(ticket(), codes[3]).status, 200);
  EXPECT_EQ(second_step(ticket(), codes[3]).status, 401);
  const auto factor = anna_.get("/api/v1/account/second_factor").json();
  EXPECT_EQ(factor.at("recovery_codes_left").as_int64(), 9);
  EXPECT_FALSE(factor.at("app_since").is_null());
}

// ID-6: connecting, renewing and disconnecting are no side doors.
TEST_F(AccountTest, TheOfficeNeedsACodeToo) {
  set_up(anna_);
  const auto needs_code = [](auto&& call) {
    try {
      call();
    } catch (const core::Error& error) {
      return error.code() == core::ErrorCode::unauthenticated && error.problems().size() == 1 &&
             error.problems()[0].field == "code";
    }
    return false;
  };
  auto request = connect_request(kAnna, "Sommarhus AB");
  client()->check(request);  // a question
  EXPECT_TRUE(needs_code([&] { (void)client()->connect(request); }));
  const auto device = client(office_);
  api::DisconnectRequest end{kAnna, kPassword, {}};
  device->check(end);
  EXPECT_TRUE(needs_code([&] { device->disconnect(end); }));
  EXPECT_EQ(anna_.get("/api/v1/session").status, 200) << "still connected";
  end.code = "000000";
  EXPECT_THROW(device->disconnect(end), core::Error);
  request.code = code();
  EXPECT_NE(client()->connect(request).company_id, office_.company_id);
  EXPECT_THROW(device->disconnect({kAnna, kPassword, request.code}), core::Error) << "used";
  device->disconnect({kAnna, kPassword, code()});
}

// ---- what is written down of it ----

// AU-1. REQ: SEC-3
TEST_F(AccountTest, LogInsAndRefusalsAreInTheAudit) {
  const auto try_password = [&](const std::string& email) {
    return browser()
        .post("/api/v1/session", serialize(object{{"email", email}, {"password", "gissning"}}))
        .status;
  };
  EXPECT_EQ(try_password(kAnna), 401);
  EXPECT_EQ(try_password("nobody@norrsken.example"), 401);
  EXPECT_EQ(try_password("gul ko under bron"), 401) << "a password in the wrong field";
  EXPECT_THAT(audit(4),
              ElementsAre("log_in_refused of  ()", "log_in_refused of nobody@norrsken.example ()",
                          "log_in_refused of anna@norrsken.example ()",
                          "logged_in of anna@norrsken.example ()"));
  const auto codes = set_up(anna_);
  const std::string given = ticket();
  EXPECT_EQ(second_step(given, "000000").status, 401);
  EXPECT_EQ(second_step(given, code()).status, 200);
  EXPECT_EQ(second_step(ticket(), codes[0]).status, 200);
  EXPECT_EQ(anna_.post("/api/v1/session/proof", R"({"password":"gissning"})").status, 400);
  EXPECT_THAT(audit(5), ElementsAre("log_in_refused of anna@norrsken.example (logged in)",
                                    "logged_in of anna@norrsken.example (recovery_code)",
                                    "logged_in of anna@norrsken.example (app)",
                                    "log_in_refused of anna@norrsken.example (second step)",
                                    "second_factor_changed of anna@norrsken.example (app)"));
}

TEST_F(AccountTest, ARefusedOfficeIsInTheAudit) {
  api::DisconnectRequest end{kAnna, "gissning", {}};
  EXPECT_THROW(client(office_)->disconnect(end), core::Error);
  auto request = connect_request("nobody@norrsken.example", "Sommarhus AB");
  request.create_identity = false;
  EXPECT_THROW((void)client()->connect(request), core::Error);
  EXPECT_THAT(audit(2), ElementsAre("log_in_refused of nobody@norrsken.example (office)",
                                    "log_in_refused of anna@norrsken.example (office)"));
}

TEST_F(AccountTest, WhatOneChangesOfOnesAccountIsInTheAudit) {
  set_up(anna_);
  Browser other = logged_in_twice();
  EXPECT_EQ(anna_.post("/api/v1/account/second_factor/recovery_codes", "{}").status, 200);
  EXPECT_EQ(anna_.send(http::Method::del, "/api/v1/account/sessions").status, 204);
  EXPECT_EQ(anna_.send(http::Method::del, "/api/v1/account/second_factor/app").status, 204);
  EXPECT_EQ(anna_
                .post("/api/v1/account/password",
                      serialize(object{{"old_password", kPassword},
                                       {"new_password", "gul ko under bron"}}))
                .status,
            200);
  EXPECT_THAT(audit(5),
              ElementsAre("password_changed of anna@norrsken.example ()",
                          "second_factor_changed of anna@norrsken.example (app removed)",
                          "sessions_ended of anna@norrsken.example ()",
                          "second_factor_changed of anna@norrsken.example (recovery codes)",
                          "logged_in of anna@norrsken.example (app)"));
}

// ---- what a company requires ----

TEST_F(AccountTest, WhoeverMustHaveASecondFactorSetsItUpBeforeTheCompanyOpens) {
  add_person("erik@norrsken.example", office_.company_id);
  Browser erik = logged_in("erik@norrsken.example");
  EXPECT_EQ(settings(erik, "everyone").status, 403);
  EXPECT_EQ(settings(anna_, "everyone").status, 409) << "she would shut herself out";
  set_up(anna_);
  EXPECT_EQ(settings(anna_, "everyone").status, 200);
  EXPECT_THAT(audit(1, office_.company_id),
              ElementsAre("settings_changed of second_factor (everyone)"));
  EXPECT_EQ(anna_.get("/api/v1/records/contact").status, 200);
  EXPECT_EQ(erik.get("/api/v1/records/contact").status, 403) << "also a session that there was";
  const auto session = erik.log_in("erik@norrsken.example");
  EXPECT_TRUE(session.at("company").is_null());
  EXPECT_TRUE(session.at("companies").at(0).at("needs_second_factor").as_bool());
  const auto enter = [&] {
    return erik.send(http::Method::patch, "/api/v1/session",
                     serialize(object{{"company_id", office_.company_id}}));
  };
  EXPECT_EQ(enter().status, 403);
  EXPECT_EQ(problem_field(enter()), "second_factor");
  set_up(erik);
  EXPECT_EQ(enter().status, 200);
  EXPECT_EQ(erik.get("/api/v1/records/contact").status, 200);
  EXPECT_EQ(erik.send(http::Method::del, "/api/v1/account/second_factor/app").status, 409);
}

TEST_F(AccountTest, WhoJoinsACompanyThatRequiresItIsLoggedInAndNotInTheCompanyYet) {
  set_up(anna_);
  ASSERT_EQ(settings(anna_, "everyone").status, 200);
  add_person("nina@norrsken.example", office_.company_id);
  Services& services = program_->services();
  const identity::Session session = services.directory.write([&](storage::Transaction& tx) {
    const auto nina = identity::find_person_by_email(tx, "nina@norrsken.example");
    return services.sessions.enter_if_open(tx, services.sessions.create(tx, *nina),
                                           office_.company_id);
  });
  EXPECT_FALSE(session.company);
  Browser nina = browser();
  nina.cookie = "tusk_session=" + session.id;
  EXPECT_TRUE(nina.get("/api/v1/session").json().at("company").is_null());
}

TEST_F(AccountTest, SuperUsersAloneMayBeRequired) {
  add_person("erik@norrsken.example", office_.company_id);
  set_up(anna_);
  EXPECT_EQ(settings(anna_, "super_users").status, 200);
  EXPECT_EQ(logged_in("erik@norrsken.example").get("/api/v1/records/contact").status, 200);
  add_person("nina@norrsken.example", office_.company_id, identity::Role::super_user);
  EXPECT_EQ(logged_in("nina@norrsken.example").get("/api/v1/records/contact").status, 403);
}

// ---- the password again ----

// ID-17.
TEST_F(AccountTest, WhatASessionAloneIsNotEnoughForNeedsARecentPassword) {
  clock_.advance(identity::proof_life);
  for (const char* path :
       {"/api/v1/account/second_factor/app", "/api/v1/account/second_factor/recovery_codes"}) {
    const Answer answer = anna_.post(path, "{}");
    EXPECT_EQ(answer.status, 403) << path;
    EXPECT_EQ(problem_field(answer), "proof") << path;
  }
  EXPECT_EQ(problem_field(settings(anna_, "optional")), "proof");
  const auto prove = [&](const std::string& password) {
    const Answer answer =
        anna_.post("/api/v1/session/proof", serialize(object{{"password", password}}));
    if (answer.status == 200) anna_.csrf_token = answer.json().at("csrf_token").as_string();
    return answer.status;
  };
  EXPECT_EQ(prove("något helt annat"), 400);
  EXPECT_EQ(anna_.get("/api/v1/session").status, 200) << "that ends nothing";
  Browser earlier = browser();
  earlier.cookie = anna_.cookie;
  EXPECT_EQ(prove(kPassword), 200);
  EXPECT_NE(anna_.cookie, earlier.cookie);
  EXPECT_EQ(earlier.get("/api/v1/session").status, 401) << "the id is a new one";
  EXPECT_EQ(anna_.get("/api/v1/records/contact").status, 200) << "in the same company";
  EXPECT_EQ(anna_.post("/api/v1/account/second_factor/app", "{}").status, 200);
  clock_.advance(identity::proof_life);
  EXPECT_EQ(anna_.post("/api/v1/account/second_factor/app", "{}").status, 403);
}

// ID-6.
TEST_F(AccountTest, WrongPasswordsOfAnOpenSessionCountTowardsTheLock) {
  const auto refused = [&](const char* path, const object& body) {
    const int status = anna_.post(path, serialize(body)).status;
    clock_.advance(identity::max_login_delay);
    return status;
  };
  anna_.known_browser.clear();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(refused("/api/v1/session/proof", {{"password", "fel"}}), 400);
    EXPECT_EQ(refused("/api/v1/account/password",
                      {{"old_password", "fel"}, {"new_password", "gul ko under bron"}}),
              400);
  }
  EXPECT_EQ(browser().post("/api/v1/session", log_in_body()).status, 401) << "locked";
}

// ---- the account ----

TEST_F(AccountTest, ANewPasswordEndsWhatIsElsewhere) {
  Browser elsewhere = logged_in(kAnna);
  LiveRequest stream = elsewhere.listen();
  const Answer answer = anna_.post(
      "/api/v1/account/password",
      serialize(object{{"old_password", kPassword}, {"new_password", "gul ko under bron"}}));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_TRUE(stream.is_closed_by_server());
  EXPECT_EQ(elsewhere.get("/api/v1/session").status, 401);
  EXPECT_EQ(anna_.get("/api/v1/records/contact").status, 200) << "this one stays";
  EXPECT_EQ(anna_.get("/api/v1/account/browsers").json().at("browsers").as_array().size(), 1U);
  EXPECT_EQ(browser().post("/api/v1/session", log_in_body()).status, 401);
  EXPECT_EQ(browser().post("/api/v1/session", log_in_body("gul ko under bron")).status, 200);
}

TEST_F(AccountTest, APasswordThatIsTooShortSaysSo) {
  const Answer answer =
      anna_.post("/api/v1/account/password",
                 serialize(object{{"old_password", kPassword}, {"new_password", "kort"}}));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(problem_field(answer), "password");
}

// ID-16.
TEST_F(AccountTest, OnesOwnSessionsAreListedAndEndedAtOnce) {
  add_person("erik@norrsken.example", office_.company_id);
  Browser erik = logged_in("erik@norrsken.example");
  Browser phone = browser();
  phone.send(http::Method::post, "/api/v1/session", log_in_body(),
             {{"User-Agent",
               "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) "
               "AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1"}});
  phone.csrf_token.clear();
  LiveRequest stream = phone.listen();
  const auto list = [](Browser& one) {
    return one.get("/api/v1/account/sessions").json().at("sessions").as_array();
  };
  auto sessions = list(anna_);
  ASSERT_EQ(sessions.size(), 2U) << "hers, and not Erik's";
  const auto& other = sessions[0].at("is_this").as_bool() ? sessions[1] : sessions[0];
  EXPECT_EQ(other.at("browser").as_string(), "Safari");
  EXPECT_EQ(other.at("system").as_string(), "iPhone");
  EXPECT_EQ(other.at("address").as_string(), "127.0.0.1");
  const std::string id(other.at("id").as_string());
  EXPECT_THAT(phone.cookie, Not(HasSubstr(id)));
  const std::string path = "/api/v1/account/sessions/" + id;
  EXPECT_EQ(erik.send(http::Method::del, path).status, 404) << "another person's";
  EXPECT_EQ(erik.send(http::Method::del, "/api/v1/account/sessions/" + id.substr(0, 1)).status,
            404);
  EXPECT_EQ(anna_.send(http::Method::del, path).status, 204);
  EXPECT_TRUE(stream.is_closed_by_server());
  EXPECT_EQ(phone.get("/api/v1/session").status, 401);
  EXPECT_EQ(anna_.send(http::Method::del, path).status, 404);
  Browser another = logged_in(kAnna);
  EXPECT_EQ(anna_.send(http::Method::del, "/api/v1/account/sessions").status, 204);
  EXPECT_EQ(another.get("/api/v1/session").status, 401);
  EXPECT_EQ(list(anna_).size(), 1U);
  EXPECT_EQ(list(erik).size(), 1U);
}

TEST_F(AccountTest, KnownBrowsersAreListedAndForgotten) {
  const auto browsers = anna_.get("/api/v1/account/browsers").json().at("browsers").as_array();
  ASSERT_EQ(browsers.size(), 1U);
  EXPECT_TRUE(browsers[0].at("is_this").as_bool());
  const std::string path =
      "/api/v1/account/browsers/" + std::string(browsers[0].at("id").as_string());
  EXPECT_EQ(anna_.send(http::Method::del, path).status, 204);
  EXPECT_EQ(anna_.send(http::Method::del, path).status, 404);
}

// REQ: TID-6
TEST_F(AccountTest, LanguageTimeZoneAndDefaultCompanyAreOnesOwn) {
  const std::string second = connect(kAnna, "Sommarhus AB").company_id;
  Browser anna = logged_in(kAnna);
  const auto change = [&](const object& body) {
    return anna.send(http::Method::patch, "/api/v1/account", serialize(body));
  };
  const auto account = anna.get("/api/v1/account").json();
  EXPECT_EQ(account.at("time_zone").as_string(), "Europe/Stockholm");
  EXPECT_TRUE(account.at("default_company").is_null());
  EXPECT_EQ(change({{"time_zone", "Europe/Nowhere"}}).status, 400);
  EXPECT_EQ(change({{"time_zone", "../../etc/passwd"}}).status, 400);
  EXPECT_EQ(change({{"language", "xx"}}).status, 400);
  EXPECT_EQ(change({{"default_company", "c_0000"}}).status, 404);
  const auto changed =
      change({{"time_zone", "Europe/Helsinki"}, {"language", "en"}, {"default_company", second}})
          .json();
  EXPECT_EQ(changed.at("time_zone").as_string(), "Europe/Helsinki");
  EXPECT_EQ(changed.at("language").as_string(), "en");
  EXPECT_EQ(changed.at("default_company").as_string(), second);
  EXPECT_EQ(browser().log_in(kAnna).at("company").at("id").as_string(), second);
  EXPECT_EQ(change({{"default_company", ""}}).status, 200);
  EXPECT_TRUE(browser().log_in(kAnna).at("company").is_null()) << "none was entered before";
}

TEST(VisitorTest, BrowsersAndSystemsHaveNames) {
  const auto describe = [](std::string_view user_agent) {
    const identity::Visit visit = describe_user_agent(user_agent);
    return visit.browser + "|" + visit.system;
  };
  EXPECT_EQ(describe("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like "
                     "Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"),
            "Edge|Windows");
  EXPECT_EQ(describe("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
                     "(KHTML, like Gecko) Version/17.5 Safari/605.1.15"),
            "Safari|macOS");
  EXPECT_EQ(describe("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"),
            "Firefox|Linux");
  EXPECT_EQ(describe("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
                     "Chrome/130.0.0.0 Mobile Safari/537.36"),
            "Chrome|Android");
  EXPECT_EQ(describe("something else"), "|");
}

}  // namespace
}  // namespace tusk::online::testing
