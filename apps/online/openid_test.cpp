// The way of a log-in to another program, and everything that must not lead through.

#include "identity/limits.h"
#include "online/openid_testing.h"

namespace tusk::online::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string error_of(const Answer& answer) {
  return std::string(answer.json().at("error").as_string());
}

// ---- the whole way ----

// REQ: TID-1
TEST_F(OpenIdTest, APersonLogsInToAProgramOnceAllowedAndThenAtOnce) {
  Browser anna = browser();
  const std::string waiting = authorize(anna);
  EXPECT_EQ(step_of(anna, waiting), "log_in");
  anna.log_in(kAnna);
  EXPECT_EQ(step_of(anna, waiting), "consent");
  const std::string back = allow(anna, waiting);
  EXPECT_THAT(back, StartsWith(std::string(kRedirect) + "?code="));
  EXPECT_EQ(parameter_of(back, "state"), "state-1");
  EXPECT_EQ(parameter_of(back, "iss"), url());
  const json::object tokens = tokens_of(code_form(parameter_of(back, "code")));
  EXPECT_EQ(text(tokens, "token_type"), "Bearer");
  const json::object claims = claims_of(text(tokens, "id_token"));
  EXPECT_EQ(text(claims, "iss"), url());
  EXPECT_EQ(text(claims, "aud"), client_.client.id);
  EXPECT_EQ(text(claims, "nonce"), "nonce-1");
  EXPECT_EQ(oidc::number_claim(claims, "exp") - oidc::number_claim(claims, "iat"), 600);
  const json::object who = userinfo(text(tokens, "access_token")).json().as_object();
  EXPECT_EQ(text(who, "sub"), text(claims, "sub"));
  EXPECT_EQ(text(who, "email"), kAnna);
  EXPECT_EQ(who.at("email_verified").as_bool(), false) << "nobody has confirmed it";
  EXPECT_EQ(text(who, "name"), "Person anna");
  // Allowed once: no page any more.
  EXPECT_THAT(authorize(anna), StartsWith(kRedirect));
  EXPECT_EQ(text(claims_of(text(log_in_to_program(anna), "id_token")), "sub"), text(claims, "sub"));
}

TEST_F(OpenIdTest, AProgramLearnsOnlyWhatItAskedForAndWasAllowed) {
  Browser anna = logged_in(kAnna);
  const json::object tokens = log_in_to_program(anna, {{"scope", "openid unheard_of"}});
  EXPECT_EQ(text(tokens, "scope"), "openid") << "nor may it tell others that it was allowed more";
  const json::object who = userinfo(text(tokens, "access_token")).json().as_object();
  EXPECT_EQ(who.size(), 1U) << json::serialize(who);
  EXPECT_EQ(step_of(anna, authorize(anna, {{"scope", "openid email"}})), "consent")
      << "more than was allowed";
}

TEST_F(OpenIdTest, ConsentIsWithdrawnWithEverythingThatItGave) {
  Browser anna = logged_in(kAnna);
  const json::object tokens = log_in_to_program(anna, {{"scope", "openid offline_access"}});
  const auto programs = anna.get("/api/v1/account/programs").json().at("programs").as_array();
  ASSERT_EQ(programs.size(), 1U);
  EXPECT_EQ(programs[0].at("name").as_string(), "Tidrapport <AB>");
  add_person("erik@norrsken.example");
  const std::string path = "/api/v1/account/programs/" + client_.client.id;
  Browser erik = logged_in("erik@norrsken.example");
  EXPECT_EQ(erik.send(http::Method::del, path).status, 404) << "another's";
  EXPECT_EQ(userinfo(text(tokens, "access_token")).status, 200);
  EXPECT_EQ(anna.send(http::Method::del, path).status, 204);
  EXPECT_EQ(userinfo(text(tokens, "access_token")).status, 401);
  EXPECT_EQ(error_of(token(refresh_form(text(tokens, "refresh_token")))), "invalid_grant");
  EXPECT_EQ(step_of(anna, authorize(anna, {{"scope", "openid offline_access"}})), "consent");
}

// ---- requests that are never led anywhere (OP-2) ----

TEST_F(OpenIdTest, AnUnknownProgramOrAddressGetsAPageAndNoRedirect) {
  Browser anna = logged_in(kAnna);
  for (const http::Parameters& wrong :
       std::vector<http::Parameters>{{{"client_id", "client_of_nobody"}},
                                     {{"client_id", ""}},
                                     {{"redirect_uri", ""}},
                                     {{"redirect_uri", "https://evil.example/done"}},
                                     {{"redirect_uri", std::string(kRedirect) + "/"}},
                                     {{"redirect_uri", std::string(kRedirect) + "?x=y"}},
                                     {{"redirect_uri", std::string(kRedirect) + "#x"}},
                                     {{"redirect_uri", "https://program.example.com:443/done"}},
                                     {{"redirect_uri", "https://program.example.com/DONE"}},
                                     {{"redirect_uri", "https://program.example.com/x/../done"}},
                                     {{"redirect_uri", "javascript:alert(1)"}}}) {
    const Answer answer = anna.get(authorize_target(wrong));
    EXPECT_EQ(answer.status, 400) << wrong[0].second;
    EXPECT_EQ(answer.headers.count("Location"), 0U) << wrong[0].second;
    EXPECT_THAT(answer.body, StartsWith("<!doctype html>"));
  }
  for (const char* twice : {"client_id", "redirect_uri"}) {
    const std::string target =
        authorize_target() + "&" +
        http::format_query(
            {{twice, std::string(twice) == "client_id" ? client_.client.id : kRedirect}});
    EXPECT_EQ(anna.get(target).status, 400) << twice;
  }
}

TEST_F(OpenIdTest, ItsPagesAreInBothLanguagesAndRunNothing) {
  const Answer swedish =
      browser().send(http::Method::get, authorize_target({{"client_id", "<script>"}}), {},
                     {{"Accept-Language", "sv"}});
  EXPECT_THAT(swedish.body, HasSubstr("inte registrerat här"));
  EXPECT_THAT(swedish.body, HasSubstr("lang=\"sv\""));
  const Answer english = browser().send(
      http::Method::get, authorize_target({{"redirect_uri", "https://x"}, {"ui_locales", "en"}}),
      {}, {{"Accept-Language", "sv"}});
  EXPECT_THAT(english.body, HasSubstr("not registered for it"));
  EXPECT_THAT(english.body, HasSubstr("Tidrapport &lt;AB&gt;"));
  EXPECT_THAT(english.body, Not(HasSubstr("<script")));
  const std::string policy(english.headers.get_or("Content-Security-Policy", ""));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_EQ(english.headers.get_or("Cache-Control", ""), "no-store");
}

// ---- requests that are refused to the program (OP-1) ----

TEST_F(OpenIdTest, WhatIsNotTheCodeFlowWithPkceIsRefused) {
  Browser anna = logged_in(kAnna);
  const std::vector<std::pair<http::Parameters, std::string>> cases{
      {{{"response_type", ""}}, "invalid_request"},
      {{{"response_type", "token"}}, "unsupported_response_type"},
      {{{"response_type", "id_token"}}, "unsupported_response_type"},
      {{{"response_type", "code id_token"}}, "unsupported_response_type"},
      {{{"response_mode", "fragment"}}, "invalid_request"},
      {{{"code_challenge", ""}}, "invalid_request"},
      {{{"code_challenge_method", ""}}, "invalid_request"},
      {{{"code_challenge_method", "plain"}}, "invalid_request"},
      {{{"code_challenge", "short"}}, "invalid_request"},
      {{{"code_challenge", std::string(43, '!')}}, "invalid_request"},
      {{{"scope", ""}}, "invalid_scope"},
      {{{"scope", "profile email"}}, "invalid_scope"},
      {{{"prompt", "none login"}}, "invalid_request"},
      {{{"prompt", "always"}}, "invalid_request"},
      {{{"max_age", "soon"}}, "invalid_request"},
      {{{"max_age", "-1"}}, "invalid_request"},
      {{{"nonce", std::string(501, 'n')}}, "invalid_request"},
      {{{"request", "e30.e30."}}, "request_not_supported"},
      {{{"request_uri", "https://program.example.com/r"}}, "request_uri_not_supported"},
      {{{"registration", "{}"}}, "registration_not_supported"},
      {{{"id_token_hint", "no.token.atall"}}, "invalid_request"}};
  for (const auto& [wrong, code] : cases) {
    const std::string location = authorize(anna, wrong);
    EXPECT_THAT(location, StartsWith(kRedirect)) << wrong[0].first << "=" << wrong[0].second;
    EXPECT_EQ(parameter_of(location, "error"), code) << wrong[0].first << "=" << wrong[0].second;
    EXPECT_EQ(parameter_of(location, "state"), "state-1");
    EXPECT_EQ(parameter_of(location, "iss"), url());
    EXPECT_EQ(parameter_of(location, "code"), "");
  }
  EXPECT_EQ(parameter_of(authorize(anna, authorize_target() + "&scope=openid"), "error"),
            "invalid_request")
      << "given twice";
}

// ---- who must log in again (OP-5, ID-12) ----

TEST_F(OpenIdTest, PromptNoneShowsNothing) {
  Browser anna = browser();
  EXPECT_EQ(parameter_of(authorize(anna, {{"prompt", "none"}}), "error"), "login_required");
  anna.log_in(kAnna);
  EXPECT_EQ(parameter_of(authorize(anna, {{"prompt", "none"}}), "error"), "consent_required");
  log_in_to_program(anna);
  EXPECT_NE(parameter_of(authorize(anna, {{"prompt", "none"}}), "code"), "");
  clock_.advance(core::seconds(2));
  EXPECT_EQ(parameter_of(authorize(anna, {{"prompt", "none"}, {"max_age", "1"}}), "error"),
            "login_required");
}

TEST_F(OpenIdTest, AnIdleOrOldSessionAsksForThePassword) {
  Browser anna = logged_in(kAnna);
  log_in_to_program(anna);
  clock_.advance(core::seconds(21 * 60));
  EXPECT_EQ(step_of(anna, authorize(anna)), "log_in");
  anna.log_in(kAnna);
  for (int i = 0; i < 50; ++i) {
    clock_.advance(core::seconds(15 * 60));
    anna.post("/api/v1/session/activity", "");
  }
  EXPECT_EQ(step_of(anna, authorize(anna)), "log_in") << "twelve hours";
}

TEST_F(OpenIdTest, WhatAProgramAsksByItselfKeepsNobodyLoggedIn) {
  Browser anna = logged_in(kAnna);
  const json::object tokens = log_in_to_program(anna);
  for (int i = 0; i < 7; ++i) {
    clock_.advance(core::seconds(3 * 60));
    authorize(anna, {{"prompt", "none"}});
    (void)userinfo(text(tokens, "access_token"));
  }
  EXPECT_EQ(anna.get("/api/v1/session").status, 401);
}

TEST_F(OpenIdTest, PromptLoginAndMaxAgeWantThePasswordAnew) {
  Browser anna = logged_in(kAnna);
  const json::object first = claims_of(text(log_in_to_program(anna), "id_token"));
  clock_.advance(core::seconds(100));
  for (const http::Parameters& wish : std::vector<http::Parameters>{
           {{"prompt", "login"}}, {{"max_age", "99"}}, {{"prompt", "select_account"}}}) {
    clock_.advance(core::seconds(100));
    const std::string waiting = authorize(anna, wish);
    EXPECT_EQ(step_of(anna, waiting), "log_in");
    EXPECT_EQ(anna.post("/api/v1/authorization", question(waiting)).status, 409)
        << "the session of before";
    anna.log_in(kAnna);
    EXPECT_EQ(step_of(anna, waiting), "answer");
    const json::object again = claims_of(
        text(tokens_of(code_form(parameter_of(allow(anna, waiting), "code"))), "id_token"));
    EXPECT_GT(oidc::number_claim(again, "auth_time"), oidc::number_claim(first, "auth_time"));
    EXPECT_EQ(text(again, "sub"), text(first, "sub"));
    EXPECT_EQ(text(again, "sid"), text(first, "sid")) << "it is the same log-in to programs";
  }
  EXPECT_THAT(authorize(anna, {{"max_age", "10000"}}), StartsWith(kRedirect));
}

TEST_F(OpenIdTest, AHintOfAnotherPersonLogsNobodyElseIn) {
  Browser anna = logged_in(kAnna);
  const std::string hint = text(log_in_to_program(anna), "id_token");
  add_person("erik@norrsken.example");
  Browser erik = logged_in("erik@norrsken.example");
  log_in_to_program(erik);
  EXPECT_THAT(authorize(anna, {{"id_token_hint", hint}}), StartsWith(kRedirect));
  EXPECT_EQ(parameter_of(authorize(erik, {{"id_token_hint", hint}, {"prompt", "none"}}), "error"),
            "login_required");
  clock_.advance(core::seconds(1));
  const std::string waiting = authorize(erik, {{"id_token_hint", hint}});
  EXPECT_EQ(step_of(erik, waiting), "log_in");
  clock_.advance(core::seconds(1));
  erik.log_in("erik@norrsken.example");
  EXPECT_EQ(step_of(erik, waiting), "refused");
}

// ---- requests that wait ----

TEST_F(OpenIdTest, AWaitingRequestIsItsBrowsersAloneAndIsAnsweredOnce) {
  Browser anna = logged_in(kAnna);
  const std::string waiting = authorize(anna);
  Browser mallory = logged_in(kAnna);
  authorize(mallory);  // has a request of her own that waits
  EXPECT_EQ(mallory.post("/api/v1/authorization", question(waiting)).status, 404)
      << "a link that somebody sent";
  EXPECT_EQ(mallory.post("/api/v1/authorization/check", question(waiting)).status, 404);
  EXPECT_EQ(mallory.post("/api/v1/authorization/cancel", question(waiting)).status, 404);
  const std::string token = anna.csrf_token;
  anna.csrf_token = "another";
  EXPECT_EQ(anna.post("/api/v1/authorization", question(waiting)).status, 403);
  anna.csrf_token = token;
  allow(anna, waiting);
  EXPECT_EQ(anna.post("/api/v1/authorization", question(waiting)).status, 404);
  const std::string late = authorize(anna, {{"prompt", "consent"}});
  clock_.advance(oidc::interaction_life);
  EXPECT_EQ(anna.post("/api/v1/authorization", question(late)).status, 404);
}

TEST_F(OpenIdTest, ARefusalLeadsBackWithoutACode) {
  Browser anna = browser();
  const std::string waiting = authorize(anna);
  const Answer answer = anna.post("/api/v1/authorization/cancel", question(waiting));
  const std::string back(answer.json().at("redirect").as_string());
  EXPECT_THAT(back, StartsWith(kRedirect));
  EXPECT_EQ(parameter_of(back, "error"), "access_denied");
  EXPECT_EQ(parameter_of(back, "state"), "state-1");
  EXPECT_EQ(anna.post("/api/v1/authorization/cancel", question(waiting)).status, 404);
}

TEST_F(OpenIdTest, AProgramThatWasRemovedMeanwhileGetsNothing) {
  Browser anna = logged_in(kAnna);
  const std::string waiting = authorize(anna);
  program_->services().directory.write(
      [&](storage::Transaction& tx) { oidc::remove_client(tx, client_.client.id); });
  EXPECT_EQ(anna.post("/api/v1/authorization", question(waiting)).status, 400);
}

TEST_F(OpenIdTest, ThePersonsOwnComputerIsAskedAboutEveryTime) {
  client_ = add_client(
      {.name = "Skrivbord", .is_public = true, .redirect_uris = {"http://127.0.0.1/done"}});
  Browser anna = logged_in(kAnna);
  const http::Parameters here{{"redirect_uri", "http://127.0.0.1:51004/done"}};
  EXPECT_THAT(allow(anna, authorize(anna, here)), StartsWith("http://127.0.0.1:51004/done?code="));
  EXPECT_EQ(step_of(anna, authorize(anna, here)), "consent");
}

TEST_F(OpenIdTest, ARequestByFormIsTheSame) {
  const std::string target = authorize_target();
  const std::string form = target.substr(target.find('?') + 1);
  const Answer answer = browser().send(http::Method::post, "/oauth2/authorize", form,
                                       {{"Content-Type", "application/x-www-form-urlencoded"},
                                        {"Origin", "https://program.example.com"},
                                        {"Sec-Fetch-Site", "cross-site"}});
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(http::parse_query(location_of(answer).substr(location_of(answer).find('?') + 1)),
            http::parse_query(form));
  EXPECT_EQ(browser().send(http::Method::post, "/oauth2/authorize", "{}").status, 400);
}

// ---- a company's programs ----

TEST_F(OpenIdTest, ACompanysProgramIsForItsPeopleAndItsSuperUsers) {
  const Office norrsken = connect("berit@norrsken.example", "Norrsken Bygg AB");
  const Office sommarhus = connect("olle@sommarhus.example", "Sommarhus AB");
  Browser berit = logged_in("berit@norrsken.example");
  const std::string path = "/api/v1/administration/clients";
  const std::string wanted =
      R"({"name":"Tid","is_public":false,"redirect_uris":["https://program.example.com/done"]})";
  const Answer made = berit.post(path, wanted);
  ASSERT_EQ(made.status, 201) << made.body;
  const auto about = made.json();
  client_.client.id = std::string(about.at("client").at("id").as_string());
  client_.secret = std::string(about.at("secret").as_string());
  EXPECT_THAT(berit.get(path).body, Not(HasSubstr(client_.secret)));
  log_in_to_program(berit);

  Browser olle = logged_in("olle@sommarhus.example");
  EXPECT_EQ(olle.get(path).json().at("clients").as_array().size(), 0U);
  const std::string one = path + "/" + client_.client.id;
  EXPECT_EQ(olle.send(http::Method::del, one).status, 404);
  EXPECT_EQ(olle.post(one + "/secret", "{}").status, 404);
  EXPECT_EQ(olle.send(http::Method::put, one, wanted).status, 404);
  const std::string refused = authorize(olle);
  EXPECT_EQ(parameter_of(refused, "error"), "access_denied") << "not of the company";

  add_person("erik@norrsken.example", norrsken.company_id);
  Browser erik = logged_in("erik@norrsken.example");
  EXPECT_EQ(erik.get(path).status, 403);
  EXPECT_EQ(erik.post(path, wanted).status, 403);
  const json::object tokens = log_in_to_program(erik, {{"scope", "openid offline_access"}});
  Services& services = program_->services();
  services.directory.write([&](storage::Transaction& tx) {
    const auto person = identity::find_person_by_email(tx, "erik@norrsken.example");
    identity::remove_membership(tx, person->id, norrsken.company_id);
  });
  EXPECT_EQ(userinfo(text(tokens, "access_token")).status, 401) << "access taken away";
  EXPECT_EQ(error_of(token(refresh_form(text(tokens, "refresh_token")))), "invalid_grant");

  EXPECT_EQ(berit.post(one + "/secret", "{}").status, 200);
  EXPECT_EQ(error_of(token(code_form(code_of(berit)))), "invalid_client") << "the old secret";
  const Answer changed =
      berit.send(http::Method::put, one,
                 R"({"name":"Lön","redirect_uris":["https://program.example.com/new"]})");
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(berit.get(authorize_target()).status, 400) << "an address that is none any more";
  const json::value told = berit.get(path).json().at("clients").at(0);
  EXPECT_EQ(told.at("name").as_string(), "Lön");
  EXPECT_EQ(told.at("redirect_uris").as_array().size(), 1U);
  EXPECT_EQ(told.at("is_public").as_bool(), false) << "its kind stays";
  EXPECT_EQ(berit.send(http::Method::put, one, R"({"name":"Lön","redirect_uris":[]})").status, 400);
  // ID-17: a log-in that somebody left open is not enough.
  clock_.advance(identity::proof_life);
  EXPECT_THAT(berit.post(path, wanted).body, HasSubstr("\"proof\""));
  EXPECT_THAT(berit.post(one + "/secret", "{}").body, HasSubstr("\"proof\""));
  EXPECT_THAT(berit.send(http::Method::del, one).body, HasSubstr("\"proof\""));
  EXPECT_EQ(berit.get(path).status, 200);
  const Answer proved =
      berit.post("/api/v1/session/proof", json::serialize(json::object{{"password", kPassword}}));
  ASSERT_EQ(proved.status, 200) << proved.body;
  berit.csrf_token = std::string(proved.json().at("csrf_token").as_string());
  EXPECT_EQ(berit.send(http::Method::del, one).status, 204);
  EXPECT_EQ(berit.post(path, R"({"name":"","is_public":true,"redirect_uris":[]})").status, 400);
}

}  // namespace
}  // namespace tusk::online::testing
