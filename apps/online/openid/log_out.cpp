#include "online/openid/log_out.h"

#include "core/error.h"
#include "http/cookies.h"
#include "identity/openid/client_uris.h"
#include "identity/openid/visits.h"
#include "identity/secrets.h"
#include "online/caller.h"
#include "online/openid/pages.h"
#include "online/openid/protocol.h"
#include "platform/logging.h"
#include "rest/guards.h"

namespace tusk::online::openid {
namespace {

using http::Request;
using http::Response;
using storage::Transaction;

constexpr const char* csrf_field = "csrf_token";

struct Wish {
  std::optional<oidc::Hint> hint;  // nothing: none, or none of ours
  std::string leads_to;            // empty: to the page that says so
  http::Parameters given;
};

Response refused(Services& services, const Request& request) {
  return make_page(services.random, request,
                   {.status = 400,
                    .title = {"Utloggningen går inte att göra", "The log-out can't be done"},
                    .text = {"Programmet som du kommer från vill att utloggningen leder till en "
                             "adress som inte är registrerad för det. Du är fortfarande inloggad.",
                             "The program that you come from wants the log-out to lead to an "
                             "address that is not registered for it. You are still logged in."}});
}

// Nothing if it names an address that is not registered, or contradicts itself.
std::optional<Wish> find_wish(Services& services, const http::Parameters& given) {
  Wish wish{.hint = tokens_of(services).read_hint(oidc::get_parameter(given, "id_token_hint")),
            .leads_to = {},
            .given = given};
  const std::string named = oidc::get_parameter(given, "client_id");
  if (wish.hint && !named.empty() && named != wish.hint->client) return std::nullopt;
  const std::string uri = oidc::get_parameter(given, "post_logout_redirect_uri");
  if (uri.empty()) return wish;
  const auto client = services.directory.read([&](Transaction& tx) {
    return oidc::find_client(tx, wish.hint ? wish.hint->client : named);
  });
  if (!client || !oidc::is_registered(uri, client->registered.post_logout_uris))
    return std::nullopt;
  const std::string state = oidc::get_parameter(given, "state");
  wish.leads_to =
      oidc::with_query(uri, state.empty() ? "" : http::format_query({{"state", state}}));
  return wish;
}

Response logged_out(Services& services, const Request& request, const Wish& wish) {
  Response response =
      wish.leads_to.empty()
          ? make_page(services.random, request,
                      {.title = {"Du är utloggad", "You are logged out"},
                       .text = {"Program som du loggat in i med ditt Tusk ID loggas ut med det.",
                                "Programs that you have logged in to with your Tusk ID are logged "
                                "out with it."}})
          : http::redirect(wish.leads_to);
  response.headers.add("Set-Cookie", http::format_cookie_removal(request, session_cookie));
  return response;
}

Response end_session(Services& services, const Request& request, const Wish& wish,
                     const identity::Session& session) {
  services.directory.write([&](Transaction& tx) { services.sessions.end(tx, session.id); });
  services.events.end_session(session.id);
  services.backchannel.wake();
  platform::log(platform::LogLevel::info, "session.ended", {{"person", session.person.id}});
  return logged_out(services, request, wish);
}

Response ask(Services& services, const Request& request, const Wish& wish,
             const identity::Session& session) {
  Button button{.label = {"Logga ut", "Log out"},
                .target = "/oauth2/logout/confirm",
                .fields = {{csrf_field, identity::csrf_token(session)}},
                .leads_on_to = wish.leads_to};
  for (const auto& field : wish.given) {
    if (field.first != csrf_field) button.fields.push_back(field);
  }
  return make_page(services.random, request,
                   {.title = {"Vill du logga ut?", "Do you want to log out?"},
                    .text = core::say("Du är inloggad som {}. Logga ut från Tusk och från program "
                                      "som du loggat in i med ditt Tusk ID, eller stäng sidan för "
                                      "att vara kvar.",
                                      "You are logged in as {}. Log out of Tusk and of programs "
                                      "that you have logged in to with your Tusk ID, or close this "
                                      "page to stay.",
                                      session.person.name),
                    .button = std::move(button)});
}

bool is_of(Services& services, const oidc::Hint& hint, const identity::Session& session) {
  return hint.person == session.person.id &&
         hint.sid ==
             services.directory.read([&](Transaction& tx) { return oidc::find_sid(tx, session); });
}

}  // namespace

Response log_out(Services& services, Request& request) {
  const auto session = find_session(services, request);
  choose_language(request, session, request.query_parameter("ui_locales").value_or(""));
  try {
    const auto wish = find_wish(services, request.query);
    if (!wish) return refused(services, request);
    if (!session) return logged_out(services, request, *wish);
    if (wish->hint && is_of(services, *wish->hint, *session))
      return end_session(services, request, *wish, *session);
    return ask(services, request, *wish, *session);
  } catch (const oidc::Refusal&) {
    return refused(services, request);
  }
}

Response log_out_by_form(Services& services, Request& request) {
  try {
    return http::redirect("/oauth2/logout?" + http::format_query(parse_form(request)));
  } catch (const oidc::Refusal&) {
    return refused(services, request);
  }
}

Response confirm_log_out(Services& services, Request& request) {
  rest::refuse_foreign(request);
  const auto session = find_session(services, request);
  choose_language(request, session, "");
  try {
    const http::Parameters given = parse_form(request);
    const auto wish = find_wish(services, given);
    if (!wish) return refused(services, request);
    if (!session) return logged_out(services, request, *wish);
    const bool is_own = identity::equal_secrets(oidc::get_parameter(given, csrf_field),
                                                identity::csrf_token(*session));
    if (!is_own) return ask(services, request, *wish, *session);
    return end_session(services, request, *wish, *session);
  } catch (const oidc::Refusal&) {
    return refused(services, request);
  }
}

}  // namespace tusk::online::openid
