// The log-in in the browser as the office's program has it: the port that waits for the answer, and
// the way to the token, over real lines. What the real server does is in
// apps/online/office_log_in_test.cpp, both together in tests/functional/browser_log_in_test.py.

#include "connection/browser_log_in.h"

#include <gmock/gmock.h>
#include <sodium.h>

#include <boost/json.hpp>
#include <future>

#include "connection/log_in_receiver.h"
#include "core/error.h"
#include "http/client.h"
#include "http/encoding.h"
#include "http/server.h"
#include "platform/system_random.h"

namespace tusk::connection {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string value_of(const http::Parameters& all, const std::string& name) {
  for (const auto& [key, value] : all) {
    if (key == name) return value;
  }
  return {};
}

http::ClientResponse ask(std::uint16_t port, const std::string& target,
                         http::Method method = http::Method::get,
                         const http::Headers& headers = {}) {
  http::Client client({.base_url = "http://127.0.0.1:" + std::to_string(port)});
  return client.send({.method = method, .target = target, .headers = headers});
}

// ---- the port that waits ----

class ReceiverTest : public ::testing::Test {
 protected:
  http::ClientResponse come_back(const http::Parameters& answer) {
    return ask(receiver_.port(), "/tusk-log-in?" + http::format_query(answer));
  }
  static http::Parameters answer() {
    return {{"code", "c-1"}, {"state", "s-1"}, {"iss", "https://online.example.com"}};
  }
  static http::Parameters without(const std::string& name) {
    http::Parameters all = answer();
    std::erase_if(all, [&](const auto& one) { return one.first == name; });
    return all;
  }
  static http::Parameters with(const std::string& name, const std::string& value) {
    http::Parameters all = without(name);
    all.emplace_back(name, value);
    return all;
  }

  platform::SystemRandom random_;
  LogInReceiver receiver_{{"s-1", "https://online.example.com", core::Language::swedish}, random_};
};

TEST_F(ReceiverTest, TheFirstAnswerOfThisLogInEndsTheWait) {
  EXPECT_EQ(receiver_.redirect_uri(),
            "http://127.0.0.1:" + std::to_string(receiver_.port()) + "/tusk-log-in");
  EXPECT_EQ(come_back(answer()).status, 200);
  EXPECT_EQ(come_back(with("code", "c-2")).status, 410) << "a second answer";
  const auto received = receiver_.wait(minutes(1));
  ASSERT_TRUE(received);
  EXPECT_EQ(received->code, "c-1");
  EXPECT_EQ(received->error, "");
  EXPECT_THROW((void)come_back(answer()), http::TransportError) << "it listens no more";
}

TEST_F(ReceiverTest, WhatIsNotTheAnswerChangesNothing) {
  EXPECT_EQ(ask(receiver_.port(), "/favicon.ico").status, 404);
  EXPECT_EQ(ask(receiver_.port(), "/").status, 404);
  const std::string target = "/tusk-log-in?" + http::format_query(answer());
  EXPECT_EQ(ask(receiver_.port(), target, http::Method::post).status, 405);
  EXPECT_EQ(ask(receiver_.port(), target, http::Method::get, {{"Host", "evil.example"}}).status,
            421)
      << "a name that leads to this computer";
  http::Parameters twice = answer();
  twice.emplace_back("state", "s-1");
  http::Parameters both = answer();
  both.emplace_back("error", "access_denied");
  for (const http::Parameters& wrong :
       {http::Parameters{}, without("state"), with("state", "s-2"), without("iss"),
        with("iss", "https://evil.example"), without("code"), twice, both}) {
    EXPECT_EQ(come_back(wrong).status, 400) << http::format_query(wrong);
  }
  EXPECT_EQ(receiver_.wait(milliseconds(0)), std::nullopt);
}

// Browsers open connections ahead and send nothing on them.
TEST_F(ReceiverTest, AConnectionThatSaysNothingHoldsNobodyUp) {
  http::Client idle({.base_url = "http://127.0.0.1:" + std::to_string(receiver_.port())});
  EXPECT_EQ(idle.send({.target = "/favicon.ico"}).status, 404);  // and stays open
  EXPECT_EQ(come_back(answer()).status, 200);
  EXPECT_TRUE(receiver_.wait(minutes(1)));
}

TEST_F(ReceiverTest, ARefusalIsAnAnswerToo) {
  const auto page = come_back(
      {{"error", "access_denied"}, {"state", "s-1"}, {"iss", "https://online.example.com"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Inloggningen avbröts"));
  EXPECT_EQ(receiver_.wait(minutes(1))->error, "access_denied");
}

TEST_F(ReceiverTest, ItsPageRunsNothingIsNotKeptAndTellsNobodyWhereItWas) {
  const auto page = come_back(answer());
  EXPECT_THAT(page.body, AllOf(HasSubstr("lang=\"sv\""), HasSubstr("Inloggningen är klar"),
                               HasSubstr("kan stängas"), Not(HasSubstr("<script")),
                               Not(HasSubstr("c-1")), Not(HasSubstr("s-1"))));
  EXPECT_EQ(page.headers.get_or("Cache-Control", ""), "no-store");
  EXPECT_EQ(page.headers.get_or("Referrer-Policy", ""), "no-referrer");
  const std::string policy(page.headers.get_or("Content-Security-Policy", ""));
  EXPECT_THAT(policy, AllOf(StartsWith("default-src 'none'"), Not(HasSubstr("script-src")),
                            Not(HasSubstr("unsafe"))));
  const LogInReceiver english({"s", "i", core::Language::english}, random_);
  EXPECT_THAT(ask(english.port(), "/tusk-log-in?code=c&state=s&iss=i").body,
              AllOf(HasSubstr("lang=\"en\""), HasSubstr("You can close this tab.")));
}

TEST_F(ReceiverTest, TheWaitIsStoppedFromOutside) {
  std::stop_source stop;
  auto waiting =
      std::async(std::launch::async, [&] { return receiver_.wait(minutes(10), stop.get_token()); });
  stop.request_stop();
  EXPECT_EQ(waiting.get(), std::nullopt);
}

// ---- the way to the token ----

// A server's two endpoints that the program calls. What it is to answer is each test's.
class TokenEndpoints : public http::Dispatcher {
 public:
  [[nodiscard]] std::size_t body_limit(const http::Request&) const override { return 4096; }
  [[nodiscard]] http::Response handle(http::Request& request) override {
    if (request.path == "/.well-known/oauth-authorization-server")
      return http::json_response(200, json::serialize(metadata));
    form = http::parse_query(request.body);
    return http::json_response(token_status, token);
  }

  json::object metadata;
  int token_status = 200;
  std::string token = R"({"access_token":"t-1","token_type":"Bearer","scope":"office"})";
  http::Parameters form;
};

class BrowserLogInTest : public ::testing::Test {
 protected:
  BrowserLogInTest() : endpoints_(std::make_shared<TokenEndpoints>()), server_({}, endpoints_) {
    server_.start();
    url_ = "http://127.0.0.1:" + std::to_string(server_.port());
    endpoints_->metadata = {{"issuer", url_}, {"scopes_supported", {"openid", "office"}}};
  }
  // The person's browser comes back with `more` than state and iss, or not at all.
  std::string log_in(const std::optional<http::Parameters>& more) {
    BrowserLogIn wanted{.online_url = url_ + "/",
                        .deed = BrowserDeed::disconnect,
                        .company_uuid = "uuid-1",
                        .company_name = "Norrsken & Söner AB",
                        .computer_name = "KONTOR-1",
                        .email = "anna@norrsken.example",
                        .language = core::Language::english,
                        .show = {}};
    std::future<void> person;
    wanted.show = [&](const std::string& address, std::uint16_t port) {
      address_ = address;
      asked_ = http::parse_query(std::string_view(address).substr(address.find('?') + 1));
      if (!more) return;
      http::Parameters answer = *more;
      answer.emplace_back("state", value_of(asked_, "state"));
      answer.emplace_back("iss", url_);
      person = std::async(std::launch::async, [port, answer] {
        (void)ask(port, "/tusk-log-in?" + http::format_query(answer));
      });
    };
    if (!more) wanted.patience = milliseconds(1);
    return log_in_by_browser(wanted, random_);
  }
  core::Error refusal(const std::optional<http::Parameters>& more) {
    try {
      (void)log_in(more);
    } catch (const core::Error& error) {
      return error;
    }
    ADD_FAILURE() << "it was not refused";
    return {core::ErrorCode::internal, {}};
  }

  platform::SystemRandom random_;
  std::shared_ptr<TokenEndpoints> endpoints_;
  http::Server server_;
  std::string url_;
  std::string address_;
  http::Parameters asked_;
};

std::string challenge_of(const std::string& verifier) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size());
  std::string text(64, '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(hash.data()),
                    hash.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.c_str();
}

// RFC 8252, RFC 7636.
TEST_F(BrowserLogInTest, TheCodeComesBackAndIsExchangedWithTheVerifier) {
  EXPECT_EQ(log_in(http::Parameters{{"code", "c-1"}}), "t-1");
  EXPECT_THAT(address_, StartsWith(url_ + "/oauth2/authorize?"));
  EXPECT_EQ(value_of(asked_, "response_type"), "code");
  EXPECT_EQ(value_of(asked_, "scope"), "office");
  EXPECT_EQ(value_of(asked_, "code_challenge_method"), "S256");
  EXPECT_EQ(value_of(asked_, "prompt"), "login");
  EXPECT_EQ(value_of(asked_, "ui_locales"), "en");
  EXPECT_EQ(value_of(asked_, "login_hint"), "anna@norrsken.example");
  EXPECT_EQ(value_of(asked_, "office_deed"), "disconnect");
  EXPECT_EQ(value_of(asked_, "office_company"), "Norrsken & Söner AB");
  EXPECT_EQ(value_of(asked_, "office_company_uuid"), "uuid-1");
  EXPECT_EQ(value_of(asked_, "office_computer"), "KONTOR-1");
  EXPECT_EQ(value_of(asked_, "state").size(), 64U);
  const std::string verifier = value_of(endpoints_->form, "code_verifier");
  EXPECT_EQ(verifier.size(), 43U);
  EXPECT_EQ(challenge_of(verifier), value_of(asked_, "code_challenge"));
  EXPECT_THAT(address_, Not(HasSubstr(verifier)));
  EXPECT_EQ(value_of(endpoints_->form, "code"), "c-1");
  EXPECT_EQ(value_of(endpoints_->form, "redirect_uri"), value_of(asked_, "redirect_uri"));
}

TEST_F(BrowserLogInTest, EachLogInHasItsOwnSecrets) {
  (void)log_in(http::Parameters{{"code", "c-1"}});
  const http::Parameters first = asked_;
  (void)log_in(http::Parameters{{"code", "c-1"}});
  for (const char* name : {"state", "code_challenge"})
    EXPECT_NE(value_of(first, name), value_of(asked_, name));
}

TEST_F(BrowserLogInTest, WhatThePersonOrTheServerRefusesIsSaid) {
  const auto denied = refusal(http::Parameters{{"error", "access_denied"}});
  EXPECT_EQ(denied.code(), core::ErrorCode::forbidden);
  EXPECT_THAT(denied.text().sv, HasSubstr("avbröts"));
  EXPECT_THAT(denied.text().en, HasSubstr("was cancelled"));
  EXPECT_THAT(refusal(http::Parameters{{"error", "server_error"}}).text().en,
              HasSubstr("(server_error)"));
  EXPECT_THAT(refusal(http::Parameters{{"error", "\x1b[31mred"}}).text().en,
              AllOf(HasSubstr("(unknown)"), Not(HasSubstr("red"))));
  endpoints_->token_status = 400;
  endpoints_->token = R"({"error":"invalid_grant"})";
  EXPECT_THAT(refusal(http::Parameters{{"code", "c-1"}}).text().en, HasSubstr("(invalid_grant)"));
}

TEST_F(BrowserLogInTest, NobodyWaitsForEver) {
  const auto late = refusal(std::nullopt);
  EXPECT_EQ(late.code(), core::ErrorCode::unavailable);
  EXPECT_THAT(late.text().en, HasSubstr("Nobody logged in"));
}

TEST_F(BrowserLogInTest, ATokenForAnythingElseIsNotTaken) {
  for (const char* answer :
       {R"({"access_token":"t-1","scope":"openid office"})", R"({"access_token":"t-1"})",
        R"({"scope":"office"})", "[]", "no json"}) {
    endpoints_->token = answer;
    EXPECT_THAT(refusal(http::Parameters{{"code", "c-1"}}).text().en,
                HasSubstr("not like a Tusk server"))
        << answer;
  }
}

// RFC 9207: nobody is sent to one server with what another one made.
TEST_F(BrowserLogInTest, AServerThatIsCalledOtherwiseIsNotGoneTo) {
  endpoints_->metadata["issuer"] = "https://other.example";
  EXPECT_THAT(refusal(http::Parameters{{"code", "c-1"}}).text().en,
              HasSubstr("is called https://other.example"));
  EXPECT_EQ(address_, "");
  endpoints_->metadata = {{"issuer", url_}, {"scopes_supported", {"openid"}}};
  EXPECT_THAT(refusal(http::Parameters{{"code", "c-1"}}).text().en, HasSubstr("without --browser"));
  EXPECT_EQ(address_, "");
}

TEST(IssuerTest, IsTheAddressAsServersWriteIt) {
  EXPECT_EQ(issuer_of("https://Online.Example.com/"), "https://online.example.com");
  EXPECT_EQ(issuer_of("https://online.example.com/Tusk/"), "https://online.example.com/Tusk");
  EXPECT_EQ(issuer_of("http://127.0.0.1:8321"), "http://127.0.0.1:8321");
}

}  // namespace
}  // namespace tusk::connection
