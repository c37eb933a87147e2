// The office's programs log in in the browser: what their token is good for, and everything that it
// must not be (RFC 8252, OP-*, ID-17).

#include "api/routes.h"
#include "identity/openid/office_client.h"
#include "online/openid_testing.h"
#include "online/second_factor_testing.h"

namespace tusk::online::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kOfficeRedirect = "http://127.0.0.1:40123/tusk-log-in";
constexpr const char* kCompany = "Norrsken Bygg AB";

class OfficeLogInTest : public OpenIdTest {
 protected:
  [[nodiscard]] static http::Parameters task(const std::string& deed,
                                             const std::string& company = kCompany) {
    return {{"client_id", oidc::office_client},
            {"redirect_uri", kOfficeRedirect},
            {"scope", "office"},
            {"office_deed", deed},
            {"office_company", company},
            {"office_company_uuid", "uuid of " + company},
            {"office_computer", "KONTOR-1"}};
  }
  static http::Parameters changed(http::Parameters all, const http::Parameters& changes) {
    all.insert(all.end(), changes.begin(), changes.end());
    return all;
  }
  // What a person does in the browser that the program has opened.
  std::string office_code(const http::Parameters& wanted, const std::string& email = kAnna) const {
    Browser person = browser();
    const std::string waiting = authorize(person, wanted);
    person.log_in(email);
    return parameter_of(allow(person, waiting), "code");
  }
  static http::Parameters office_form(const std::string& code) {
    return {{"grant_type", "authorization_code"},
            {"code", code},
            {"redirect_uri", kOfficeRedirect},
            {"code_verifier", kVerifier},
            {"client_id", oidc::office_client}};
  }
  std::string office_token(const std::string& deed, const std::string& company = kCompany,
                           const std::string& email = kAnna) const {
    return text(tokens_of(office_form(office_code(task(deed, company), email))), "access_token");
  }
  static api::ConnectRequest connect_with(const std::string& token,
                                          const std::string& company = kCompany) {
    api::ConnectRequest request = connect_request("", company);
    request.password = "";
    request.create_identity = false;
    request.access_token = token;
    return request;
  }
  static api::DisconnectRequest end_with(const std::string& token) {
    return {.email = "", .password = "", .code = {}, .access_token = token};
  }
  template <typename Call>
  static std::string refusal(Call&& call) {
    try {
      call();
    } catch (const core::Error& error) {
      return error.code() == core::ErrorCode::unauthenticated ? "unauthenticated"
             : error.code() == core::ErrorCode::forbidden     ? "forbidden"
                                                              : error.text().en;
    }
    return "";
  }
  std::string refusal_of_connecting(const std::string& token,
                                    const std::string& company = kCompany) const {
    return refusal([&] { (void)client()->connect(connect_with(token, company)); });
  }
};

// ---- the whole way ----

// REQ: TID-1, CON-7
TEST_F(OfficeLogInTest, APersonConnectsACompanyWithoutGivingTheProgramTheirPassword) {
  Browser anna = browser();
  const std::string waiting = authorize(anna, task("connect"));
  EXPECT_EQ(step_of(anna, waiting), "log_in");
  anna.log_in(kAnna);
  const auto asked = anna.post("/api/v1/authorization/check", question(waiting)).json();
  EXPECT_EQ(asked.at("step"), "consent");
  EXPECT_EQ(asked.at("program_name"), "Tusk Business");
  EXPECT_EQ(asked.at("office"),
            (json::object{{"deed", "connect"}, {"company", kCompany}, {"computer", "KONTOR-1"}}));
  const std::string back = allow(anna, waiting);
  EXPECT_THAT(back, StartsWith(std::string(kOfficeRedirect) + "?code="));
  EXPECT_EQ(parameter_of(back, "state"), "state-1");
  EXPECT_EQ(parameter_of(back, "iss"), url());
  const json::object tokens = tokens_of(office_form(parameter_of(back, "code")));
  EXPECT_EQ(text(tokens, "scope"), "office");
  EXPECT_EQ(tokens.at("expires_in"), 300);
  EXPECT_FALSE(tokens.contains("id_token"));
  EXPECT_FALSE(tokens.contains("refresh_token"));
  const std::string token = text(tokens, "access_token");
  client()->check(connect_with(token));  // a question uses nothing up
  const auto answer = client()->connect(connect_with(token));
  EXPECT_EQ(answer.connected_by, "Person anna");
  EXPECT_EQ(answer.connected_by_email, kAnna);
  EXPECT_THAT(anna.get("/api/v1/account/programs").json().at("programs").as_array(),
              ::testing::IsEmpty())
      << "it was for this once";
}

TEST_F(OfficeLogInTest, EveryDeedOfTheOfficeGoesSo) {
  const Office office = connect(kAnna, kCompany);
  const auto renewed = client()->renew({.email = "",
                                        .password = "",
                                        .access_token = office_token("update"),
                                        .company_uuid = "uuid of Norrsken Bygg AB",
                                        .computer_name = "KONTOR-1",
                                        .computer_uuid = "uuid of KONTOR-1"});
  EXPECT_EQ(renewed.company_id, office.company_id);
  const Office again{kAnna, office.company_id, renewed.device_id, renewed.device_key};
  const std::string token = office_token("disconnect");
  client(again)->check(end_with(token));
  client(again)->disconnect(end_with(token));
  EXPECT_EQ(refusal([&] { (void)client(again)->people_online(); }), "unauthenticated");
}

// ---- the person is asked, each time (RFC 8252, 8.6; ID-17) ----

TEST_F(OfficeLogInTest, WhoIsLoggedInLogsInAnewAndIsAskedAnew) {
  Browser anna = logged_in(kAnna);
  clock_.advance(core::seconds(1));
  for (int time = 0; time < 2; ++time) {
    const std::string waiting = authorize(anna, task("connect"));
    EXPECT_EQ(step_of(anna, waiting), "log_in");
    EXPECT_EQ(anna.post("/api/v1/authorization", question(waiting)).status, 409);
    anna.log_in(kAnna);
    EXPECT_EQ(step_of(anna, waiting), "consent");
    (void)allow(anna, waiting);
    clock_.advance(core::seconds(1));
  }
  EXPECT_EQ(parameter_of(authorize(anna, changed(task("connect"), {{"prompt", "none"}})), "error"),
            "login_required");
}

TEST_F(OfficeLogInTest, WhoSaysNoGivesNothing) {
  Browser anna = browser();
  const std::string waiting = authorize(anna, task("disconnect"));
  anna.log_in(kAnna);
  const auto answer = anna.post("/api/v1/authorization/cancel", question(waiting)).json();
  const std::string back(answer.at("redirect").as_string());
  EXPECT_EQ(parameter_of(back, "error"), "access_denied");
  EXPECT_EQ(parameter_of(back, "state"), "state-1");
  EXPECT_EQ(parameter_of(back, "code"), "");
}

TEST_F(OfficeLogInTest, ACompanyThatIsKnownIsCalledByItsName) {
  connect(kAnna, kCompany);
  const auto lie = changed(task("disconnect"), {{"office_company", "Provbolaget"}});
  const auto shown_to = [&](const std::string& email) {
    Browser person = browser();
    const std::string waiting = authorize(person, lie);
    person.log_in(email);
    const auto asked = person.post("/api/v1/authorization/check", question(waiting)).json();
    return std::string(asked.at("office").at("company").as_string());
  };
  EXPECT_EQ(shown_to(kAnna), kCompany);
  add_person("olle@sommarhus.example");
  EXPECT_EQ(shown_to("olle@sommarhus.example"), "Provbolaget") << "not theirs to know";
}

TEST_F(OfficeLogInTest, WhatIsToBeDoneMustBeSaid) {
  Browser anna = browser();
  for (const http::Parameters& wrong :
       std::vector<http::Parameters>{{{"office_deed", ""}},
                                     {{"office_deed", "read"}},
                                     {{"office_company", ""}},
                                     {{"office_company", std::string(201, 'x')}},
                                     {{"office_company_uuid", ""}},
                                     {{"office_computer", ""}},
                                     {{"office_computer", "two\nlines"}}}) {
    const std::string back = authorize(anna, changed(task("connect"), wrong));
    EXPECT_EQ(parameter_of(back, "error"), "invalid_request") << wrong[0].first;
    EXPECT_THAT(parameter_of(back, "error_description"), HasSubstr(wrong[0].first));
  }
}

// ---- who may ask for it (OP-2) ----

TEST_F(OfficeLogInTest, NoOtherProgramGetsTheOfficesScopeAndItGetsNoOther) {
  Browser anna = logged_in(kAnna);
  for (const char* scope : {"office", "openid office"}) {
    EXPECT_EQ(parameter_of(authorize(anna, {{"scope", scope}}), "error"), "invalid_scope");
  }
  for (const char* scope : {"", "openid", "openid office", "office offline_access"}) {
    const auto wanted = changed(task("connect"), {{"scope", scope}});
    EXPECT_EQ(parameter_of(authorize(anna, wanted), "error"), "invalid_scope") << scope;
  }
}

TEST_F(OfficeLogInTest, ItsAnswerGoesToThisComputerAlone) {
  Browser anna = logged_in(kAnna);
  for (const char* uri :
       {"https://evil.example/tusk-log-in", "http://192.168.0.7:40123/tusk-log-in",
        "http://localhost:40123/tusk-log-in", "http://127.0.0.1:40123/other",
        "http://127.0.0.1.evil.example:40123/tusk-log-in", "http://127.0.0.1:40123@evil.example/",
        "https://127.0.0.1:40123/tusk-log-in"}) {
    const Answer answer =
        anna.get(authorize_target(changed(task("connect"), {{"redirect_uri", uri}})));
    EXPECT_EQ(answer.status, 400) << uri;
    EXPECT_EQ(answer.headers.count("Location"), 0U) << uri;
  }
  clock_.advance(core::seconds(1));
  const auto six = changed(task("connect"), {{"redirect_uri", "http://[::1]:7/tusk-log-in"}});
  EXPECT_EQ(step_of(anna, authorize(anna, six)), "log_in");
}

TEST_F(OfficeLogInTest, TheBuiltInProgramIsNobodysToChange) {
  Services& services = program_->services();
  services.directory.write([&](storage::Transaction& tx) {
    const auto client = oidc::find_client(tx, oidc::office_client);
    ASSERT_TRUE(client && client->registered.is_public);
    for (const oidc::Client& one : oidc::list_clients(tx, std::nullopt))
      EXPECT_NE(one.id, oidc::office_client);
    EXPECT_THROW((void)oidc::remove_client(tx, oidc::office_client), core::Error);
    EXPECT_THROW((void)oidc::change_client(tx, *client, client->registered), core::Error);
    EXPECT_THROW((void)oidc::renew_secret(tx, services.random, *client), core::Error);
  });
}

// ---- codes (OP-3) ----

TEST_F(OfficeLogInTest, WhoInterceptsTheCodeHasNotTheVerifier) {
  const std::string code = office_code(task("connect"));
  for (const http::Parameters& wrong : std::vector<http::Parameters>{
           {{"code_verifier", ""}},
           {{"code_verifier", std::string(43, 'a')}},
           {{"redirect_uri", "http://127.0.0.1:40124/tusk-log-in"}},
           {{"client_id", client_.client.id}, {"client_secret", client_.secret}}}) {
    http::Parameters form = office_form(code);
    for (const auto& [name, value] : wrong) {
      std::erase_if(form, [&](const auto& one) { return one.first == name; });
      if (!value.empty()) form.emplace_back(name, value);
    }
    EXPECT_EQ(token(form).status, 400) << wrong[0].first;
  }
  EXPECT_EQ(token(office_form(code)).status, 200) << "and has spoilt nothing";
}

TEST_F(OfficeLogInTest, TheSecondUseOfACodeEndsWhatTheFirstGave) {
  const std::string code = office_code(task("connect"));
  const std::string first = text(tokens_of(office_form(code)), "access_token");
  EXPECT_EQ(token(office_form(code)).status, 400);
  EXPECT_EQ(refusal_of_connecting(first), "unauthenticated");
}

// ---- what the token is good for ----

TEST_F(OfficeLogInTest, ATokenIsForOneDeedWithOneCompanyOnce) {
  const std::string connecting = office_token("connect");
  EXPECT_EQ(refusal_of_connecting(connecting, "Sommarhus AB"), "unauthenticated");
  EXPECT_EQ(refusal_of_connecting(office_token("update")), "unauthenticated");
  EXPECT_EQ(refusal_of_connecting(connecting), "");
  EXPECT_EQ(refusal_of_connecting(connecting), "unauthenticated") << "used";
  const Office office = connect("olle@sommarhus.example", "Sommarhus AB");
  const auto ending = [&](const std::string& token) {
    return refusal([&] { client(office)->disconnect(end_with(token)); });
  };
  EXPECT_EQ(ending(office_token("connect", "Sommarhus AB", "olle@sommarhus.example")),
            "unauthenticated");
  EXPECT_EQ(ending(office_token("disconnect", kCompany, "olle@sommarhus.example")),
            "unauthenticated");
  EXPECT_EQ(ending(office_token("disconnect", "Sommarhus AB")), "forbidden")
      << "anna has not connected it";
  EXPECT_EQ(ending(office_token("disconnect", "Sommarhus AB", "olle@sommarhus.example")), "");
}

// Of everything that the server serves.
TEST_F(OfficeLogInTest, ATokenOpensNothingElse) {
  connect(kAnna, kCompany);
  const std::string token = office_token("update");
  EXPECT_EQ(userinfo(token).status, 401);
  int refused = 0;
  for (const api::Route& route : api::routes()) {
    using api::Permission;
    const Permission permission = route.policy.permission();
    if (permission == Permission::everyone || permission == Permission::protocol) continue;
    std::string target = route.path;
    for (auto begin = target.find('{'); begin != std::string::npos; begin = target.find('{'))
      target.replace(begin, target.find('}') - begin + 1, "contact");
    for (const std::string& header :
         {"Bearer " + token, "Tusk-Device " + token, "Tusk-Device tusk_office." + token}) {
      Browser program = browser();
      program.cookie = "tusk_session=" + token;
      const Answer answer = program.send(route.method, target, "", {{"Authorization", header}});
      EXPECT_TRUE(answer.status == 401 || answer.status == 429)
          << route.operation << " " << answer.status;
      refused += answer.status == 401 ? 1 : 0;
      clock_.advance(core::seconds(1));  // or its address has asked too often
    }
  }
  EXPECT_GT(refused, 100);
}

TEST_F(OfficeLogInTest, AnotherTokenDoesNothingForTheOffice) {
  Browser anna = logged_in(kAnna);
  const json::object tokens = log_in_to_program(anna);
  for (const char* name : {"access_token", "id_token"})
    EXPECT_EQ(refusal_of_connecting(text(tokens, name)), "unauthenticated") << name;
  EXPECT_EQ(refusal_of_connecting("nothing"), "unauthenticated");
  EXPECT_EQ(refusal_of_connecting(""), "unauthenticated");
  api::ConnectRequest both = connect_with(office_token("connect"));
  both.password = kPassword;
  EXPECT_THAT(refusal([&] { (void)client()->connect(both); }), HasSubstr("not both"));
}

TEST_F(OfficeLogInTest, ATokenEndsWithItsTimeItsSessionAndItsPerson) {
  const std::string late = office_token("connect");
  clock_.advance(core::seconds(301));
  EXPECT_EQ(refusal_of_connecting(late), "unauthenticated");

  Browser anna = browser();
  const std::string waiting = authorize(anna, task("connect"));
  anna.log_in(kAnna);
  const std::string token =
      text(tokens_of(office_form(parameter_of(allow(anna, waiting), "code"))), "access_token");
  EXPECT_EQ(anna.send(http::Method::del, "/api/v1/session").status, 204);
  EXPECT_EQ(refusal_of_connecting(token), "unauthenticated") << "logged out";

  const std::string withdrawn = office_token("connect");
  EXPECT_EQ(
      browser()
          .send(http::Method::post, "/oauth2/revoke",
                http::format_query({{"token", withdrawn}, {"client_id", oidc::office_client}}),
                {{"Content-Type", "application/x-www-form-urlencoded"}})
          .status,
      200);
  EXPECT_EQ(refusal_of_connecting(withdrawn), "unauthenticated");

  const std::string disabled = office_token("connect");
  Services& services = program_->services();
  services.directory.write([&](storage::Transaction& tx) {
    identity::disable_person(tx, identity::find_person_by_email(tx, kAnna)->id);
  });
  EXPECT_EQ(refusal_of_connecting(disabled), "unauthenticated");
}

// ID-17: a page that was left open after the log-in, and allowed much later.
TEST_F(OfficeLogInTest, TheLogInMustBeOfJustNow) {
  Browser anna = browser();
  const std::string waiting = authorize(anna, task("connect"));
  anna.log_in(kAnna);
  clock_.advance(core::seconds(599));
  const std::string code = parameter_of(allow(anna, waiting), "code");
  clock_.advance(core::seconds(59));
  const std::string token = text(tokens_of(office_form(code)), "access_token");
  clock_.advance(core::seconds(241));
  client()->check(connect_with(token));
  clock_.advance(core::seconds(2));
  EXPECT_EQ(refusal([&] { client()->check(connect_with(token)); }), "unauthenticated");
}

// ---- the same rules as with the password (ID-6) ----

TEST_F(OfficeLogInTest, ASecondFactorThatTheLogInDidNotHaveIsMissed) {
  const std::string token = office_token("connect");
  Browser anna = logged_in(kAnna);
  App app(clock_);
  (void)app.set_up(anna);
  EXPECT_EQ(refusal([&] { client()->check(connect_with(token)); }), "") << "a question";
  EXPECT_EQ(refusal_of_connecting(token), "unauthenticated");
}

TEST_F(OfficeLogInTest, WhatACompanyRequiresItRequiresInTheOfficeToo) {
  const Office office = connect(kAnna, kCompany);
  Browser anna = logged_in(kAnna);
  App app(clock_);
  (void)app.set_up(anna);
  ASSERT_EQ(anna.send(http::Method::patch, "/api/v1/company/settings",
                      R"({"second_factor":"super_users"})")
                .status,
            200);
  Services& services = program_->services();
  services.directory.write([&](storage::Transaction& tx) {
    identity::reset_second_factor(tx, identity::find_person_by_email(tx, kAnna)->id);
  });
  EXPECT_EQ(refusal([&] { client(office)->disconnect({kAnna, kPassword, {}}); }), "forbidden");
  EXPECT_EQ(refusal([&] { client(office)->disconnect(end_with(office_token("disconnect"))); }),
            "forbidden");
}

}  // namespace
}  // namespace tusk::online::testing
