#pragma once

// What tests of the OpenID Connect provider have in common: a person, clients, and the way of a
// log-in. For *_test.cpp only.

#include <gmock/gmock.h>

#include "core/base64.h"
#include "core/sha256.h"
#include "identity/openid/client_uris.h"
#include "identity/openid/clients.h"
#include "identity/openid/json_web_token.h"
#include "identity/openid/limits.h"
#include "online/online_testing.h"

namespace tusk::online::testing {

namespace oidc = identity::openid;
namespace json = boost::json;

inline constexpr const char* kRedirect = "https://program.example.com/done";
inline constexpr const char* kAfterLogout = "https://program.example.com/bye";
inline constexpr const char* kVerifier = "a-verifier-of-forty-three-characters-or-more";

// The value of a parameter of an address; empty if there is none.
inline std::string parameter_of(const std::string& address, const std::string& name) {
  const auto query = address.find('?');
  if (query == std::string::npos) return {};
  for (const auto& [key, value] : http::parse_query(std::string_view(address).substr(query + 1))) {
    if (key == name) return value;
  }
  return {};
}

class OpenIdTest : public OnlineTest {
 protected:
  OpenIdTest() {
    add_person(kAnna);
    client_ = add_client({.name = "Tidrapport <AB>",
                          .redirect_uris = {kRedirect, "https://program.example.com/other"},
                          .post_logout_uris = {kAfterLogout}});
  }

  oidc::MadeClient add_client(const oidc::NewClient& wanted) {
    Services& services = program_->services();
    return services.directory.write([&](storage::Transaction& tx) {
      return oidc::create_client(tx, services.random, services.clock, wanted);
    });
  }
  // Each later one of a name replaces the default; an empty value leaves it out.
  [[nodiscard]] std::string authorize_target(const http::Parameters& changes = {}) const {
    http::Parameters all{{"response_type", "code"},
                         {"client_id", client_.client.id},
                         {"redirect_uri", kRedirect},
                         {"scope", "openid profile email"},
                         {"state", "state-1"},
                         {"nonce", "nonce-1"},
                         {"code_challenge", core::encode_base64url(core::sha256_bytes(kVerifier))},
                         {"code_challenge_method", "S256"}};
    for (const auto& [name, value] : changes) {
      std::erase_if(all, [&](const auto& one) { return one.first == name; });
      if (!value.empty()) all.emplace_back(name, value);
    }
    return "/oauth2/authorize?" + http::format_query(all);
  }
  [[nodiscard]] static std::string location_of(const Answer& answer) {
    return std::string(answer.headers.get_or("Location", ""));
  }
  // Where the browser is sent.
  static std::string authorize(Browser& browser, const std::string& target) {
    const Answer answer = browser.get(target);
    EXPECT_EQ(answer.status, 303) << answer.body;
    return location_of(answer);
  }
  std::string authorize(Browser& browser, const http::Parameters& changes = {}) const {
    return authorize(browser, authorize_target(changes));
  }
  static std::string question(const std::string& location) {
    const std::string page = "/authorize#";
    EXPECT_TRUE(location.starts_with(page)) << location;
    return json::serialize(
        json::object{{"request", location.starts_with(page) ? location.substr(page.size()) : ""}});
  }
  static std::string step_of(Browser& browser, const std::string& location) {
    const Answer answer = browser.post("/api/v1/authorization/check", question(location));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.status == 200 ? std::string(answer.json().at("step").as_string()) : "";
  }
  // Says yes on the page; where the browser goes then.
  static std::string allow(Browser& browser, const std::string& location) {
    const Answer answer = browser.post("/api/v1/authorization", question(location));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.status == 200 ? std::string(answer.json().at("redirect").as_string()) : "";
  }
  std::string code_of(Browser& browser, const http::Parameters& changes = {}) const {
    std::string location = authorize(browser, changes);
    if (location.starts_with("/authorize#")) location = allow(browser, location);
    const std::string code = parameter_of(location, "code");
    EXPECT_NE(code, "") << location;
    return code;
  }
  Answer token(const http::Parameters& form, http::Headers headers = {}) const {
    headers.set("Content-Type", "application/x-www-form-urlencoded");
    return browser().send(http::Method::post, "/oauth2/token", http::format_query(form),
                          std::move(headers));
  }
  [[nodiscard]] http::Parameters code_form(const std::string& code) const {
    return {{"grant_type", "authorization_code"}, {"code", code},
            {"redirect_uri", kRedirect},          {"code_verifier", kVerifier},
            {"client_id", client_.client.id},     {"client_secret", client_.secret}};
  }
  [[nodiscard]] http::Parameters refresh_form(const std::string& refresh_token) const {
    return {{"grant_type", "refresh_token"},
            {"refresh_token", refresh_token},
            {"client_id", client_.client.id},
            {"client_secret", client_.secret}};
  }
  json::object tokens_of(const http::Parameters& form) const {
    const Answer answer = token(form);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.status == 200 ? answer.json().as_object() : json::object();
  }
  json::object log_in_to_program(Browser& browser, const http::Parameters& changes = {}) const {
    return tokens_of(code_form(code_of(browser, changes)));
  }
  static std::string text(const json::object& object, const char* name) {
    return oidc::text_claim(object, name);
  }
  Answer userinfo(const std::string& access_token) const {
    return browser().send(http::Method::get, "/oauth2/userinfo", {},
                          {{"Authorization", "Bearer " + access_token}});
  }
  json::object claims_of(const std::string& id_token, const char* type = "JWT") {
    const auto claims = oidc::read_token(id_token, type, program_->services().signing_keys.list());
    EXPECT_TRUE(claims) << id_token;
    return claims.value_or(json::object());
  }

  oidc::MadeClient client_;
};

}  // namespace tusk::online::testing
