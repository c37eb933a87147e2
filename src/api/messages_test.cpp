// Messages as both ends of the line see them.

#include "api/messages.h"

#include <gmock/gmock.h>

#include "api/failure.h"
#include "api/office_messages.h"
#include "api/openid_messages.h"
#include "api/session_messages.h"
#include "api/sync_messages.h"
#include "core/error.h"
#include "sync/codec.h"

namespace tusk::api {
namespace {

using ::testing::HasSubstr;

// What a caller is told about a message that can't be read.
template <typename Message>
std::string complaint(const std::string& text) {
  try {
    (void)parse<Message>(text);
  } catch (const core::Error& error) {
    EXPECT_EQ(error.code(), core::ErrorCode::invalid);
    EXPECT_NE(error.text().sv, error.text().en);
    return error.text().en;
  }
  return "it was read";
}

TEST(MessagesTest, ASessionSurvivesTheWay) {
  Session session;
  session.person = {"id1", "anna@norrsken.example", "Anna Åberg", "sv"};
  session.companies = {{"c_1", "Norrsken Bygg AB", "super_user", std::nullopt}};
  session.company = session.companies.front();
  session.csrf_token = "t";
  session.idle_timeout_seconds = 1200;
  session.idle_seconds_left = 1180;
  const std::string text = to_json(session);
  EXPECT_THAT(text, HasSubstr(R"("role":"super_user")"));
  const auto read = parse<Session>(text);
  EXPECT_EQ(read.person.name, "Anna Åberg");
  EXPECT_EQ(read.company->id, "c_1");
  EXPECT_EQ(read.companies.front().role, "super_user");
  EXPECT_EQ(read.idle_seconds_left, 1180);
}

TEST(MessagesTest, ThereIsNoCompanyUntilOneIsOpen) {
  EXPECT_THAT(to_json(Session{}), HasSubstr(R"("company":null)"));
}

TEST(MessagesTest, TimesAreReadableAndExact) {
  SyncStatus status;
  status.state = SyncState::catching_up;
  status.since = {1'764'000'000'123'456};
  const std::string text = to_json(status);
  EXPECT_THAT(text, HasSubstr(R"("state":"catching_up")"));
  EXPECT_THAT(text, HasSubstr(R"("since":"2025-11-24T16:00:00.123456Z")"));
  EXPECT_THAT(text, HasSubstr(R"("last_round_at":null)"));
  EXPECT_EQ(parse<SyncStatus>(text).since, status.since);
}

TEST(MessagesTest, AConflictCarriesValuesOfEveryKindAndTheRecordThatLost) {
  Conflict conflict;
  conflict.kind = sync::ConflictKind::delete_update;
  conflict.winner = core::Side::online;
  conflict.winning_value = "08-12 34 56";
  conflict.losing_value = true;
  conflict.losing_image = JsonObject{R"({"name":"Bygg & Måleri"})"};
  const auto read = parse<ConflictPage>(to_json(ConflictPage{{conflict}, "next"}));
  EXPECT_EQ(read.next_cursor, "next");
  EXPECT_EQ(read.conflicts.front().kind, sync::ConflictKind::delete_update);
  EXPECT_EQ(read.conflicts.front().winner, core::Side::online);
  EXPECT_EQ(read.conflicts.front().winning_value, core::Value("08-12 34 56"));
  EXPECT_EQ(read.conflicts.front().losing_value, core::Value(true));
  EXPECT_EQ(read.conflicts.front().losing_image, conflict.losing_image);
}

// The two interfaces name kinds of conflicts alike.
TEST(MessagesTest, KindsOfConflictsAreSpelledAsInTheRounds) {
  for (int i = 0; i <= static_cast<int>(sync::ConflictKind::refused); ++i) {
    Conflict conflict;
    conflict.kind = static_cast<sync::ConflictKind>(i);
    EXPECT_THAT(to_json(conflict),
                HasSubstr(std::string("\"kind\":\"") + sync::name_of(conflict.kind) + "\""));
  }
}

TEST(MessagesTest, AnOlderReaderPassesOverWhatItDoesNotKnow) {
  EXPECT_EQ(parse<LogHead>(R"({"sequence":7,"colour":"blue"})").sequence, 7);
}

TEST(MessagesTest, WhatIsAbsentInAChangeStaysAsItIs) {
  const auto change = parse<SessionChange>(R"({"language":"en"})");
  EXPECT_FALSE(change.company_id);
  EXPECT_EQ(change.language, "en");
}

TEST(MessagesTest, ErrorsNameTheFieldAndWhatItShouldBe) {
  EXPECT_EQ(complaint<LogIn>(R"({"email":"a@b.se"})"), "password: is missing.");
  EXPECT_EQ(complaint<LogIn>(R"({"email":7,"password":"x"})"), "email: must be a string.");
  EXPECT_EQ(complaint<LogHead>(R"({"sequence":1.5})"), "sequence: must be a whole number.");
  EXPECT_EQ(complaint<LogIn>("[]"), "JSON: must be an object.");
  EXPECT_EQ(complaint<CompanyList>(R"({"companies":[{"id":"a","name":"b","role":7}]})"),
            "companies[0].role: must be a string.");
  EXPECT_EQ(complaint<AuthorizationState>(R"({"step":"king"})"),
            "step: must be one of log_in, consent, answer, refused.");
  EXPECT_EQ(complaint<LogIn>(R"({"email":")" + std::string(4001, 'x') + R"(","password":""})"),
            "email: may have at most 4000 characters.");
}

TEST(MessagesTest, ErrorsNeverRepeatAPassword) {
  try {
    (void)parse<LogIn>(R"({"password":"hemligt","email":[]})");
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), ::testing::Not(HasSubstr("hemligt")));
  }
}

}  // namespace
}  // namespace tusk::api
