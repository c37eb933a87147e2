// OpenID Connect's endpoints, the page of a program that waits, programs that a person has allowed
// and programs that a company has registered.

#include "api/openid_messages.h"
#include "core/error.h"
#include "identity/openid/clients.h"
#include "identity/openid/consents.h"
#include "online/audit_trail.h"
#include "online/caller.h"
#include "online/openid/authorize.h"
#include "online/openid/configuration.h"
#include "online/openid/log_out.h"
#include "online/openid/tokens.h"
#include "online/routes/routes.h"
#include "platform/logging.h"

namespace tusk::online {
namespace {

namespace oidc = identity::openid;
using http::Request;
using http::Response;
using identity::AuditEvent;
using storage::Transaction;

core::Error no_such_program() {
  return {core::ErrorCode::not_found,
          core::say("Programmet finns inte.", "There is no such program.")};
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

// ---- programs that a person has allowed ----

Response list_allowed(Services& services, Request& request) {
  api::AllowedPrograms told;
  for (const oidc::Consent& consent : services.directory.read([&](Transaction& tx) {
         return oidc::list_consents(tx, session_of(request).person.id);
       })) {
    told.programs.push_back(
        {consent.client, consent.client_name, list_of(consent.scopes), {consent.given_at}});
  }
  return http::json_response(200, api::to_json(told));
}

Response withdraw(Services& services, Request& request) {
  const std::string& person = session_of(request).person.id;
  const std::string& client = request.path_parameter("id");
  services.directory.write([&](Transaction& tx) {
    const auto found = oidc::find_client(tx, client);
    if (!found || !oidc::withdraw_consent(tx, person, client)) throw no_such_program();
    write_client_audit(tx, services.clock, *found, actor_of(request),
                       AuditEvent::consent_withdrawn);
  });
  platform::log(platform::LogLevel::info, "openid.withdrawn",
                {{"person", person}, {"client", client}});
  return http::no_content();
}

// ---- programs that a company has registered ----

api::Client to_api(const oidc::Client& client) {
  return {.id = client.id,
          .name = client.name(),
          .is_public = client.registered.is_public,
          .algorithm = oidc::name_of(client.registered.algorithm),
          .redirect_uris = client.registered.redirect_uris,
          .post_logout_uris = client.registered.post_logout_uris,
          .logout_uri = client.registered.logout_uri,
          .created_at = {client.created_at}};
}

// Another company's is none, and so is one that serves everybody.
oidc::Client get_client(Transaction& tx, const Request& request) {
  auto client = oidc::find_client(tx, request.path_parameter("id"));
  if (!client || client->registered.company != company_of(request).id) throw no_such_program();
  return *std::move(client);
}

void log_change(const char* event, const Request& request, const std::string& client) {
  platform::log(platform::LogLevel::info, event,
                {{"person", session_of(request).person.id},
                 {"company", company_of(request).id},
                 {"client", client}});
}

Response list_clients(Services& services, Request& request) {
  api::ClientList told;
  for (const oidc::Client& client : services.directory.read(
           [&](Transaction& tx) { return oidc::list_clients(tx, company_of(request).id); })) {
    told.clients.push_back(to_api(client));
  }
  return http::json_response(200, api::to_json(told));
}

Response create_client(Services& services, Request& request) {
  const auto given = api::parse<api::NewClient>(request.body);
  const oidc::NewClient wanted{
      .name = given.name,
      .company = company_of(request).id,
      .is_public = given.is_public,
      .algorithm = oidc::parse_algorithm(given.algorithm.value_or("ES256")),
      .redirect_uris = given.redirect_uris,
      .post_logout_uris = given.post_logout_uris.value_or(std::vector<std::string>()),
      .logout_uri = given.logout_uri.value_or("")};
  const auto made = services.directory.write([&](Transaction& tx) {
    auto added = oidc::create_client(tx, services.random, services.clock, wanted);
    write_client_audit(tx, services.clock, added.client, actor_of(request),
                       AuditEvent::client_added);
    return added;
  });
  log_change("openid.client_created", request, made.client.id);
  return http::json_response(
      201, api::to_json(api::MadeClient{to_api(made.client), api::unless_empty(made.secret)}));
}

Response change_client(Services& services, Request& request) {
  const auto given = api::parse<api::ClientChange>(request.body);
  const oidc::NewClient wanted{
      .name = given.name,
      .redirect_uris = given.redirect_uris,
      .post_logout_uris = given.post_logout_uris.value_or(std::vector<std::string>()),
      .logout_uri = given.logout_uri.value_or("")};
  const oidc::Client changed = services.directory.write([&](Transaction& tx) {
    oidc::Client client = oidc::change_client(tx, get_client(tx, request), wanted);
    write_client_audit(tx, services.clock, client, actor_of(request), AuditEvent::client_changed);
    return client;
  });
  log_change("openid.client_changed", request, changed.id);
  return http::json_response(200, api::to_json(to_api(changed)));
}

Response remove_client(Services& services, Request& request) {
  services.directory.write([&](Transaction& tx) {
    const oidc::Client client = get_client(tx, request);
    oidc::remove_client(tx, client.id);
    write_client_audit(tx, services.clock, client, actor_of(request), AuditEvent::client_removed);
  });
  log_change("openid.client_removed", request, request.path_parameter("id"));
  return http::no_content();
}

Response renew_secret(Services& services, Request& request) {
  const std::string secret = services.directory.write([&](Transaction& tx) {
    const oidc::Client client = get_client(tx, request);
    write_client_audit(tx, services.clock, client, actor_of(request),
                       AuditEvent::client_secret_renewed);
    return oidc::renew_secret(tx, services.random, client);
  });
  log_change("openid.client_secret_renewed", request, request.path_parameter("id"));
  return http::json_response(200, api::to_json(api::ClientSecret{secret}));
}

template <typename Work>
auto answering(Services& services, Work work) {
  return [&services, work](Request& request) {
    const auto question = api::parse<api::AuthorizationQuestion>(request.body);
    return http::json_response(200, api::to_json(work(services, request, question.request)));
  };
}

}  // namespace

void bind_openid_routes(api::Handlers& handlers, Services& services) {
  const auto set = binder(handlers, services);
  set("get_openid_configuration", openid::get_configuration);
  set("get_oauth_configuration", openid::get_configuration);
  set("get_signing_keys", openid::get_signing_keys);
  set("authorize", openid::authorize);
  set("authorize_by_form", openid::authorize_by_form);
  set("issue_token", openid::issue_token);
  set("revoke_token", openid::revoke_token);
  set("get_userinfo", openid::get_userinfo);
  set("get_userinfo_by_form", openid::get_userinfo);
  set("end_openid_session", openid::log_out);
  set("end_openid_session_by_form", openid::log_out_by_form);
  set("confirm_log_out", openid::confirm_log_out);
  handlers.set("check_authorization", answering(services, openid::check_authorization));
  handlers.set("allow_authorization", answering(services, openid::allow_authorization));
  handlers.set("cancel_authorization", answering(services, openid::cancel_authorization));
  set("list_allowed_programs", list_allowed);
  set("withdraw_program", withdraw);
  set("list_clients", list_clients);
  set("create_client", create_client);
  set("change_client", change_client);
  set("remove_client", remove_client);
  set("renew_client_secret", renew_secret);
}

}  // namespace tusk::online
