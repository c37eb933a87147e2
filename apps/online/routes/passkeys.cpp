// Passkeys: the second step of the log-in with one, and a person's own.

#include "identity/passkeys/passkeys.h"
#include "api/account_messages.h"
#include "core/base64.h"
#include "core/error.h"
#include "http/cookies.h"
#include "identity/limits.h"
#include "identity/recovery_codes.h"
#include "identity/second_factor_policy.h"
#include "identity/second_step.h"
#include "online/audit_trail.h"
#include "online/caller.h"
#include "online/routes/routes.h"
#include "online/session_answers.h"
#include "platform/logging.h"

namespace tusk::online {
namespace {

using http::Request;
using http::Response;
using identity::Passkeys;
using platform::LogLevel;
using storage::Transaction;

constexpr std::int64_t seconds_to_answer = identity::second_step_time / core::seconds(1);

// Of the settings' address, whatever address a request came to.
identity::RelyingParty party_of(const Services& services) {
  return identity::make_relying_party(services.base_url());
}

identity::RelyingParty get_party(const Services& services) {
  identity::RelyingParty party = party_of(services);
  if (party.id.empty()) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("Passnycklar behöver en adress med namn och https. Den här servern har {}. Den "
                  "som sköter servern ställer in public_url.",
                  "Passkeys need an address with a name and https. This server has {}. Whoever "
                  "runs the server sets public_url.",
                  services.base_url()));
  }
  return party;
}

Passkeys passkeys_of(Services& services) {
  return {services.random, services.clock};
}

// ---- logging in ----

std::string ticket_of(const Request& request) {
  return http::find_cookie(request, ticket_cookie).value_or("");
}

Response begin_log_in(Services& services, const Request& request) {
  const identity::RelyingParty party = get_party(services);
  const std::string ticket = ticket_of(request);
  api::PasskeyRequest asked{.rp_id = party.id, .seconds_left = seconds_to_answer};
  const bool is_known = services.directory.write([&](Transaction& tx) {
    const auto person = identity::find_ticket(tx, services.clock, ticket, browser_of(request));
    if (!person) return false;
    asked.credentials.clear();
    for (const auto& one : identity::list_passkeys(tx, *person))
      asked.credentials.push_back(one.id);
    asked.challenge =
        passkeys_of(services).make_challenge(tx, identity::challenge_owner_of_ticket(ticket));
    return true;
  });
  if (!is_known) throw identity::second_step_over();
  return http::json_response(200, api::to_json(asked));
}

Response finish_passkey_log_in(Services& services, Request& request) {
  const auto given = api::parse<api::PasskeyAnswer>(request.body);
  const identity::RelyingParty party = get_party(services);
  const std::string ticket = ticket_of(request);
  const auto logged_in = services.log_in.check_proof(
      ticket, browser_of(request), [&](Transaction& tx, const identity::Person& person) {
        const bool is_right = passkeys_of(services).use(
            tx, {party, identity::challenge_owner_of_ticket(ticket), person.id},
            {given.id, given.client_data, given.authenticator_data, given.signature,
             given.user_handle.value_or("")});
        return is_right ? identity::Factor::passkey : identity::Factor::none;
      });
  return end_second_step(services, request, ticket, logged_in);
}

// ---- one's own ----

Response list_own(Services& services, const Request& request) {
  const std::string& person = session_of(request).person.id;
  api::Passkeys own{.available = !party_of(services).id.empty()};
  for (const auto& one : services.directory.read(
           [&](Transaction& tx) { return identity::list_passkeys(tx, person); })) {
    own.passkeys.push_back({one.key, one.name, {one.created_at}, api::unless_never(one.used_at)});
  }
  return http::json_response(200, api::to_json(own));
}

Response begin_own(Services& services, const Request& request) {
  const identity::RelyingParty party = get_party(services);
  const identity::Session& session = session_of(request);
  api::PasskeyCreation asked{.rp_id = party.id,
                             .user_id = core::encode_base64url(session.person.id),
                             .user_name = session.person.email,
                             .user_display_name = session.person.name,
                             .seconds_left = seconds_to_answer};
  services.directory.write([&](Transaction& tx) {
    asked.exclude.clear();
    for (const auto& one : identity::list_passkeys(tx, session.person.id))
      asked.exclude.push_back(one.id);
    asked.challenge =
        passkeys_of(services).make_challenge(tx, identity::challenge_owner_of_session(session.id));
  });
  return http::json_response(200, api::to_json(asked));
}

Response add_own(Services& services, const Request& request) {
  const auto given = api::parse<api::NewPasskey>(request.body);
  const identity::RelyingParty party = get_party(services);
  const identity::Session& session = session_of(request);
  api::RecoveryCodes codes;
  const bool is_right = services.directory.write([&](Transaction& tx) {
    const bool added = passkeys_of(services).add(
        tx, {party, identity::challenge_owner_of_session(session.id), session.person.id},
        {given.name, given.client_data, given.authenticator_data});
    if (!added) return false;
    codes.codes = identity::make_first_recovery_codes(tx, services.random, session.person.id);
    write_own_audit(tx, services.clock, request, identity::AuditEvent::second_factor_changed,
                    "passkey");
    return true;
  });
  if (!is_right) {
    throw core::Error(core::ErrorCode::invalid,
                      core::say("Passnyckeln gick inte att lägga till: svaret hör inte till den "
                                "här sidan, eller tog för lång tid. Försök igen.",
                                "The passkey could not be added: the answer is not of this page, "
                                "or took too long. Try again."));
  }
  platform::log(LogLevel::info, "second_factor.passkey_added", {{"person", session.person.id}});
  return http::json_response(200, api::to_json(codes));
}

Response rename_own(Services& services, const Request& request) {
  const auto given = api::parse<api::PasskeyName>(request.body);
  services.directory.write([&](Transaction& tx) {
    identity::rename_passkey(tx, session_of(request).person.id, request.path_parameter("id"),
                             given.name);
  });
  return http::no_content();
}

Response remove_own(Services& services, const Request& request) {
  const std::string& person = session_of(request).person.id;
  services.directory.write([&](Transaction& tx) {
    identity::remove_passkey(tx, person, request.path_parameter("id"));
    write_own_audit(tx, services.clock, request, identity::AuditEvent::second_factor_changed,
                    "passkey removed");
  });
  platform::log(LogLevel::info, "second_factor.passkey_removed", {{"person", person}});
  return http::no_content();
}

}  // namespace

void bind_passkey_routes(api::Handlers& handlers, Services& services) {
  const auto set = binder(handlers, services);
  set("begin_passkey_log_in", begin_log_in);
  set("finish_passkey_log_in", finish_passkey_log_in);
  set("list_passkeys", list_own);
  set("begin_passkey", begin_own);
  set("add_passkey", add_own);
  set("rename_passkey", rename_own);
  set("remove_passkey", remove_own);
}

}  // namespace tusk::online
