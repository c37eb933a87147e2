// Account administration, and the receiver's side of invitations.

#include "online/administration.h"

#include <boost/describe/enum_from_string.hpp>

#include "core/error.h"
#include "http/cookies.h"
#include "online/caller.h"
#include "online/page_cursors.h"
#include "online/received_invitations.h"
#include "online/routes/routes.h"
#include "online/session_answers.h"
#include "online/visitor.h"
#include "rest/parameters.h"

namespace tusk::online {
namespace {

using http::Request;
using http::Response;

std::optional<api::AccessStatus> status_in(const Request& request) {
  const auto text = request.query_parameter("status");
  if (!text || text->empty() || *text == "all") return std::nullopt;
  api::AccessStatus status{};
  if (boost::describe::enum_from_string(std::string(*text).c_str(), status)) return status;
  throw core::invalid_field("status", *text,
                            core::say("Välj active, invited, expired, not_invited eller inactive.",
                                      "Choose active, invited, expired, not_invited or inactive."));
}

Response list(Services& services, Request& request) {
  const PageCursors cursors(services, request);
  api::AdministeredPeople page =
      list_people(services, session_of(request),
                  {.search = std::string(request.query_parameter("q").value_or("")),
                   .status = status_in(request),
                   .limit = rest::limit_of(request),
                   .cursor = cursors.given()});
  page.next_cursor = cursors.sealed(page.next_cursor.value_or(""));
  return http::json_response(200, api::to_json(page));
}

void bind_administrators_routes(api::Handlers& handlers, Services& services) {
  handlers.set("list_people", [&](Request& request) { return list(services, request); });
  handlers.set("invite", [&](Request& request) {
    const auto given = api::parse<api::InvitationRequest>(request.body);
    return http::json_response(201,
                               api::to_json(invite_person(services, session_of(request), given)));
  });
  handlers.set("resend_invitation", [&](Request& request) {
    return http::json_response(200, api::to_json(resend_invitation(services, session_of(request),
                                                                   request.path_parameter("id"))));
  });
  handlers.set("withdraw_invitation", [&](Request& request) {
    withdraw_invitation(services, session_of(request), request.path_parameter("id"));
    return http::no_content();
  });
  handlers.set("change_access", [&](Request& request) {
    const auto given = api::parse<api::AccessChange>(request.body);
    change_access(services, session_of(request), request.path_parameter("id"), given.role);
    return http::no_content();
  });
  handlers.set("take_access", [&](Request& request) {
    take_access(services, session_of(request), request.path_parameter("id"));
    return http::no_content();
  });
}

Response accept(Services& services, Request& request) {
  const auto given = api::parse<api::InvitationAcceptance>(request.body);
  const Entrance entrance = accept_invitation(
      services,
      {.session = std::string(http::find_cookie(request, session_cookie).value_or("")),
       .known_as = browser_of(request),
       .visit = visit_of(request)},
      given);
  request.language = language_of(entrance.session.person);
  return with_known_browser(
      with_session(session_response(services, entrance.session), request, entrance.session),
      request, entrance.known_as);
}

void bind_receivers_routes(api::Handlers& handlers, Services& services) {
  handlers.set("check_invitation", [&](Request& request) {
    const auto given = api::parse<api::InvitationToken>(request.body);
    return http::json_response(200, api::to_json(check_invitation(services, given.token)));
  });
  handlers.set("accept_invitation", [&](Request& request) { return accept(services, request); });
  handlers.set("join_company", [&](Request& request) {
    const auto given = api::parse<api::InvitationToken>(request.body);
    const identity::Session session = join_company(services, session_of(request), given.token);
    return with_session(session_response(services, session), request, session);
  });
}

}  // namespace

void bind_administration_routes(api::Handlers& handlers, Services& services) {
  bind_administrators_routes(handlers, services);
  bind_receivers_routes(handlers, services);
}

}  // namespace tusk::online
