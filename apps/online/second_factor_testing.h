#pragma once

// An authenticator app, as it is used over HTTP. For *_test.cpp only.

#include <string>
#include <string_view>
#include <vector>

#include "core/testing/manual_clock.h"
#include "identity/limits.h"
#include "identity/testing/base32.h"
#include "identity/totp.h"
#include "online/online_testing.h"

namespace tusk::online::testing {

inline std::string with_code(const std::string& code) {
  return boost::json::serialize(boost::json::object{{"code", code}});
}

// A cookie that the answer sets, as a browser sends it; empty: none.
inline std::string cookie_of(const Answer& answer, const std::string& name) {
  std::string found;
  for (const auto& [header, value] : answer.headers) {
    if (header == "Set-Cookie" && value.starts_with(name + "="))
      found = value.substr(0, value.find(';'));
  }
  return found;
}

class App {
 public:
  explicit App(core::ManualClock& clock) : clock_(clock) {}

  // For the person who is logged in in `browser`. The recovery codes that they get.
  std::vector<std::string> set_up(Browser& browser) {
    const auto begun = browser.post("/api/v1/account/second_factor/app", "{}").json();
    secret_ = identity::from_base32(begun.at("secret").as_string());
    const Answer answer =
        browser.post("/api/v1/account/second_factor/app/confirm", with_code(code()));
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::vector<std::string> codes;
    const auto made = answer.json();
    for (const auto& one : made.at("codes").as_array()) codes.emplace_back(one.as_string());
    return codes;
  }
  // The next code: time passes.
  std::string code() {
    clock_.advance(identity::totp_period);
    return identity::totp_code(secret_, identity::totp_step(clock_.now()));
  }
  // Both steps in `browser`, which is logged in then; what it is answered.
  Answer log_in(Browser& browser, const std::string& email) {
    const std::string before = browser.cookie;
    const Answer first = browser.post(
        "/api/v1/session",
        boost::json::serialize(boost::json::object{{"email", email}, {"password", kPassword}}));
    EXPECT_EQ(first.status, 202) << first.body;
    browser.cookie = cookie_of(first, "tusk_second_step");
    if (!before.empty()) browser.cookie += "; " + before;
    Answer second = browser.post("/api/v1/session/second_factor", with_code(code()));
    EXPECT_EQ(second.status, 200) << second.body;
    browser.cookie = cookie_of(second, "tusk_session");
    browser.csrf_token = second.json().at("csrf_token").as_string();
    return second;
  }

 private:
  core::ManualClock& clock_;
  std::string secret_;
};

}  // namespace tusk::online::testing
