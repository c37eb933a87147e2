// What is declared, and that a program serves exactly that.

#include "api/routes.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "api/binding.h"

namespace tusk::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;
using ::testing::UnorderedElementsAre;

static_assert(http::DeclaredPolicy<RoutePolicy>);

http::Response nothing(http::Request&) {
  return http::no_content();
}

std::vector<Part> all_parts() {
  return {Part::session,  Part::account,         Part::administration, Part::records,
          Part::live,     Part::synchronisation, Part::office,         Part::openid,
          Part::programs, Part::server,          Part::files};
}

Handlers all_handlers() {
  Handlers handlers;
  for (const Route& route : routes()) handlers.set(route.operation, nothing);
  return handlers;
}

TEST(RoutesTest, OperationsAreUniqueAndExplainedInBothLanguages) {
  std::set<std::string> seen;
  for (const Route& route : routes()) {
    EXPECT_TRUE(seen.insert(route.operation).second) << route.operation;
    EXPECT_FALSE(route.summary.sv.empty()) << route.operation;
    EXPECT_FALSE(route.summary.en.empty()) << route.operation;
    for (const Parameter& parameter : route.query) {
      EXPECT_FALSE(parameter.description.sv.empty()) << route.operation << " " << parameter.name;
      EXPECT_FALSE(parameter.description.en.empty()) << route.operation << " " << parameter.name;
    }
  }
}

// Everybody who is not logged in can call these and nothing else.
TEST(RoutesTest, OnlyTheseAreOpenToEveryone) {
  std::vector<std::string> open;
  for (const Route& route : routes()) {
    if (route.policy.permission() == Permission::everyone) open.push_back(route.operation);
  }
  EXPECT_THAT(
      open, ElementsAre("log_in", "finish_log_in", "ask_for_password_reset", "check_password_reset",
                        "reset_password", "begin_passkey_log_in", "finish_passkey_log_in",
                        "check_invitation", "accept_invitation", "check_connection",
                        "connect_office", "renew_key", "check_authorization",
                        "cancel_authorization", "get_health", "get_openapi", "get_file"));
}

TEST(RoutesTest, WhereAPasswordIsTriedTheLimitsOfLogInsCount) {
  for (const char* operation :
       {"log_in", "finish_log_in", "prove_person", "change_password", "ask_for_password_reset",
        "check_password_reset", "reset_password", "begin_passkey_log_in", "finish_passkey_log_in",
        "check_invitation", "accept_invitation", "check_connection", "connect_office", "renew_key",
        "check_disconnection", "disconnect_office"}) {
    EXPECT_EQ(get_route(operation).policy.limit_class(), LimitClass::login) << operation;
  }
}

// A desktop that is only left open must still be logged out.
TEST(RoutesTest, WhatAProgramAsksByItselfIsNoSignOfAPerson) {
  for (const char* operation :
       {"get_session", "list_companies", "stream_events", "get_sync_status", "log_out"}) {
    EXPECT_FALSE(get_route(operation).policy.is_interactive()) << operation;
  }
  EXPECT_TRUE(get_route("report_activity").policy.is_interactive());
}

TEST(RoutesTest, ChangesByASessionNeedItsToken) {
  for (const Route& route : routes()) {
    const bool changes = route.method != http::Method::get;
    const std::set<std::string> open{"log_in",
                                     "finish_log_in",
                                     "ask_for_password_reset",
                                     "check_password_reset",
                                     "reset_password",
                                     "begin_passkey_log_in",
                                     "finish_passkey_log_in",
                                     "check_invitation",
                                     "accept_invitation",
                                     "check_authorization",
                                     "cancel_authorization"};
    const bool has_session =
        !open.contains(route.operation) && route.part != Part::office && route.part != Part::openid;
    EXPECT_EQ(needs_csrf_token(route.policy, route.method), changes && has_session)
        << route.operation;
  }
}

// Their guards against other sites' pages are not there: OpenID Connect's own take their place.
TEST(RoutesTest, OnlyOpenIdConnectsRoutesFollowItsRules) {
  for (const Route& route : routes()) {
    EXPECT_EQ(route.policy.permission() == Permission::protocol, route.part == Part::openid)
        << route.operation;
    EXPECT_EQ(route.part == Part::openid,
              route.path.starts_with("/oauth2/") || route.path.starts_with("/.well-known/"));
  }
}

// ID-17: a session that somebody left open is not enough for these.
TEST(RoutesTest, TheseNeedARecentPassword) {
  std::vector<std::string> operations;
  for (const Route& route : routes()) {
    if (route.policy.needs_recent_password()) operations.push_back(route.operation);
  }
  EXPECT_THAT(operations,
              UnorderedElementsAre("begin_app", "confirm_app", "remove_app", "renew_recovery_codes",
                                   "change_company_settings", "begin_passkey", "add_passkey",
                                   "remove_passkey", "create_client", "change_client",
                                   "remove_client", "renew_client_secret"));
}

TEST(RoutesTest, ReadsNeverAskForTheRightToWrite) {
  for (const Route& route : routes()) {
    if (route.part != Part::records) continue;
    EXPECT_EQ(route.policy.permission(), route.method == http::Method::get
                                             ? Permission::company_read
                                             : Permission::company_write)
        << route.operation;
  }
}

TEST(RoutesTest, PathParametersAreFoundInOrder) {
  EXPECT_THAT(path_parameters("/api/v1/records/{type}/{id}"), ElementsAre("type", "id"));
  EXPECT_THAT(path_parameters("/healthz"), IsEmpty());
}

TEST(BindingTest, AProgramServesWhatIsDeclared) {
  Router router;
  all_handlers().add_to(router, all_parts());
  EXPECT_EQ(router.routes().size(), routes().size());

  http::Request request;
  request.method = http::Method::patch;
  http::set_target(request, "/api/v1/records/contact/7");
  EXPECT_EQ(router.handle(request).status, 204);
  EXPECT_EQ(request.path_parameter("id"), "7");
}

TEST(BindingTest, ADeclaredRouteWithoutHandlerStopsTheStart) {
  Handlers handlers;
  handlers.set("get_health", nothing);
  Router router;
  EXPECT_THAT([&] { handlers.add_to(router, {Part::server}); },
              ThrowsMessage<std::logic_error>(HasSubstr("get_openapi has no handler")));
}

TEST(BindingTest, AHandlerThatNothingDeclaresStopsTheStart) {
  Handlers handlers;
  EXPECT_THAT([&] { handlers.set("make_coffee", nothing); },
              ThrowsMessage<std::logic_error>(HasSubstr("make_coffee")));
  handlers.set("log_in", nothing);
  EXPECT_THAT([&] { handlers.set("log_in", nothing); },
              ThrowsMessage<std::logic_error>(HasSubstr("twice")));
}

TEST(BindingTest, AHandlerOfAPartThatIsNotServedStopsTheStart) {
  Handlers handlers;
  handlers.set("get_health", nothing);
  handlers.set("get_openapi", nothing);
  handlers.set("log_in", nothing);
  Router router;
  EXPECT_THAT([&] { handlers.add_to(router, {Part::server}); },
              ThrowsMessage<std::logic_error>(HasSubstr("log_in is bound")));
}

}  // namespace
}  // namespace tusk::api
