// Who reads what was done with access, and that it is written.
// REQ: ACC-5, SEC-3

#include <gmock/gmock.h>

#include "identity/audit.h"
#include "online/online_testing.h"

namespace tusk::online::testing {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kAudit = "/api/v1/administration/audit";

class AuditTrailTest : public OnlineTest {
 protected:
  static std::vector<std::string> events_in(const Answer& answer) {
    std::vector<std::string> events;
    const json::value page = answer.json();
    for (const json::value& one : page.at("events").as_array()) {
      events.emplace_back(one.at("event").as_string());
    }
    return events;
  }

  Office office_ = connect("anna@norrsken.example", "Norrsken Bygg AB");
  Browser anna_ = logged_in("anna@norrsken.example");
};

TEST_F(AuditTrailTest, TellsASuperUserWhoDidWhatTheLatestFirst) {
  const std::string role = R"({"name":"Växel","rights":[]})";
  const Answer made = anna_.post("/api/v1/administration/roles", role);
  const std::string path =
      "/api/v1/administration/roles/" + std::string(made.json().at("id").as_string());
  EXPECT_EQ(anna_.send(http::Method::del, path).status, 204);
  const Answer audit = anna_.get(kAudit);
  EXPECT_THAT(events_in(audit), ElementsAre("role_deleted", "role_changed", "first_synchronisation",
                                            "company_connected"));
  const json::value first = audit.json().at("events").at(0);
  EXPECT_EQ(first.at("actor_name").as_string(), "Person anna");
  EXPECT_EQ(first.at("subject").as_string(), "Växel");
  EXPECT_EQ(first.at("address").as_string(), "127.0.0.1");
}

TEST_F(AuditTrailTest, ComesInPages) {
  const Answer first = anna_.get(std::string(kAudit) + "?limit=1");
  EXPECT_THAT(events_in(first), ElementsAre("first_synchronisation"));
  const std::string cursor{first.json().at("next_cursor").as_string()};
  const Answer second = anna_.get(std::string(kAudit) + "?limit=1&cursor=" + cursor);
  EXPECT_THAT(events_in(second), ElementsAre("company_connected"));
  EXPECT_TRUE(second.json().at("next_cursor").is_null());
}

TEST_F(AuditTrailTest, IsForSuperUsersAlone) {
  add_person("erik@norrsken.example", office_.company_id, identity::Role::administrator);
  EXPECT_EQ(logged_in("erik@norrsken.example").get(kAudit).status, 403);
}

TEST_F(AuditTrailTest, OfAnotherCompanyIsNotTold) {
  (void)connect("olle@sommarhus.example", "Sommarhus AB");
  const Answer audit = logged_in("olle@sommarhus.example").get(kAudit);
  EXPECT_THAT(audit.body, HasSubstr("Person olle"));
  EXPECT_THAT(audit.body, Not(HasSubstr("Person anna")));
}

TEST_F(AuditTrailTest, WhatServerWritesIsWhole) {
  EXPECT_EQ(anna_.send(http::Method::del, "/api/v1/session").status, 204);
  const auto checks = program_->services().directory.read(
      [](storage::Transaction& tx) { return identity::verify_audit(tx); });
  EXPECT_EQ(checks.size(), 2U);
  for (const identity::AuditCheck& check : checks) EXPECT_FALSE(check.broken_at) << check.list;
}

}  // namespace
}  // namespace tusk::online::testing
