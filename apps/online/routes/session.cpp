// Logging in and out, who is logged in, which company is open.

#include "api/account_messages.h"
#include "api/session_messages.h"
#include "core/error.h"
#include "http/cookies.h"
#include "identity/companies.h"
#include "identity/limits.h"
#include "online/audit_trail.h"
#include "online/caller.h"
#include "online/routes/routes.h"
#include "online/session_answers.h"
#include "platform/logging.h"

namespace tusk::online {
namespace {

using http::Request;
using http::Response;
using platform::LogLevel;
using storage::Transaction;

Response second_step_response(const Request& request, const identity::SecondStepNeeded& needed) {
  constexpr std::int64_t seconds = identity::second_step_time / core::seconds(1);
  Response response = http::json_response(
      202, api::to_json(api::SecondStep{.app = needed.factor.totp_since != 0,
                                        .passkey = needed.factor.passkeys > 0,
                                        .recovery_codes = needed.factor.recovery_codes > 0,
                                        .seconds_left = seconds}));
  response.headers.add("Set-Cookie", http::format_cookie(request, ticket_cookie, needed.ticket,
                                                         std::chrono::seconds(seconds)));
  return response;
}

// Costs the same whether there is such a Tusk ID.
core::Error refused(Services& services, const Request& request, const std::string& email) {
  services.directory.write(
      [&](Transaction& tx) { write_refusal(tx, services.clock, request.peer_address, email); });
  platform::log(LogLevel::info, "log_in.refused", {{"address", request.peer_address}});
  return identity::log_in_refused();
}

Response log_in(Services& services, Request& request) {
  const auto given = api::parse<api::LogIn>(request.body);
  const auto answer =
      services.log_in.check_in_browser(given.email, given.password, browser_of(request));
  if (const auto* logged_in = std::get_if<identity::BrowserLogIn>(&answer))
    return begin_session(services, request, *logged_in);
  if (const auto* needed = std::get_if<identity::SecondStepNeeded>(&answer))
    return second_step_response(request, *needed);
  throw refused(services, request, given.email);
}

// The session cookie is not looked at here, and the ticket nowhere else.
Response finish_log_in(Services& services, Request& request) {
  const auto given = api::parse<api::SecondStepCode>(request.body);
  const std::string ticket = http::find_cookie(request, ticket_cookie).value_or("");
  return end_second_step(services, request, ticket,
                         services.log_in.check_code(ticket, browser_of(request), given.code));
}

Response prove_person(Services& services, Request& request) {
  const auto given = api::parse<api::PasswordProof>(request.body);
  const identity::Session before = session_of(request);
  if (!services.log_in.check_again(before.person, given.password, browser_of(request))) {
    platform::log(LogLevel::info, "session.proof_refused", {{"person", before.person.id}});
    throw wrong_password(services, request, "password");
  }
  const identity::Session after = services.directory.write(
      [&](Transaction& tx) { return services.sessions.prove(tx, before); });
  services.events.end_session(before.id);
  return with_session(session_response(services, after), request, after);
}

Response change_session(Services& services, Request& request) {
  const auto given = api::parse<api::SessionChange>(request.body);
  const identity::Session before = session_of(request);
  const identity::Session after = services.directory.write([&](Transaction& tx) {
    identity::Session session = before;
    if (given.language) {
      identity::set_language(tx, session.person.id, *given.language);
      session.person.language = *given.language;
    }
    const bool is_other =
        given.company_id && (!session.company || session.company->company.id != *given.company_id);
    if (!is_other) return session;
    session = services.sessions.switch_company(tx, session, *given.company_id);
    write_audit(tx, services.clock, session.company->company.id, actor_of(request),
                identity::AuditEvent::company_entered);
    return session;
  });
  request.language = language_of(after.person);
  Response response = session_response(services, after);
  if (after.id == before.id) return response;
  services.events.end_session(before.id);
  platform::log(LogLevel::info, "session.company_switched",
                {{"person", after.person.id}, {"company", after.company->company.id}});
  return with_session(std::move(response), request, after);
}

Response log_out(Services& services, Request& request) {
  const identity::Session& session = session_of(request);
  services.directory.write([&](Transaction& tx) {
    services.sessions.end(tx, session.id);
    write_audit(tx, services.clock, identity::service_audit, actor_of(request),
                identity::AuditEvent::logged_out);
  });
  services.events.end_session(session.id);
  platform::log(LogLevel::info, "session.ended", {{"person", session.person.id}});
  Response response = http::no_content();
  response.headers.add("Set-Cookie", http::format_cookie_removal(request, session_cookie));
  return response;
}

Response list_companies(Services& services, Request& request) {
  return http::json_response(
      200, api::to_json(api::CompanyList{companies_of(services, session_of(request).person)}));
}

}  // namespace

void bind_session_routes(api::Handlers& handlers, Services& services) {
  handlers.set("log_in", [&](Request& request) { return log_in(services, request); });
  handlers.set("finish_log_in", [&](Request& request) { return finish_log_in(services, request); });
  handlers.set("prove_person", [&](Request& request) { return prove_person(services, request); });
  handlers.set("get_session",
               [&](Request& request) { return session_response(services, session_of(request)); });
  handlers.set("change_session",
               [&](Request& request) { return change_session(services, request); });
  handlers.set("log_out", [&](Request& request) { return log_out(services, request); });
  // That it was called is all there is to it: the middleware has put off the log-out.
  handlers.set("report_activity", [](Request&) { return http::no_content(); });
  handlers.set("list_companies",
               [&](Request& request) { return list_companies(services, request); });
}

}  // namespace tusk::online
