// Every route as every kind of caller, from the routes' own declarations.

#include <gmock/gmock.h>

#include "core/error.h"
#include "online/online_testing.h"
#include "online/redirect_to_https.h"

namespace tusk::online::testing {
namespace {

using api::Permission;
using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::Ne;

enum class Who { nobody, no_company, member, super_user, device, other_session, other_device };

const char* name_of(Who who) {
  switch (who) {
    case Who::nobody:
      return "nobody";
    case Who::no_company:
      return "session without company";
    case Who::member:
      return "member";
    case Who::super_user:
      return "super user";
    case Who::device:
      return "device";
    case Who::other_session:
      return "another company's session";
    case Who::other_device:
      return "another company's device";
  }
  return "";
}

bool is_device(Who who) {
  return who == Who::device || who == Who::other_device;
}

// 401, 403, or 0: let in.
int expected_refusal(Permission permission, Who who) {
  const bool has_session = who != Who::nobody && !is_device(who);
  switch (permission) {
    case Permission::everyone:
    case Permission::protocol:
      return 0;
    case Permission::device:
      return is_device(who) ? 0 : 401;
    case Permission::identity:
      return has_session ? 0 : 401;
    case Permission::company_read:
    case Permission::company_write:
      if (!has_session) return 401;
      return who == Who::no_company ? 403 : 0;
    case Permission::company_administer:
    case Permission::company_super_user:
      if (!has_session) return 401;
      return who == Who::super_user || who == Who::other_session ? 0 : 403;
  }
  return 0;
}

class PermissionsTest : public OnlineTest {
 protected:
  PermissionsTest() {
    add_person("stranger@example.org");
    add_person("erik@norrsken.example", norrsken_.company_id);
    contact_ = create_contact(anna_, "Ahlgrens Bygg");
  }

  // A browser of its own for each request: some routes end the session.
  Browser browser_of(Who who) const {
    switch (who) {
      case Who::no_company:
        return logged_in("stranger@example.org");
      case Who::member:
        return logged_in("erik@norrsken.example");
      case Who::super_user:
        return logged_in("anna@norrsken.example");
      case Who::other_session:
        return logged_in("olle@sommarhus.example");
      case Who::nobody:
      case Who::device:
      case Who::other_device:
        break;
    }
    return browser();
  }

  std::string target_of(const api::Router::Route& route) const {
    std::string path = route.path_template;
    const auto put = [&](const std::string& placeholder, const std::string& value) {
      if (const auto at = path.find(placeholder); at != std::string::npos) {
        path.replace(at, placeholder.size(), value);
      }
    };
    put("{type}", "contact");
    put("{id}", contact_.substr(contact_.rfind('/') + 1));
    put("{block}", "0");
    put("{role}", "r_nothing");
    put("{rest*}", "nothing");
    put("{path*}", "nothing");
    if (path == "/sync/v1/wait") path += "?sequence=-1";
    return path;
  }

  int status_of(const api::Router::Route& route, Who who) const {
    Browser caller = browser_of(who);
    http::Headers headers;
    if (is_device(who)) {
      headers.set("Authorization", (who == Who::device ? norrsken_ : sommarhus_).authorization());
    }
    if (route.method == http::Method::get) {
      if (!caller.cookie.empty()) headers.set("Cookie", caller.cookie);
      return LiveRequest(port(), target_of(route), headers).read_status();
    }
    return caller.send(route.method, target_of(route), "{}", headers).status;
  }

  Office norrsken_ = connect("anna@norrsken.example", "Norrsken Bygg AB");
  Office sommarhus_ = connect("olle@sommarhus.example", "Sommarhus AB");
  Browser anna_ = logged_in("anna@norrsken.example");
  std::string contact_;
};

// REQ: SEC-3
TEST_F(PermissionsTest, EveryRouteLetsInWhomItDeclaresAndNobodyElse) {
  for (const api::Router::Route& route : program_->router().routes()) {
    for (const Who who : {Who::nobody, Who::no_company, Who::member, Who::super_user, Who::device,
                          Who::other_session, Who::other_device}) {
      clock_.advance(core::seconds(10));  // for the budgets of refused callers
      const int refusal = expected_refusal(route.policy.permission(), who);
      const int status = status_of(route, who);
      const std::string what = std::string(http::name_of(route.method)) + " " +
                               route.path_template + " as " + name_of(who);
      if (route.policy.permission() == Permission::protocol) {
        // Who is let in there the protocol says, not a session (openid_tokens_test.cpp).
        EXPECT_THAT(status, ::testing::AllOf(Ne(403), ::testing::Lt(500), ::testing::Gt(0)))
            << what;
      } else if (refusal != 0) {
        EXPECT_EQ(status, refusal) << what;
      } else {
        EXPECT_THAT(status, ::testing::AllOf(Ne(401), Ne(403), Ne(429), ::testing::Lt(500),
                                             ::testing::Gt(0)))
            << what;
      }
    }
  }
}

// REQ: SEC-3
TEST_F(PermissionsTest, ACompanyNeverSeesAnothersRecords) {
  Browser olle = logged_in("olle@sommarhus.example");
  const std::string etag = anna_.get(contact_).etag();
  EXPECT_EQ(olle.get(contact_).status, 404);
  EXPECT_EQ(olle.patch(contact_, R"({"fields":{"name":"Mine"}})", etag).status, 404);
  EXPECT_EQ(olle.send(http::Method::del, contact_).status, 404);
  EXPECT_EQ(olle.get("/api/v1/records/contact").json().at("total").as_int64(), 0);
  EXPECT_EQ(olle.get("/api/v1/records/contact?q=ahlgrens").json().at("total").as_int64(), 0);
  const Answer after = anna_.get(contact_);
  EXPECT_EQ(after.status, 200);
  EXPECT_EQ(after.etag(), etag);
}

TEST_F(PermissionsTest, NobodySwitchesToACompanyOfOthers) {
  Browser olle = logged_in("olle@sommarhus.example");
  const Answer answer = olle.send(http::Method::patch, "/api/v1/session",
                                  R"({"company_id":")" + norrsken_.company_id + "\"}");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(olle.get("/api/v1/session").json().at("company").at("name").as_string(),
            "Sommarhus AB");
}

// ---- changes that another site's page would make ----

TEST_F(PermissionsTest, AChangeWithoutTheSessionsTokenIsRefusedAndNotCarriedOut) {
  const std::string token = anna_.csrf_token;
  for (const char* wrong : {"", "0", "a token of nobody"}) {
    anna_.csrf_token = wrong;
    EXPECT_EQ(anna_.send(http::Method::del, contact_).status, 403) << wrong;
  }
  anna_.csrf_token = logged_in("erik@norrsken.example").csrf_token;
  EXPECT_EQ(anna_.send(http::Method::del, contact_).status, 403) << "another session's token";
  EXPECT_EQ(anna_.get(contact_).status, 200);
  anna_.csrf_token = token;
  EXPECT_EQ(anna_.send(http::Method::del, contact_).status, 204);
}

TEST_F(PermissionsTest, AChangeThatAnotherSiteSendsIsRefused) {
  const std::string own = "http://127.0.0.1:" + std::to_string(port());
  const auto remove = [&](http::Headers headers) {
    return anna_.send(http::Method::del, contact_, {}, std::move(headers)).status;
  };
  EXPECT_EQ(remove({{"Origin", "https://evil.example"}}), 403);
  EXPECT_EQ(remove({{"Origin", "null"}}), 403);
  EXPECT_EQ(remove({{"Origin", own + ".evil.example"}}), 403);
  EXPECT_EQ(remove({{"Sec-Fetch-Site", "cross-site"}}), 403);
  EXPECT_EQ(remove({{"Sec-Fetch-Site", "same-site"}}), 403);
  EXPECT_EQ(anna_.get(contact_).status, 200);
  EXPECT_EQ(remove({{"Origin", own}, {"Sec-Fetch-Site", "same-origin"}}), 204);
}

TEST_F(PermissionsTest, AnotherSiteCannotLogSomebodyIn) {
  const std::string body = R"({"email":"anna@norrsken.example","password":"blå häst i regn"})";
  Browser fresh = browser();
  EXPECT_EQ(
      fresh.send(http::Method::post, "/api/v1/session", body, {{"Origin", "https://evil.example"}})
          .status,
      403);
  EXPECT_EQ(
      fresh.send(http::Method::post, "/api/v1/session", body, {{"Content-Type", "text/plain"}})
          .status,
      400);
  EXPECT_TRUE(fresh.cookie.empty());
}

// IN-2: a packed body costs memory and time, which are not for strangers.
TEST_F(PermissionsTest, StrangersHaveNothingUnpacked) {
  const http::Headers packed{{"Content-Type", "application/json"}, {"Content-Encoding", "zstd"}};
  for (const char* target : {"/sync/v1/round", "/sync/v1/audit", "/api/v1/records/contact"}) {
    EXPECT_EQ(browser().send(http::Method::post, target, "no frame at all", packed).status, 401)
        << target;
  }
  EXPECT_EQ(browser().send(http::Method::post, "/api/v1/session", "no frame at all", packed).status,
            400);
}

TEST_F(PermissionsTest, UnknownAddressesOfTheInterfaceAreNotPages) {
  for (const char* target : {"/api/v1/nothing", "/api", "/sync/v1/nothing", "/sync"}) {
    const Answer answer = browser().get(target);
    EXPECT_EQ(answer.status, 404) << target;
    EXPECT_EQ(answer.json().at("error").at("code").as_string(), "not_found") << target;
  }
  EXPECT_EQ(browser().post("/api/v1/nothing", "{}").status, 404);
  EXPECT_EQ(browser().get("/healthz").json().at("status").as_string(), "ok");
  EXPECT_TRUE(browser().get("/openapi.json").json().is_object());
}

// REQ: SEC-2
TEST(RedirectToHttpsTest, PagesAreSentOnAndCallsAreRefused) {
  RedirectToHttps redirector("https://online.example.se");
  http::Request request;
  http::set_target(request, "/contacts/%C3%A5%2F?q=a+b");
  const http::Response response = redirector.handle(request);
  EXPECT_EQ(response.status, 308);
  EXPECT_EQ(response.headers.get_or("Location", ""),
            "https://online.example.se/contacts/%C3%A5%2F?q=a%20b");
  http::set_target(request, "/api/v1/session");
  EXPECT_THROW((void)redirector.handle(request), core::Error);
}

}  // namespace
}  // namespace tusk::online::testing
