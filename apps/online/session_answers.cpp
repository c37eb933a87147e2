#include "online/session_answers.h"

#include "http/cookies.h"
#include "identity/companies.h"
#include "identity/limits.h"
#include "online/caller.h"

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
    rights.push_back({type.name, static_cast<api::Right>(identity::right_of(membership, type))});
  }
  return rights;
}

}  // namespace

std::vector<api::Company> companies_of(Services& services, const identity::Person& person) {
  std::vector<api::Company> companies;
  for (const auto& membership : services.directory.read(
           [&](Transaction& tx) { return identity::list_memberships(tx, person.id); })) {
    companies.push_back(to_api(membership));
  }
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

}  // namespace tusk::online
