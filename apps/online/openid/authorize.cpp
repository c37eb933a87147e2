#include "online/openid/authorize.h"

#include "core/error.h"
#include "http/cookies.h"
#include "identity/companies.h"
#include "identity/openid/authorization.h"
#include "identity/openid/client_uris.h"
#include "identity/openid/consents.h"
#include "identity/openid/interactions.h"
#include "identity/openid/limits.h"
#include "online/audit_trail.h"
#include "online/caller.h"
#include "online/openid/pages.h"
#include "online/openid/protocol.h"
#include "platform/logging.h"

namespace tusk::online::openid {
namespace {

using http::Request;
using http::Response;
using storage::Transaction;

core::Error gone() {
  return {core::ErrorCode::not_found,
          core::say("Inloggningen har väntat för länge, eller är redan klar. Börja om i programmet "
                    "som du kom från.",
                    "The log-in has waited for too long, or is done already. Begin again in the "
                    "program that you came from.")};
}

// A request as it waits, read anew: the client may have been changed or removed meanwhile.
struct Waiting {
  oidc::Origin origin;
  oidc::AuthorizationRequest request;
  core::Microseconds asked_at = 0;
};

Waiting get_waiting(Services& services, Transaction& tx, const Request& request,
                    const std::string& id) {
  const auto browser = http::find_cookie(request, waiting_cookie);
  const auto found =
      browser ? oidc::find_interaction(tx, services.clock, id, *browser) : std::nullopt;
  if (!found) throw gone();
  oidc::Origin origin = oidc::find_origin(tx, found->parameters);
  auto wanted = oidc::parse_authorization_request(found->parameters, origin.client);
  return {std::move(origin), std::move(wanted), found->asked_at};
}

std::optional<oidc::Hint> read_hint(Services& services, const oidc::AuthorizationRequest& request) {
  if (request.id_token_hint.empty()) return std::nullopt;
  auto hint = tokens_of(services).read_hint(request.id_token_hint);
  if (!hint) throw oidc::Refusal("invalid_request", "id_token_hint is no token of this server");
  return hint;
}

std::string browser_secret(Services& services, const Request& request) {
  const auto there = http::find_cookie(request, waiting_cookie);
  if (there && there->size() == 2 * oidc::interaction_id_bytes) return *there;
  return services.random.hex(oidc::interaction_id_bytes);
}

std::vector<std::string> list_of(std::string_view scopes) {
  std::vector<std::string> list;
  while (!scopes.empty()) {
    const auto end = std::min(scopes.find(' '), scopes.size());
    list.emplace_back(scopes.substr(0, end));
    scopes.remove_prefix(std::min(end + 1, scopes.size()));
  }
  return list;
}

std::string language_wanted(std::string_view ui_locales) {
  for (const std::string_view known : {"sv", "en"}) {
    if (ui_locales.starts_with(known)) return std::string(known);
  }
  return {};
}

api::AuthorizationStep to_api(oidc::Step step) {
  switch (step) {
    case oidc::Step::log_in:
      return api::AuthorizationStep::log_in;
    case oidc::Step::consent:
      return api::AuthorizationStep::consent;
    case oidc::Step::answer:
      return api::AuthorizationStep::answer;
  }
  return api::AuthorizationStep::log_in;
}

// What the office's programs may do is for this once, and nothing to withdraw later.
void remember_consent(Services& services, Transaction& tx, const Request& request,
                      const Waiting& waiting, oidc::Step step) {
  const oidc::Client& client = waiting.origin.client;
  const auto& office = waiting.request.office;
  if (!office) {
    oidc::give_consent(tx, services.clock, session_of(request).person.id,
                       {.client = client.id, .scopes = waiting.request.scopes});
  }
  if (step != oidc::Step::consent) return;
  write_client_audit(tx, services.clock, client, actor_of(request),
                     identity::AuditEvent::consent_given,
                     office ? office->deed + " " + office->company_name : waiting.request.scopes);
}

// As the company is called here, for those who have access to it: a program that says another name
// than the company's is found out.
api::OfficeTask to_api(Transaction& tx, const oidc::OfficeTask& task,
                       const std::optional<identity::Session>& session) {
  api::OfficeTask told{task.deed, task.company_name, task.computer_name};
  const auto known = identity::find_company_of_office(tx, task.company_uuid);
  if (session && known && identity::find_role(tx, session->person.id, known->id))
    told.company = known->name;
  return told;
}

Response answer_or_wait(Services& services, Request& request, const oidc::Origin& origin,
                        const std::optional<identity::Session>& session) {
  const auto wanted = oidc::parse_authorization_request(request.query, origin.client);
  const auto hint = read_hint(services, wanted);
  choose_language(request, session, wanted.ui_locales);
  const std::string browser = browser_secret(services, request);
  std::string code;
  std::string id;
  services.directory.write([&](Transaction& tx) {
    const auto step = oidc::next_step(
        tx, services.clock,
        {.origin = origin, .request = wanted, .hint = hint, .asked_at = std::nullopt}, session);
    if (step == oidc::Step::answer) {
      code = services.grants.issue_code(tx, *session, origin, wanted);
      return;
    }
    oidc::forget_old_interactions(tx, services.clock);
    id = oidc::create_interaction(tx, services.random, services.clock, browser, request.query);
  });
  if (!code.empty()) return http::redirect(answer_uri(services, origin, code));
  Response response = http::redirect("/authorize#" + id);
  response.headers.add("Set-Cookie", http::format_cookie(request, waiting_cookie, browser));
  return response;
}

}  // namespace

Response authorize(Services& services, Request& request) {
  const auto session = find_session(services, request);
  choose_language(request, session, request.query_parameter("ui_locales").value_or(""));
  std::optional<oidc::Origin> origin;
  try {
    origin = services.directory.read(
        [&](Transaction& tx) { return oidc::find_origin(tx, request.query); });
  } catch (const core::Error& error) {
    if (error.code() != core::ErrorCode::invalid) throw;
    return make_page(services.random, request,
                     {.status = 400,
                      .title = {"Inloggningen går inte att göra", "The log-in can't be done"},
                      .text = error.text()});
  }
  try {
    return answer_or_wait(services, request, *origin, session);
  } catch (const oidc::Refusal& refusal) {
    return http::redirect(refusal_uri(services, *origin, refusal));
  }
}

Response authorize_by_form(Services& services, Request& request) {
  try {
    return http::redirect("/oauth2/authorize?" + http::format_query(parse_form(request)));
  } catch (const oidc::Refusal&) {
    return make_page(services.random, request,
                     {.status = 400,
                      .title = {"Inloggningen går inte att göra", "The log-in can't be done"},
                      .text = {"Programmet som du kommer från skickade något som inte går att "
                               "läsa. Säg till den som sköter det.",
                               "The program that you come from sent something that can't be read. "
                               "Tell whoever runs it."}});
  }
}

api::AuthorizationState check_authorization(Services& services, Request& request,
                                            const std::string& id) {
  const auto session = find_session(services, request);
  const Waiting waiting = services.directory.read(
      [&](Transaction& tx) { return get_waiting(services, tx, request, id); });
  const oidc::Client& client = waiting.origin.client;
  api::AuthorizationState state{.program_name = client.name(),
                                .program_host = oidc::divide(waiting.origin.redirect_uri).origin,
                                .scopes = list_of(waiting.request.scopes),
                                .login_hint = waiting.request.login_hint,
                                .language = language_wanted(waiting.request.ui_locales)};
  if (waiting.request.office) {
    state.office = services.directory.read(
        [&](Transaction& tx) { return to_api(tx, *waiting.request.office, session); });
  }
  try {
    const auto hint = read_hint(services, waiting.request);
    state.step = to_api(services.directory.read([&](Transaction& tx) {
      return oidc::next_step(tx, services.clock,
                             {.origin = waiting.origin,
                              .request = waiting.request,
                              .hint = hint,
                              .asked_at = waiting.asked_at},
                             session);
    }));
  } catch (const oidc::Refusal& refusal) {
    state.step = api::AuthorizationStep::refused;
    state.redirect = refusal_uri(services, waiting.origin, refusal);
  }
  return state;
}

api::AuthorizationAnswer allow_authorization(Services& services, Request& request,
                                             const std::string& id) {
  const identity::Session& session = session_of(request);
  const Waiting waiting = services.directory.read(
      [&](Transaction& tx) { return get_waiting(services, tx, request, id); });
  const oidc::Origin& origin = waiting.origin;
  try {
    const auto hint = read_hint(services, waiting.request);
    const std::string code = services.directory.write([&](Transaction& tx) {
      const auto step = oidc::next_step(tx, services.clock,
                                        {.origin = origin,
                                         .request = waiting.request,
                                         .hint = hint,
                                         .asked_at = waiting.asked_at},
                                        session);
      if (step == oidc::Step::log_in) {
        throw core::Error(core::ErrorCode::conflict,
                          core::say("Programmet vill att du loggar in på nytt. Gör det först.",
                                    "The program wants you to log in anew. Do that first."));
      }
      if (!oidc::remove_interaction(tx, id)) throw gone();
      remember_consent(services, tx, request, waiting, step);
      return services.grants.issue_code(tx, session, origin, waiting.request);
    });
    platform::log(platform::LogLevel::info, "openid.allowed",
                  {{"person", session.person.id}, {"client", origin.client.id}});
    return {answer_uri(services, origin, code)};
  } catch (const oidc::Refusal& refusal) {
    return {refusal_uri(services, origin, refusal)};
  }
}

api::AuthorizationAnswer cancel_authorization(Services& services, Request& request,
                                              const std::string& id) {
  const Waiting waiting = services.directory.write([&](Transaction& tx) {
    Waiting found = get_waiting(services, tx, request, id);
    if (!oidc::remove_interaction(tx, id)) throw gone();
    return found;
  });
  return {refusal_uri(services, waiting.origin,
                      oidc::Refusal("access_denied", "the person did not allow it"))};
}

}  // namespace tusk::online::openid
