#include "online/session_answers.h"

#include <algorithm>

#include "core/error.h"
#include "http/cookies.h"
#include "identity/companies.h"
#include "identity/known_browsers.h"
#include "identity/limits.h"
#include "identity/openid/visits.h"
#include "identity/second_factor_policy.h"
#include "identity/second_step.h"
#include "online/audit_trail.h"
#include "online/caller.h"
#include "online/visitor.h"
#include "platform/logging.h"

namespace tusk::online {
namespace {

using http::Request;
using http::Response;
using storage::Transaction;

api::Company to_api(const identity::Membership& membership) {
  return {membership.company.id, membership.company.name, membership.role.id,
          api::unless_empty(membership.role_name)};
}

std::vector<api::RegisterRight> rights_in(const Services& services,
                                          const identity::Membership& membership) {
  std::vector<api::RegisterRight> rights;
  for (const core::RecordType& type : services.store.registry().types()) {
    if (!core::exists_on(type, core::Side::online)) continue;
    rights.push_back({type.name, static_cast<api::Right>(identity::right_of(membership, type)),
                      identity::is_limited_to_own(membership, type)});
  }
  return rights;
}

core::Error refused_code(Services& services, const Request& request, const std::string& ticket) {
  services.directory.write([&](Transaction& tx) {
    const auto id = identity::find_ticket(tx, services.clock, ticket, browser_of(request));
    const auto person = id ? identity::find_person(tx, *id) : std::nullopt;
    write_refusal(tx, services.clock, request.peer_address, person ? person->email : "",
                  "second step");
  });
  platform::log(platform::LogLevel::info, "log_in.refused", {{"address", request.peer_address}});
  return identity::second_step_refused();
}

}  // namespace

std::vector<api::Company> companies_of(Services& services, const identity::Person& person) {
  std::vector<api::Company> companies;
  services.directory.read([&](Transaction& tx) {
    const auto closed = identity::list_companies_without_factor(tx, person.id);
    for (const auto& membership : identity::list_memberships(tx, person.id)) {
      companies.push_back(to_api(membership));
      companies.back().needs_second_factor = std::any_of(
          closed.begin(), closed.end(),
          [&](const identity::Company& one) { return one.id == membership.company.id; });
    }
  });
  return companies;
}

Response session_response(Services& services, const identity::Session& session) {
  const identity::Person& person = session.person;
  api::Session told{
      .person = {person.id, person.email, person.name, person.language, person.email_confirmed},
      .companies = companies_of(services, person),
      .csrf_token = identity::csrf_token(session),
      .idle_timeout_seconds = services.sessions.idle_time() / core::seconds(1),
      .idle_seconds_left = services.sessions.time_left(session) / core::seconds(1)};
  if (session.company) {
    told.company = to_api(*session.company);
    told.rights = rights_in(services, *session.company);
  }
  return http::json_response(200, api::to_json(told));
}

Response with_session(Response response, const Request& request, const identity::Session& session) {
  response.headers.add("Set-Cookie", http::format_cookie(request, session_cookie, session.id));
  return response;
}

Response with_known_browser(Response response, const Request& request, const std::string& token) {
  constexpr std::chrono::microseconds known_for{identity::known_browser_life};
  response.headers.add(
      "Set-Cookie",
      http::format_cookie(request, browser_cookie, token,
                          std::chrono::duration_cast<std::chrono::seconds>(known_for)));
  return response;
}

core::Error wrong_password(Services& services, const Request& request, const char* field) {
  services.directory.write([&](Transaction& tx) {
    write_refusal(tx, services.clock, request.peer_address, session_of(request).person.email,
                  "logged in");
  });
  return core::invalid_field(
      field, "",
      core::say("Lösenordet stämmer inte, eller kontot är låst efter för många försök.",
                "The password isn't right, or the account is locked after too many tries."));
}

std::string browser_of(const Request& request) {
  return http::find_cookie(request, browser_cookie).value_or("");
}

Response begin_session(Services& services, Request& request,
                       const identity::BrowserLogIn& logged_in) {
  const identity::Person& person = logged_in.person;
  const identity::Visit visit = visit_of(request);
  const auto earlier = http::find_cookie(request, session_cookie);
  const identity::Session session = services.directory.write([&](Transaction& tx) {
    const auto before = earlier ? services.sessions.load(tx, *earlier) : std::nullopt;
    if (earlier) services.sessions.end(tx, *earlier);
    identity::describe_browser(tx, logged_in.browser, person.id, visit.browser, visit.system);
    identity::Session made = services.sessions.create(tx, person, visit, logged_in.factor);
    write_audit(tx, services.clock, identity::service_audit, actor_of(person, visit.address),
                identity::AuditEvent::logged_in, person.email, identity::name_of(logged_in.factor));
    // Who proves anew who they are is not logged out of other programs.
    if (before && before->person.id == person.id)
      identity::openid::move_visits(tx, before->id, made.id);
    return made;
  });
  if (earlier) services.events.end_session(*earlier);
  request.language = language_of(person);
  platform::log(platform::LogLevel::info, "session.started",
                {{"person", person.id}, {"address", request.peer_address}});
  return with_known_browser(with_session(session_response(services, session), request, session),
                            request, logged_in.browser);
}

Response end_second_step(Services& services, Request& request, const std::string& ticket,
                         const std::optional<identity::BrowserLogIn>& logged_in) {
  if (!logged_in) throw refused_code(services, request, ticket);
  Response response = begin_session(services, request, *logged_in);
  response.headers.add("Set-Cookie", http::format_cookie_removal(request, ticket_cookie));
  return response;
}

}  // namespace tusk::online
