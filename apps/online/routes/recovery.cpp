// Forgotten passwords, and addresses that are to be confirmed.

#include "api/recovery_messages.h"
#include "core/error.h"
#include "identity/allowance.h"
#include "identity/limits.h"
#include "identity/mailed_tokens.h"
#include "identity/password_resets.h"
#include "online/account_letters.h"
#include "online/audit_trail.h"
#include "online/caller.h"
#include "online/routes/routes.h"
#include "platform/logging.h"
#include "rest/rate_limiter.h"

namespace tusk::online {
namespace {

using http::Request;
using http::Response;
using identity::AuditEvent;
using identity::TokenPurpose;
using platform::LogLevel;
using storage::Transaction;

// The same for every address: it is only written down.
Response ask_for_password_reset(Services& services, Request& request) {
  const auto given = api::parse<api::ForgottenPassword>(request.body);
  services.directory.write([&](Transaction& tx) {
    identity::ask_for_password_reset(tx, given.email, rest::address_key(request.peer_address),
                                     services.random, services.clock);
  });
  platform::log(LogLevel::info, "password.reset_asked", {{"address", request.peer_address}});
  return http::no_content();
}

identity::Person get_owner(Services& services, const std::string& token) {
  auto owner = services.directory.read([&](Transaction& tx) {
    const auto id =
        identity::find_mailed_token(tx, TokenPurpose::reset_password, token, services.clock);
    return id ? identity::find_person(tx, *id) : std::nullopt;
  });
  if (!owner || owner->disabled) throw identity::token_refused();
  return *std::move(owner);
}

Response check_password_reset(Services& services, Request& request) {
  const auto given = api::parse<api::MailedToken>(request.body);
  return http::json_response(
      200, api::to_json(api::PasswordResetTarget{get_owner(services, given.token).email}));
}

// The link proves that the address is the person's. What it does not do is log them in: the second
// step of the log-in must not be got round.
Response reset_password(Services& services, Request& request) {
  const auto given = api::parse<api::PasswordReset>(request.body);
  const identity::Person owner = get_owner(services, given.token);
  const identity::PreparedPassword password(owner, given.password, services.hashes);
  services.directory.write([&](Transaction& tx) {
    const auto id =
        identity::use_mailed_token(tx, TokenPurpose::reset_password, given.token, services.clock);
    if (id != owner.id) throw identity::token_refused();
    save_new_password(tx, password, letter_desk(services));
    const Actor actor = actor_of(owner, request.peer_address);
    write_account_audit(tx, services.clock, owner, actor, AuditEvent::password_reset);
    identity::confirm_email(tx, owner.id, services.clock);
    if (!owner.email_confirmed)
      write_account_audit(tx, services.clock, owner, actor, AuditEvent::email_confirmed);
  });
  services.delivery.wake();
  platform::log(LogLevel::info, "password.reset",
                {{"person", owner.id}, {"address", request.peer_address}});
  return http::no_content();
}

// Only for its owner, logged in: else somebody could make a Tusk ID of another's address, and have
// the other confirm it by a careless click.
Response confirm_email(Services& services, Request& request) {
  const auto given = api::parse<api::MailedToken>(request.body);
  const identity::Person& person = session_of(request).person;
  services.directory.write([&](Transaction& tx) {
    const auto owner =
        identity::find_mailed_token(tx, TokenPurpose::confirm_email, given.token, services.clock);
    if (!owner) throw identity::token_refused();
    if (*owner != person.id) {
      throw core::Error(
          core::ErrorCode::forbidden,
          core::say("Länken hör till ett annat Tusk ID än {}. Logga ut, och logga in med adressen "
                    "som brevet kom till.",
                    "The link belongs to another Tusk ID than {}. Log out, and log in with the "
                    "address that the letter came to.",
                    person.email));
    }
    (void)identity::use_mailed_token(tx, TokenPurpose::confirm_email, given.token, services.clock);
    identity::confirm_email(tx, person.id, services.clock);
    write_account_audit(tx, services.clock, person, actor_of(request), AuditEvent::email_confirmed);
  });
  platform::log(LogLevel::info, "email.confirmed", {{"person", person.id}});
  return http::no_content();
}

Response send_email_confirmation(Services& services, Request& request) {
  const identity::Person& person = session_of(request).person;
  if (person.email_confirmed) return http::no_content();
  services.directory.write([&](Transaction& tx) {
    if (!identity::count_one(tx, "confirmation of " + person.id,
                             identity::confirmations_per_account, services.clock)) {
      throw core::Error(
          core::ErrorCode::limit,
          core::say("Brev har skickats till {} flera gånger. Titta i skräpposten, och försök igen "
                    "om en timme.",
                    "Letters were sent to {} several times. Look into the junk mail, and try again "
                    "in an hour.",
                    person.email));
    }
    send_confirmation(tx, person, letter_desk(services));
  });
  services.delivery.wake();
  return http::no_content();
}

}  // namespace

void bind_recovery_routes(api::Handlers& handlers, Services& services) {
  handlers.set("ask_for_password_reset",
               [&](Request& request) { return ask_for_password_reset(services, request); });
  handlers.set("check_password_reset",
               [&](Request& request) { return check_password_reset(services, request); });
  handlers.set("reset_password",
               [&](Request& request) { return reset_password(services, request); });
  handlers.set("confirm_email", [&](Request& request) { return confirm_email(services, request); });
  handlers.set("send_email_confirmation",
               [&](Request& request) { return send_email_confirmation(services, request); });
}

}  // namespace tusk::online
