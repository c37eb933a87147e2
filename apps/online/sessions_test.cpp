// Logging in and out, idle time, connecting and disconnecting a company, the settings' file.

#include <gmock/gmock.h>

#include "core/error.h"
#include "identity/limits.h"
#include "online/online_testing.h"

namespace tusk::online::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SessionsTest : public OnlineTest {
 protected:
  [[nodiscard]] int status_of_log_in(const std::string& email) const {
    return browser()
        .send(
            http::Method::post, "/api/v1/session",
            boost::json::serialize(boost::json::object{{"email", email}, {"password", kPassword}}))
        .status;
  }

  Office office_ = connect("anna@norrsken.example", "Norrsken Bygg AB");
};

// ---- logging in ----

// REQ: TID-3
TEST_F(SessionsTest, WhoConnectedACompanyLogsInToIt) {
  Browser anna = browser();
  const auto session = anna.log_in(" Anna@Norrsken.example");
  EXPECT_EQ(session.at("person").at("email").as_string(), "anna@norrsken.example");
  EXPECT_EQ(session.at("company").at("name").as_string(), "Norrsken Bygg AB");
  EXPECT_EQ(session.at("company").at("role").as_string(), "super_user");
  EXPECT_EQ(session.at("idle_timeout_seconds").as_int64(), 1200);
  EXPECT_EQ(session.at("idle_seconds_left").as_int64(), 1200);
  EXPECT_TRUE(anna.cookie.starts_with("tusk_session=")) << "plain loopback has no __Host- cookie";
}

// REQ: TID-5
TEST_F(SessionsTest, AllRefusalsAreTheSame) {
  add_person("erik@norrsken.example", office_.company_id);
  const auto refusal = [&](const std::string& email, const std::string& password) {
    Browser one = browser();
    const Answer answer = one.send(
        http::Method::post, "/api/v1/session",
        boost::json::serialize(boost::json::object{{"email", email}, {"password", password}}));
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.headers.count("Set-Cookie"), 0U);
    EXPECT_EQ(answer.headers.count("Retry-After"), 0U);
    auto error = answer.json().at("error").as_object();
    error.erase("request_id");
    return boost::json::serialize(error);
  };
  const std::string wrong = refusal("anna@norrsken.example", "något helt annat");
  EXPECT_EQ(refusal("nobody@norrsken.example", kPassword), wrong);
  EXPECT_EQ(refusal("no address", kPassword), wrong);
  for (int i = 0; i < 9; ++i) {
    clock_.advance(core::seconds(61));
    EXPECT_EQ(refusal("anna@norrsken.example", "något helt annat"), wrong);
  }
  clock_.advance(core::seconds(3600));
  EXPECT_EQ(refusal("anna@norrsken.example", kPassword), wrong) << "locked";
  EXPECT_EQ(logged_in("erik@norrsken.example").get("/api/v1/session").status, 200);
}

// REQ: TID-5
TEST_F(SessionsTest, AStrangerCanNotLockAPersonOutOfTheirOwnBrowser) {
  Browser own = logged_in("anna@norrsken.example");
  for (int i = 0; i < 10; ++i) {
    clock_.advance(core::seconds(61));
    Browser stranger = browser();
    const Answer answer = stranger.post(
        "/api/v1/session", R"({"email":"anna@norrsken.example","password":"något helt annat"})");
    EXPECT_EQ(answer.status, 401);
    EXPECT_TRUE(stranger.known_browser.empty());
  }
  clock_.advance(core::seconds(61));
  const std::string right = boost::json::serialize(
      boost::json::object{{"email", "anna@norrsken.example"}, {"password", kPassword}});
  EXPECT_EQ(browser().post("/api/v1/session", right).status, 401) << "locked elsewhere";
  own.cookie.clear();
  own.csrf_token.clear();
  EXPECT_EQ(own.post("/api/v1/session", right).status, 200);
}

TEST_F(SessionsTest, TooManyTriesFromOneAddressMustWait) {
  int status = 0;
  Answer answer;
  for (int i = 0; i < 200 && status != 429; ++i) {
    answer = browser().post("/api/v1/session", R"({"email":"x@example.org","password":"x"})");
    status = answer.status;
  }
  EXPECT_EQ(status, 429);
  EXPECT_NE(answer.headers.get_or("Retry-After", ""), "");
  clock_.advance(core::seconds(60));
  EXPECT_EQ(logged_in("anna@norrsken.example").get("/api/v1/session").status, 200);
}

TEST_F(SessionsTest, ALogInEndsTheBrowsersEarlierSession) {
  Browser anna = logged_in("anna@norrsken.example");
  Browser earlier = browser();
  earlier.cookie = anna.cookie;
  anna.log_in("anna@norrsken.example");
  EXPECT_NE(anna.cookie, earlier.cookie);
  EXPECT_EQ(earlier.get("/api/v1/session").status, 401);
}

TEST_F(SessionsTest, LogOutEndsTheSessionAndForgetsTheCookie) {
  Browser anna = logged_in("anna@norrsken.example");
  Browser other = browser();
  other.cookie = anna.cookie;
  const Answer answer = anna.send(http::Method::del, "/api/v1/session");
  EXPECT_EQ(answer.status, 204);
  EXPECT_THAT(std::string(answer.headers.get_or("Set-Cookie", "")), HasSubstr("Max-Age=0"));
  EXPECT_EQ(other.get("/api/v1/session").status, 401);
}

TEST_F(SessionsTest, ErrorsAreInThePersonsLanguage) {
  Browser anna = logged_in("anna@norrsken.example");
  EXPECT_THAT(anna.get("/api/v1/records/nothing").body, HasSubstr("Registret"));
  EXPECT_EQ(anna.send(http::Method::patch, "/api/v1/session", R"({"language":"en"})").status, 200);
  EXPECT_THAT(anna.get("/api/v1/records/nothing").body, HasSubstr("There is no register"));
  EXPECT_EQ(anna.send(http::Method::patch, "/api/v1/session", R"({"language":"xx"})").status, 400);
}

// REQ: TID-6
TEST_F(SessionsTest, APersonSwitchesBetweenCompaniesUnderANewCookie) {
  const std::string other = connect("anna@norrsken.example", "Sommarhus AB").company_id;
  Browser anna = logged_in("anna@norrsken.example");
  EXPECT_EQ(anna.get("/api/v1/records/contact").status, 403) << "no company chosen yet";
  const std::string before = anna.cookie;
  const auto choose = [&](const std::string& id) {
    return anna.send(http::Method::patch, "/api/v1/session", R"({"company_id":")" + id + "\"}");
  };
  EXPECT_EQ(choose(office_.company_id).status, 200);
  EXPECT_NE(anna.cookie, before);
  const std::string contact = create_contact(anna, "Ahlgrens Bygg");
  EXPECT_EQ(choose(other).status, 200);
  EXPECT_EQ(anna.get(contact).status, 404) << "a record of the other company";
  EXPECT_EQ(anna.get("/api/v1/companies").json().at("companies").as_array().size(), 2U);
}

// ---- idle time ----

// REQ: SEC-1
TEST_F(SessionsTest, BackgroundTrafficDoesNotPutOffTheLogOut) {
  Browser anna = logged_in("anna@norrsken.example");
  LiveRequest stream = anna.listen();
  for (int minute = 1; minute < 20; ++minute) {
    clock_.advance(core::seconds(60));
    EXPECT_EQ(anna.get("/api/v1/session").status, 200) << minute;
    EXPECT_EQ(anna.get("/api/v1/sync/status").status, 200) << minute;
    EXPECT_EQ(
        anna.send(http::Method::get, "/api/v1/records/contact", {}, {{"X-Background", "1"}}).status,
        200)
        << minute;
  }
  clock_.advance(core::seconds(60));
  ASSERT_EQ(anna.get("/api/v1/records/contact").status, 401);
  EXPECT_EQ(anna.post("/api/v1/session/activity", "{}").status, 401) << "too late to revive it";
  program_->sweep().run_once();
  EXPECT_TRUE(stream.is_closed_by_server());
}

// REQ: SEC-1
TEST_F(SessionsTest, WorkPutsOffTheLogOut) {
  Browser anna = logged_in("anna@norrsken.example");
  clock_.advance(core::seconds(19 * 60 + 59));
  EXPECT_EQ(anna.post("/api/v1/session/activity", "{}").status, 204);
  clock_.advance(core::seconds(19 * 60 + 59));
  EXPECT_EQ(anna.get("/api/v1/records/contact").status, 200);
  clock_.advance(core::seconds(19 * 60));
  const auto session = anna.get("/api/v1/session").json();
  EXPECT_EQ(session.at("idle_seconds_left").as_int64(), 60);
}

// ---- connecting and disconnecting ----

TEST_F(SessionsTest, AnAddressThatHasATuskIdCannotBeTakenByConnecting) {
  auto request = connect_request("anna@norrsken.example", "Tjuv AB");
  request.password = "ett annat lösenord";
  EXPECT_THROW((void)client()->connect(request), core::Error);
  EXPECT_EQ(logged_in("anna@norrsken.example")
                .get("/api/v1/companies")
                .json()
                .at("companies")
                .as_array()
                .size(),
            1U);
}

// ID-7: whether an address has a Tusk ID shows when one is asked for, so nobody may ask often.
TEST_F(SessionsTest, NobodyTriesManyAddressesByAskingForNewTuskIds) {
  auto request = connect_request("anna@norrsken.example", "Tjuv AB");
  request.password = "ett annat lösenord";
  const auto code_of_asking_for = [&](const std::string& email) {
    request.email = email;
    try {
      client()->check(request);
    } catch (const core::Error& error) {
      return error.code();
    }
    return core::ErrorCode::internal;
  };
  EXPECT_EQ(code_of_asking_for("anna@norrsken.example"), core::ErrorCode::conflict);
  int asked = 0;
  while (code_of_asking_for("nobody@norrsken.example") == core::ErrorCode::internal) {
    ASSERT_LE(++asked, identity::identities_per_asker.most);
  }
  EXPECT_EQ(code_of_asking_for("nobody@norrsken.example"), core::ErrorCode::limit);
  EXPECT_EQ(code_of_asking_for("anna@norrsken.example"), core::ErrorCode::limit);
  // Who has a Tusk ID connects with it.
  request = connect_request("anna@norrsken.example", "Andra AB");
  EXPECT_NO_THROW((void)client()->connect(request));
  clock_.advance(identity::identities_per_asker.window + 1);
  request = connect_request("nina@example.org", "Tredje AB");
  EXPECT_NO_THROW((void)client()->connect(request));
}

// REQ: CON-5
TEST_F(SessionsTest, TheServerTakesNoCompanyThatLacksWhatIsNeeded) {
  auto request = connect_request("nina@example.org", "Nordlunds Rör AB");
  for (auto& prerequisite : request.prerequisites) {
    prerequisite.met = false;
    try {
      (void)client()->connect(request);
      ADD_FAILURE() << prerequisite.name;
    } catch (const core::Error& error) {
      EXPECT_EQ(error.code(), core::ErrorCode::conflict) << prerequisite.name;
      ASSERT_EQ(error.problems().size(), 1U) << prerequisite.name;
      EXPECT_EQ(error.problems()[0].field, "prerequisites." + prerequisite.name);
    }
    prerequisite.met = true;
  }
  // An office that does not look says nothing.
  request.prerequisites.clear();
  EXPECT_THROW((void)client()->connect(request), core::Error);
  EXPECT_EQ(status_of_log_in("nina@example.org"), 401) << "no Tusk ID was made";
}

// REQ: CON-6, FST-3
TEST_F(SessionsTest, ACheckSaysWhatConnectingWouldAndChangesNothing) {
  const auto refused = [&](const api::ConnectRequest& request) {
    try {
      client()->check(request);
    } catch (const core::Error& error) {
      return error.code();
    }
    return core::ErrorCode::internal;
  };
  auto request = connect_request("nina@example.org", "Nordlunds Rör AB");
  request.password = "kort";
  EXPECT_EQ(refused(request), core::ErrorCode::invalid);
  request = connect_request("nina@example.org", "Nordlunds Rör AB");
  request.create_identity = false;
  EXPECT_EQ(refused(request), core::ErrorCode::unauthenticated);
  EXPECT_EQ(refused(connect_request("nina@example.org", "Norrsken Bygg AB")),
            core::ErrorCode::forbidden);
  request = connect_request("nina@example.org", "Nordlunds Rör AB");
  request.prerequisites.pop_back();
  EXPECT_EQ(refused(request), core::ErrorCode::conflict);
  client()->check(connect_request("nina@example.org", "Nordlunds Rör AB"));
  client()->check(connect_request("anna@norrsken.example", "Norrsken Bygg AB"));
  EXPECT_EQ(status_of_log_in("nina@example.org"), 401) << "no Tusk ID was made";
  EXPECT_TRUE(client(office_)->wait(-1)) << "the key of the office is as good as before";
}

TEST_F(SessionsTest, ACompanyOfOthersCannotBeConnected) {
  EXPECT_THROW((void)client()->connect(connect_request("erik@example.org", "Norrsken Bygg AB")),
               core::Error);
  EXPECT_EQ(logged_in("anna@norrsken.example").get("/api/v1/session").status, 200);
}

TEST_F(SessionsTest, ConnectingAgainIsRefusedWhileEditsWaitForTheOffice) {
  Browser anna = logged_in("anna@norrsken.example");
  const std::string contact = create_contact(anna, "Ahlgrens Bygg");
  EXPECT_THROW((void)connect("anna@norrsken.example", "Norrsken Bygg AB"), core::Error);
  EXPECT_EQ(anna.get(contact).status, 200);
}

// REQ: REC-1
TEST_F(SessionsTest, AnAnswerThatWasLostIsMadeGoodByConnectingAgain) {
  const Office again = connect("anna@norrsken.example", "Norrsken Bygg AB");
  EXPECT_EQ(again.company_id, office_.company_id);
  EXPECT_THROW((void)client(office_)->wait(-1), core::Error) << "the first key is dead";
  EXPECT_TRUE(client(again)->wait(0)) << "the log begins with a mark";
}

// REQ: DIS-1, DIS-2, DIS-3, DIS-4, REC-2
TEST_F(SessionsTest, DisconnectingClosesTheWebAndRemovesTheData) {
  add_person("erik@norrsken.example", office_.company_id, identity::Role::super_user);
  Browser erik = logged_in("erik@norrsken.example");
  create_contact(erik, "Ahlgrens Bygg");
  LiveRequest stream = erik.listen();
  const auto client_of_office = client(office_);
  EXPECT_THROW(client_of_office->disconnect({"erik@norrsken.example", kPassword}), core::Error)
      << "only who connected it";
  // The first step says so already, and changes nothing.
  for (const auto& [email, password] :
       {std::pair{"erik@norrsken.example", kPassword}, {"anna@norrsken.example", "något annat"}}) {
    EXPECT_THROW(client_of_office->check(api::DisconnectRequest{email, password}), core::Error);
  }
  client_of_office->check(api::DisconnectRequest{"anna@norrsken.example", kPassword});
  EXPECT_EQ(erik.get("/api/v1/session").status, 200);
  const auto online = client_of_office->people_online().people;
  ASSERT_EQ(online.size(), 1U);
  EXPECT_EQ(online[0].email, "erik@norrsken.example");
  client_of_office->disconnect({"anna@norrsken.example", kPassword});
  EXPECT_NE(stream.read_until("\n\n").find("event: disconnected"), std::string::npos);
  EXPECT_TRUE(stream.is_closed_by_server());
  EXPECT_EQ(erik.get("/api/v1/records/contact").status, 401);
  EXPECT_THROW((void)client_of_office->wait(0), core::Error);
  EXPECT_TRUE(std::filesystem::is_empty(folder_ / "data" / "companies"));
  const Office again = connect("anna@norrsken.example", "Norrsken Bygg AB");
  EXPECT_EQ(again.company_id, office_.company_id);
  Browser erik_again = logged_in("erik@norrsken.example");
  EXPECT_EQ(erik_again.get("/api/v1/records/contact").json().at("total").as_int64(), 0);
}

TEST_F(SessionsTest, ALateRequestMakesNoDatabaseAnew) {
  Services& services = program_->services();
  const auto company = services.directory.read(
      [&](storage::Transaction& tx) { return identity::get_company(tx, office_.company_id); });
  EXPECT_NO_THROW((void)services.tenants.open(company));
  client(office_)->disconnect({"anna@norrsken.example", kPassword});
  EXPECT_THROW((void)services.tenants.open(company), core::Error);
  EXPECT_TRUE(std::filesystem::is_empty(folder_ / "data" / "companies"));
}

TEST_F(SessionsTest, WithdrawnAccessEndsTheStream) {
  add_person("erik@norrsken.example", office_.company_id);
  Browser erik = logged_in("erik@norrsken.example");
  LiveRequest stream = erik.listen();
  Services& services = program_->services();
  services.directory.write([&](storage::Transaction& tx) {
    const auto person = identity::find_person_by_email(tx, "erik@norrsken.example");
    identity::remove_membership(tx, person->id, office_.company_id);
  });
  program_->sweep().run_once();
  EXPECT_TRUE(stream.is_closed_by_server());
}

// ---- settings ----

std::string problems_of(const std::string& toml) {
  try {
    (void)parse_config(toml, "/etc/tusk");
  } catch (const core::Error& error) {
    return error.text().en;
  }
  return "none";
}

TEST(ConfigTest, ReadsWhatIsThereAndKeepsTheDefaults) {
  const Config config = parse_config(
      "data_folder = \"data\"\nlisten_port = 8443\ntls_certificate = \"cert.pem\"\n"
      "tls_key = \"/key.pem\"\npublic_url = \"https://online.example.se:8443\"\n"
      "redirect_port = 8080\nidle_minutes = 5\nhosts = [\"other.example.se\"]\n",
      "/etc/tusk");
  EXPECT_EQ(config.data_folder, "/etc/tusk/data");
  EXPECT_EQ(config.tls->certificate_chain, "/etc/tusk/cert.pem");
  EXPECT_EQ(config.tls->private_key, "/key.pem");
  EXPECT_EQ(config.idle_time, core::seconds(300));
  EXPECT_EQ(config.redirect_port, 8080);
  EXPECT_THAT(config.hosts, ::testing::ElementsAre("other.example.se", "online.example.se"));
  EXPECT_EQ(config.listen_address, "127.0.0.1");
}

TEST(ConfigTest, NamesEveryKeyThatIsWrongWithItsValueAndTheRemedy) {
  const std::string problems =
      problems_of("data_folder = 7\nlisten_prt = 1\nidle_minutes = 0\ndatabase = \"oracle\"\n");
  EXPECT_THAT(problems, HasSubstr("data_folder = 7: The value must be text"));
  EXPECT_THAT(problems, HasSubstr("listen_prt = 1: There is no such setting. These are:"));
  EXPECT_THAT(problems, HasSubstr("idle_minutes = 0: The value must be a whole number from 1"));
  EXPECT_THAT(problems, HasSubstr("database = oracle: "));
  const std::string secret =
      problems_of("data_folder = \"d\"\ndatabase = \"postgresql://tusk:hemligt@server/tusk\"\n");
  EXPECT_THAT(secret, HasSubstr("passfile"));
  EXPECT_THAT(secret, Not(HasSubstr("hemligt")));
  EXPECT_EQ(problems_of("data_folder = \"d\"\ndatabase = \"postgresql://server/tusk\"\n"), "none");
  EXPECT_THAT(problems_of("data_folder = "), HasSubstr("line 1"));
  EXPECT_THAT(problems_of("data_folder = \"d\"\nredirect_port = 80\n"), HasSubstr("TLS only"));
  EXPECT_THAT(problems_of("data_folder = \"d\"\ntls_key = \"k\"\n"), HasSubstr("both"));
  EXPECT_EQ(problems_of("data_folder = \"d\"\n"), "none");
}

}  // namespace
}  // namespace tusk::online::testing
