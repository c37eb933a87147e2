// What programs call: tokens, userinfo, revocation, discovery; and the ends of sessions.

#include <future>

#include "core/base64.h"
#include "online/openid_testing.h"
#include "online/second_factor_testing.h"

namespace tusk::online::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string oauth_error_of(const Answer& answer) {
  const auto body = json::parse(answer.body);
  return std::string(body.at("error").as_string());
}

http::Headers basic(const std::string& client, const std::string& secret) {
  std::string bytes = client + ":" + secret;
  std::string encoded = core::encode_base64url(bytes);
  for (char& c : encoded) c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (encoded.size() % 4 != 0) encoded += '=';
  return {{"Authorization", "Basic " + encoded}};
}

http::Parameters without(http::Parameters form, const std::string& name) {
  std::erase_if(form, [&](const auto& one) { return one.first == name; });
  return form;
}

http::Parameters with(http::Parameters form, const std::string& name, const std::string& value) {
  form = without(std::move(form), name);
  form.emplace_back(name, value);
  return form;
}

class OpenIdTokensTest : public OpenIdTest {
 protected:
  Browser anna_ = logged_in(kAnna);
};

// ---- who the program is (OP-7) ----

TEST_F(OpenIdTokensTest, AProgramProvesWhoItIsInOneWay) {
  const std::string& id = client_.client.id;
  const auto bare = [&] {
    return without(without(code_form(code_of(anna_)), "client_id"), "client_secret");
  };
  EXPECT_EQ(token(bare(), basic(id, client_.secret)).status, 200);
  EXPECT_EQ(token(with(bare(), "client_id", id), basic(id, client_.secret)).status, 200);
  EXPECT_EQ(oauth_error_of(token(code_form("x"), basic(id, client_.secret))), "invalid_request")
      << "two ways";
  EXPECT_EQ(oauth_error_of(token(with(bare(), "client_id", "another"), basic(id, client_.secret))),
            "invalid_request");
  const std::vector<http::Headers> wrong{basic(id, "wrong"),
                                         basic(id, ""),
                                         basic(id, client_.client.secret_hash),
                                         basic("client_of_nobody", client_.secret),
                                         {{"Authorization", "Basic !!!"}},
                                         {{"Authorization", "Bearer " + client_.secret}}};
  for (const http::Headers& headers : wrong) {
    const Answer answer = token(bare(), headers);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(oauth_error_of(answer), "invalid_client");
    EXPECT_THAT(std::string(answer.headers.get_or("WWW-Authenticate", "")), StartsWith("Basic"));
  }
  EXPECT_EQ(oauth_error_of(token(with(code_form("x"), "client_secret", "wrong"))),
            "invalid_client");
  EXPECT_EQ(oauth_error_of(token(without(code_form("x"), "client_secret"))), "invalid_client")
      << "a confidential one without its secret";
  EXPECT_EQ(oauth_error_of(token(without(code_form("x"), "client_id"))), "invalid_client");
}

TEST_F(OpenIdTokensTest, APublicProgramHasNoSecretButItsVerifier) {
  client_ = add_client({.name = "Öppet", .is_public = true, .redirect_uris = {kRedirect}});
  const http::Parameters form = without(code_form(code_of(anna_)), "client_secret");
  EXPECT_EQ(oauth_error_of(token(with(form, "client_secret", "anything"))), "invalid_client");
  EXPECT_EQ(oauth_error_of(token(without(form, "code_verifier"))), "invalid_request");
  EXPECT_EQ(token(form).status, 200);
}

// ---- codes ----

TEST_F(OpenIdTokensTest, ACodeIsGoodOnceForWhatItWasMadeFor) {
  const http::Parameters form = code_form(code_of(anna_));
  EXPECT_EQ(oauth_error_of(token(with(form, "code_verifier", std::string(43, 'x')))),
            "invalid_grant");
  EXPECT_EQ(oauth_error_of(token(with(form, "redirect_uri", "https://program.example.com/other"))),
            "invalid_grant")
      << "registered, but another";
  EXPECT_EQ(oauth_error_of(token(with(form, "code", std::string(64, '0')))), "invalid_grant");
  for (const char* name : {"code", "redirect_uri", "code_verifier", "grant_type"})
    EXPECT_EQ(oauth_error_of(token(without(form, name))), "invalid_request") << name;
  http::Parameters twice = form;
  twice.emplace_back("code", "another");
  EXPECT_EQ(oauth_error_of(token(twice)), "invalid_request");
  const json::object tokens = tokens_of(form);
  EXPECT_EQ(userinfo(text(tokens, "access_token")).status, 200);
  EXPECT_EQ(oauth_error_of(token(form)), "invalid_grant");
  EXPECT_EQ(userinfo(text(tokens, "access_token")).status, 401) << "the code is in two hands";
  const http::Parameters late = code_form(code_of(anna_));
  clock_.advance(oidc::code_life);
  EXPECT_EQ(oauth_error_of(token(late)), "invalid_grant");
}

TEST_F(OpenIdTokensTest, OfTwentyAtOnceOneGetsTokens) {
  const http::Parameters form = code_form(code_of(anna_));
  std::vector<std::future<int>> answers;
  for (int i = 0; i < 20; ++i)
    answers.push_back(std::async(std::launch::async, [&] { return token(form).status; }));
  int successes = 0;
  for (auto& answer : answers) successes += answer.get() == 200 ? 1 : 0;
  EXPECT_EQ(successes, 1);
}

TEST_F(OpenIdTokensTest, OtherGrantsAndBodiesAreRefused) {
  for (const char* grant : {"password", "client_credentials", "implicit", "urn:x"})
    EXPECT_EQ(oauth_error_of(token(with(code_form("x"), "grant_type", grant))),
              "unsupported_grant_type");
  EXPECT_EQ(oauth_error_of(browser().send(http::Method::post, "/oauth2/token", "{}")),
            "invalid_request");
  EXPECT_EQ(browser().get("/oauth2/token").status, 405);
  const Answer answer = token(code_form(code_of(anna_)));
  EXPECT_EQ(answer.headers.get_or("Cache-Control", ""), "no-store");
  EXPECT_EQ(answer.headers.get_or("Pragma", ""), "no-cache");
}

TEST_F(OpenIdTokensTest, AProgramMayHaveItsTokensSignedWithRsa) {
  client_ = add_client(
      {.name = "Äldre", .algorithm = oidc::Algorithm::rs256, .redirect_uris = {kRedirect}});
  const std::string token = text(log_in_to_program(anna_), "id_token");
  EXPECT_THAT(*core::decode_base64url(token.substr(0, token.find('.'))), HasSubstr("RS256"));
  EXPECT_EQ(text(claims_of(token), "aud"), client_.client.id);
}

// ---- refresh tokens ----

TEST_F(OpenIdTokensTest, OfflineAccessOutlivesTheSessionUntilItIsRevoked) {
  EXPECT_FALSE(log_in_to_program(anna_).contains("refresh_token"));
  const json::object first = log_in_to_program(anna_, {{"scope", "openid offline_access"}});
  anna_.send(http::Method::del, "/api/v1/session");
  const json::object second = tokens_of(refresh_form(text(first, "refresh_token")));
  const json::object claims = claims_of(text(second, "id_token"));
  EXPECT_FALSE(claims.contains("nonce"));
  EXPECT_EQ(text(claims, "sub"), text(claims_of(text(first, "id_token")), "sub"));
  EXPECT_EQ(oidc::number_claim(claims, "auth_time"),
            oidc::number_claim(claims_of(text(first, "id_token")), "auth_time"));
  EXPECT_EQ(userinfo(text(second, "access_token")).status, 200);
  const auto revoke = [&](http::Parameters form) {
    return browser().send(http::Method::post, "/oauth2/revoke", http::format_query(form),
                          {{"Content-Type", "application/x-www-form-urlencoded"}});
  };
  const http::Parameters form{{"token", text(second, "refresh_token")},
                              {"client_id", client_.client.id},
                              {"client_secret", client_.secret}};
  EXPECT_EQ(oauth_error_of(revoke(with(form, "client_secret", "wrong"))), "invalid_client");
  EXPECT_EQ(revoke(with(form, "token", "nothing")).status, 200);
  EXPECT_EQ(userinfo(text(second, "access_token")).status, 200);
  EXPECT_EQ(revoke(form).status, 200);
  EXPECT_EQ(userinfo(text(second, "access_token")).status, 401);
  EXPECT_EQ(oauth_error_of(token(refresh_form(text(second, "refresh_token")))), "invalid_grant");
}

TEST_F(OpenIdTokensTest, AStolenRefreshTokenEndsTheFamily) {
  const json::object first = log_in_to_program(anna_, {{"scope", "openid offline_access"}});
  const json::object second = tokens_of(refresh_form(text(first, "refresh_token")));
  clock_.advance(oidc::refresh_retry_time + 1);
  EXPECT_EQ(oauth_error_of(token(refresh_form(text(first, "refresh_token")))), "invalid_grant");
  EXPECT_EQ(oauth_error_of(token(refresh_form(text(second, "refresh_token")))), "invalid_grant");
  EXPECT_EQ(userinfo(text(second, "access_token")).status, 401);
}

TEST_F(OpenIdTokensTest, ANarrowerTokenTellsLess) {
  const json::object first = log_in_to_program(anna_, {{"scope", "openid email offline_access"}});
  auto form = refresh_form(text(first, "refresh_token"));
  EXPECT_EQ(oauth_error_of(token(with(form, "scope", "openid profile"))), "invalid_scope");
  const json::object second = tokens_of(with(form, "scope", "openid"));
  EXPECT_FALSE(userinfo(text(second, "access_token")).json().as_object().contains("email"));
}

TEST_F(OpenIdTokensTest, ANewPasswordEndsEverything) {
  const json::object tokens = log_in_to_program(anna_, {{"scope", "openid offline_access"}});
  Services& services = program_->services();
  const auto person = services.directory.read(
      [&](storage::Transaction& tx) { return identity::find_person_by_email(tx, kAnna); });
  const identity::PreparedPassword renewed(*person, "grön häst i regn", services.hashes);
  services.directory.write([&](storage::Transaction& tx) { renewed.save(tx); });
  EXPECT_EQ(userinfo(text(tokens, "access_token")).status, 401);
  EXPECT_EQ(oauth_error_of(token(refresh_form(text(tokens, "refresh_token")))), "invalid_grant");
}

// ---- userinfo ----

TEST_F(OpenIdTokensTest, OnlyAnAccessTokenOfOursOpensUserinfo) {
  const json::object tokens = log_in_to_program(anna_);
  const std::string access = text(tokens, "access_token");
  EXPECT_EQ(browser()
                .send(http::Method::post, "/oauth2/userinfo",
                      http::format_query({{"access_token", access}}),
                      {{"Content-Type", "application/x-www-form-urlencoded"}})
                .status,
            200);
  EXPECT_EQ(browser().get("/oauth2/userinfo").status, 401);
  EXPECT_EQ(browser().get("/oauth2/userinfo?access_token=" + access).status, 401)
      << "logs keep addresses";
  EXPECT_EQ(anna_.get("/oauth2/userinfo").status, 401) << "no cookie opens it";
  const json::object claims = claims_of(access, "at+jwt");
  auto& keys = program_->services().signing_keys;
  const auto forged = [&](const char* claim, const json::value& value, const char* type) {
    json::object changed = claims;
    changed[claim] = value;
    return oidc::sign_token(keys.get(oidc::Algorithm::es256), type, changed);
  };
  EXPECT_EQ(userinfo(forged("x", 1, "at+jwt")).status, 200);
  const oidc::KeyPair own = oidc::KeyPair::generate(oidc::Algorithm::es256);
  for (const std::string& wrong :
       {text(tokens, "id_token"), std::string("x"), std::string(),
        oidc::sign_token(own, "at+jwt", claims), forged("x", 1, "JWT"),
        forged("aud", client_.client.id.c_str(), "at+jwt"),
        forged("iss", "https://evil.example", "at+jwt"), forged("exp", 1, "at+jwt"),
        forged("jti", "nothing.x", "at+jwt")})
    EXPECT_EQ(userinfo(wrong).status, 401) << wrong;
  EXPECT_THAT(std::string(userinfo("x").headers.get_or("WWW-Authenticate", "")),
              HasSubstr("invalid_token"));
  clock_.advance(oidc::token_life);
  EXPECT_EQ(userinfo(access).status, 401);
}

// ---- discovery and keys (OP-4) ----

TEST_F(OpenIdTokensTest, DiscoverySaysWhatThereIsAndNothingElse) {
  const Answer answer = browser().get("/.well-known/openid-configuration");
  const json::object about = answer.json().as_object();
  EXPECT_EQ(text(about, "issuer"), url());
  EXPECT_EQ(about.at("response_types_supported"), json::array{"code"});
  EXPECT_EQ(about.at("code_challenge_methods_supported"), json::array{"S256"});
  EXPECT_EQ(about.at("grant_types_supported"),
            (json::array{"authorization_code", "refresh_token"}));
  EXPECT_FALSE(about.contains("registration_endpoint"));
  EXPECT_EQ(browser().get("/.well-known/oauth-authorization-server").body, answer.body);
  for (const auto& [name, value] : about) {
    if (!name.ends_with("_endpoint") && name != "jwks_uri") continue;
    const std::string address(value.as_string());
    ASSERT_THAT(address, StartsWith(url()));
    EXPECT_NE(browser().get(address.substr(url().size())).status, 404) << name;
  }
  EXPECT_EQ(browser().get("/oauth2/nothing").status, 404);
}

TEST_F(OpenIdTokensTest, TheKeysArePublishedWithoutTheirSecrets) {
  const Answer answer = browser().get("/oauth2/jwks");
  EXPECT_EQ(answer.headers.get_or("Cache-Control", ""), "public, max-age=300");
  std::vector<std::string> algorithms;
  const json::value body = answer.json();
  for (const auto& key : body.at("keys").as_array()) {
    algorithms.emplace_back(key.at("alg").as_string());
    for (const char* secret : {"d", "p", "q", "dp", "dq", "qi", "k"})
      EXPECT_FALSE(key.as_object().contains(secret));
  }
  EXPECT_THAT(algorithms, ElementsAre("ES256", "RS256"));
}

TEST_F(OpenIdTokensTest, AfterAnEmergencyNoOldTokenIsGood) {
  const json::object tokens = log_in_to_program(anna_);
  program_->services().signing_keys.rotate_now("somebody");
  EXPECT_EQ(userinfo(text(tokens, "access_token")).status, 401);
  EXPECT_EQ(userinfo(text(log_in_to_program(anna_), "access_token")).status, 200);
}

// ---- logging out (OP-6) ----

class OpenIdLogOutTest : public OpenIdTokensTest {
 protected:
  std::string hint_ = text(log_in_to_program(anna_), "id_token");

  Answer log_out(Browser& who, const http::Parameters& given) {
    return who.get("/oauth2/logout?" + http::format_query(given));
  }
  bool is_logged_in() { return anna_.get("/api/v1/session").status == 200; }
};

TEST_F(OpenIdLogOutTest, AHintOfTheSessionEndsItAtOnce) {
  const Answer answer = log_out(
      anna_,
      {{"id_token_hint", hint_}, {"post_logout_redirect_uri", kAfterLogout}, {"state", "s&1"}});
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(location_of(answer), std::string(kAfterLogout) + "?state=s%261");
  EXPECT_FALSE(is_logged_in());
}

TEST_F(OpenIdLogOutTest, WithoutAHintOrWithAnothersThePersonIsAsked) {
  add_person("erik@norrsken.example");
  Browser erik = logged_in("erik@norrsken.example");
  const std::string other = text(log_in_to_program(erik), "id_token");
  Browser elsewhere = logged_in(kAnna);
  const std::string other_session = text(log_in_to_program(elsewhere), "id_token");
  for (const http::Parameters& given : std::vector<http::Parameters>{
           {},
           {{"state", "x"}},
           {{"id_token_hint", other}},
           {{"id_token_hint", other_session}},
           {{"id_token_hint", hint_.substr(0, hint_.size() - 2) + "AA"}},
           {{"client_id", client_.client.id}, {"post_logout_redirect_uri", kAfterLogout}}}) {
    const Answer answer = log_out(anna_, given);
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr("/oauth2/logout/confirm"));
    EXPECT_TRUE(is_logged_in());
  }
}

TEST_F(OpenIdLogOutTest, TheAnswerToThatQuestionCanNotBeForged) {
  const auto confirm = [&](const std::string& token, http::Headers headers = {}) {
    headers.set("Content-Type", "application/x-www-form-urlencoded");
    return anna_.send(http::Method::post, "/oauth2/logout/confirm",
                      http::format_query({{"csrf_token", token},
                                          {"client_id", client_.client.id},
                                          {"post_logout_redirect_uri", kAfterLogout}}),
                      std::move(headers));
  };
  EXPECT_EQ(confirm(anna_.csrf_token, {{"Origin", "https://evil.example"}}).status, 403);
  EXPECT_EQ(confirm(anna_.csrf_token, {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
  EXPECT_EQ(confirm("").status, 200) << "asks again";
  EXPECT_EQ(confirm("wrong").status, 200);
  EXPECT_TRUE(is_logged_in());
  const Answer page = log_out(
      anna_, {{"client_id", client_.client.id}, {"post_logout_redirect_uri", kAfterLogout}});
  EXPECT_THAT(std::string(page.headers.get_or("Content-Security-Policy", "")),
              HasSubstr("form-action 'self' https://program.example.com;"));
  EXPECT_EQ(page.headers.get_or("Referrer-Policy", ""), "same-origin")
      << "else browsers send the form with Origin: null";
  EXPECT_EQ(location_of(confirm(anna_.csrf_token)), kAfterLogout);
  EXPECT_FALSE(is_logged_in());
}

TEST_F(OpenIdLogOutTest, AnAddressThatIsNotRegisteredLeadsNowhere) {
  const auto other = add_client({.name = "Annat",
                                 .redirect_uris = {kRedirect},
                                 .post_logout_uris = {"https://other.example.com/bye"}});
  for (const http::Parameters& given : std::vector<http::Parameters>{
           {{"id_token_hint", hint_}, {"post_logout_redirect_uri", "https://evil.example/"}},
           {{"id_token_hint", hint_},
            {"post_logout_redirect_uri", std::string(kAfterLogout) + "?x=y"}},
           {{"id_token_hint", hint_},
            {"post_logout_redirect_uri", "https://other.example.com/bye"}},
           {{"id_token_hint", hint_},
            {"client_id", other.client.id},
            {"post_logout_redirect_uri", "https://other.example.com/bye"}},
           {{"post_logout_redirect_uri", kAfterLogout}},
           {{"client_id", client_.client.id}, {"post_logout_redirect_uri", kRedirect}}}) {
    const Answer answer = log_out(anna_, given);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.headers.count("Location"), 0U);
    EXPECT_TRUE(is_logged_in());
  }
}

// A program of another server, which is told of ends of sessions.
class Program2 final : public http::Dispatcher {
 public:
  std::size_t body_limit(const http::Request&) const override { return 100'000; }
  http::Response handle(http::Request& request) override {
    const std::lock_guard lock(mutex_);
    bodies_.push_back(request.body);
    if (failures_-- > 0) return http::text_response(503, "later");
    return leads_elsewhere_ ? http::redirect("http://127.0.0.1:1/", 307) : http::no_content();
  }
  std::vector<std::string> bodies() {
    const std::lock_guard lock(mutex_);
    return bodies_;
  }
  std::atomic<int> failures_ = 0;
  std::atomic<bool> leads_elsewhere_ = false;

 private:
  std::mutex mutex_;
  std::vector<std::string> bodies_;
};

class BackchannelTest : public OpenIdTokensTest {
 protected:
  BackchannelTest() {
    server_.start();
    client_ =
        add_client({.name = "Med utloggning",
                    .redirect_uris = {kRedirect},
                    .logout_uri = "http://127.0.0.1:" + std::to_string(server_.port()) + "/told"});
  }
  ~BackchannelTest() override { server_.stop(std::chrono::seconds(1)); }
  // The server's own thread tells as well: until all is told, whoever does it.
  std::vector<std::string> told(std::size_t count) {
    for (int i = 0; i < 5000 && program2_->bodies().size() < count; ++i)
      program_->services().backchannel.run_once();
    EXPECT_EQ(program2_->bodies().size(), count);
    return program2_->bodies();
  }

  std::shared_ptr<Program2> program2_ = std::make_shared<Program2>();
  http::Server server_{{.port = 0, .worker_threads = 2}, program2_};
};

// REQ: TID-1
TEST_F(BackchannelTest, AProgramIsToldThatTheSessionHasEnded) {
  const json::object id = claims_of(text(log_in_to_program(anna_), "id_token"));
  EXPECT_EQ(anna_.send(http::Method::del, "/api/v1/session").status, 204);
  const auto bodies = told(1);
  const auto form = http::parse_query(bodies.at(0));
  ASSERT_EQ(form.size(), 1U);
  EXPECT_EQ(form[0].first, "logout_token");
  const json::object claims = claims_of(form[0].second, "logout+jwt");
  EXPECT_EQ(text(claims, "sub"), text(id, "sub"));
  EXPECT_EQ(text(claims, "sid"), text(id, "sid"));
  EXPECT_EQ(text(claims, "aud"), client_.client.id);
  EXPECT_FALSE(claims.contains("nonce"));
  EXPECT_TRUE(claims.at("events").as_object().contains(
      "http://schemas.openid.net/event/backchannel-logout"));
  EXPECT_EQ(userinfo(form[0].second).status, 401) << "it opens nothing";
}

TEST_F(BackchannelTest, AProgramThatFailsIsToldAgainAndARedirectIsNotFollowed) {
  program2_->failures_ = 1;
  log_in_to_program(anna_);
  anna_.send(http::Method::del, "/api/v1/session");
  told(1);
  clock_.advance(oidc::first_logout_delay);
  program2_->leads_elsewhere_ = true;
  told(2);
  clock_.advance(2 * oidc::first_logout_delay);
  program2_->leads_elsewhere_ = false;
  told(3);
  clock_.advance(core::seconds(3600));
  EXPECT_EQ(program_->services().backchannel.run_once(), 0);
  EXPECT_EQ(program2_->bodies().size(), 3U);
}

TEST_F(BackchannelTest, OtherCompanyOrPasswordAgainIsNoEndOfTheSession) {
  log_in_to_program(anna_);
  clock_.advance(core::seconds(1));
  anna_.log_in(kAnna);
  EXPECT_EQ(program_->services().backchannel.run_once(), 0);
  EXPECT_TRUE(program2_->bodies().empty());
  add_person("erik@norrsken.example");
  anna_.log_in("erik@norrsken.example");
  EXPECT_EQ(told(1).size(), 1U) << "another person in the same browser";
}

// ---- how the person proved who they are ----

// OP-5. The second step does what a log-in in one step does: the session at programs goes on.
TEST_F(OpenIdTokensTest, TokensSayWhetherThereWasASecondFactor) {
  Browser anna = logged_in(kAnna);
  const json::object first = claims_of(text(log_in_to_program(anna), "id_token"));
  EXPECT_EQ(json::serialize(first.at("amr")), R"(["pwd"])");
  EXPECT_EQ(text(first, "acr"), "password");
  App app(clock_);
  app.set_up(anna);
  const json::object before = claims_of(text(log_in_to_program(anna), "id_token"));
  EXPECT_EQ(json::serialize(before.at("amr")), R"(["pwd"])") << "she logged in without";

  const std::string waiting = authorize(anna, {{"prompt", "login"}});
  EXPECT_EQ(step_of(anna, waiting), "log_in");
  app.log_in(anna, kAnna);
  EXPECT_EQ(step_of(anna, waiting), "answer");
  const json::object tokens = tokens_of(code_form(parameter_of(allow(anna, waiting), "code")));
  const json::object again = claims_of(text(tokens, "id_token"));
  EXPECT_EQ(json::serialize(again.at("amr")), R"(["pwd","otp","mfa"])");
  EXPECT_EQ(text(again, "acr"), "two_steps");
  EXPECT_GT(oidc::number_claim(again, "auth_time"), oidc::number_claim(first, "auth_time"));
  EXPECT_EQ(text(again, "sid"), text(first, "sid")) << "it is the same log-in to programs";
  clock_.advance(core::seconds(100));
  EXPECT_EQ(step_of(anna, authorize(anna, {{"max_age", "99"}})), "log_in");
}

}  // namespace
}  // namespace tusk::online::testing
