// What people see and choose of their own account, and their second factor.

#include "api/account_messages.h"
#include "core/error.h"
#include "http/cookies.h"
#include "identity/known_browsers.h"
#include "identity/preferences.h"
#include "identity/recovery_codes.h"
#include "identity/second_factor_policy.h"
#include "identity/secrets.h"
#include "identity/totp.h"
#include "online/account_letters.h"
#include "online/audit_trail.h"
#include "online/caller.h"
#include "online/routes/routes.h"
#include "online/session_answers.h"
#include "online/visitor.h"
#include "platform/logging.h"

namespace tusk::online {
namespace {

using http::Request;
using http::Response;
using platform::LogLevel;
using storage::Transaction;

template <typename Message>
Response answer(const Message& message) {
  return http::json_response(200, api::to_json(message));
}

core::Error no_such(const core::Text& what) {
  return {core::ErrorCode::not_found, what};
}

// ---- what is known and chosen ----

Response get_account(Services& services, const Request& request) {
  const identity::Person& person = session_of(request).person;
  const identity::Preferences chosen = services.directory.read(
      [&](Transaction& tx) { return identity::load_preferences(tx, person.id); });
  return answer(api::Account{person.email, person.name, person.language, chosen.time_zone,
                             api::unless_empty(chosen.default_company)});
}

Response change_account(Services& services, Request& request) {
  const auto given = api::parse<api::AccountChange>(request.body);
  auto& caller = std::any_cast<Caller&>(request.context);
  identity::Person& person = caller.session->person;
  services.directory.write([&](Transaction& tx) {
    if (given.language) identity::set_language(tx, person.id, *given.language);
    if (given.time_zone) identity::set_time_zone(tx, person.id, *given.time_zone);
    if (given.default_company) identity::set_default_company(tx, person.id, *given.default_company);
  });
  if (given.language) person.language = *given.language;
  request.language = language_of(person);
  return get_account(services, request);
}

// ---- password ----

std::vector<std::string> keys_of_others(Services& services, Transaction& tx,
                                        const identity::Session& session) {
  std::vector<std::string> keys;
  for (const auto& entry : services.sessions.list_of(tx, session.person.id)) {
    if (entry.key != identity::make_list_key(session.id)) keys.push_back(entry.key);
  }
  return keys;
}

Response change_password(Services& services, Request& request) {
  const auto given = api::parse<api::PasswordChange>(request.body);
  const identity::Session before = session_of(request);
  if (!services.log_in.check_again(before.person, given.old_password, browser_of(request))) {
    platform::log(LogLevel::info, "password.change_refused", {{"person", before.person.id}});
    throw wrong_password(services, request, "old_password");
  }
  const identity::PreparedPassword renewed(before.person, given.new_password, services.hashes);
  std::vector<std::string> ended;
  std::string browser;
  const identity::Session after = services.directory.write([&](Transaction& tx) {
    ended = keys_of_others(services, tx, before);
    save_new_password(tx, renewed, letter_desk(services), before.id);
    browser = identity::remember_browser(tx, browser_of(request), before.person.id, services.random,
                                         services.clock);
    identity::describe_browser(tx, browser, before.person.id, before.visit.browser,
                               before.visit.system);
    write_own_audit(tx, services.clock, request, identity::AuditEvent::password_changed);
    return services.sessions.prove(tx, before);
  });
  services.delivery.wake();
  services.events.end_session(before.id);
  for (const std::string& key : ended) services.events.end_session_of_key(key);
  platform::log(LogLevel::info, "password.changed",
                {{"person", before.person.id}, {"address", request.peer_address}});
  return with_known_browser(with_session(session_response(services, after), request, after),
                            request, browser);
}

// ---- sessions and browsers ----

Response list_own_sessions(Services& services, const Request& request) {
  const identity::Session& session = session_of(request);
  api::OwnSessions own;
  for (const auto& entry : services.directory.read(
           [&](Transaction& tx) { return services.sessions.list_of(tx, session.person.id); })) {
    own.sessions.push_back({entry.key,
                            entry.visit.browser,
                            entry.visit.system,
                            entry.visit.address,
                            {entry.created_at},
                            {entry.last_activity},
                            entry.key == identity::make_list_key(session.id)});
  }
  return answer(own);
}

Response end_own_session(Services& services, const Request& request) {
  const std::string key(request.path_parameter("id"));
  const std::string& person = session_of(request).person.id;
  const bool ended =
      key.size() == std::size_t{identity::list_key_digits} &&
      services.directory.write([&](Transaction& tx) {
        if (!identity::Sessions::end_of(tx, person, key)) return false;
        write_own_audit(tx, services.clock, request, identity::AuditEvent::sessions_ended);
        return true;
      });
  if (!ended) {
    throw no_such({"Inloggningen är redan avslutad.", "The log-in has ended already."});
  }
  services.events.end_session_of_key(key);
  platform::log(LogLevel::info, "session.ended_from_list", {{"person", person}});
  return http::no_content();
}

Response end_other_sessions(Services& services, const Request& request) {
  const identity::Session& session = session_of(request);
  const auto ended = services.directory.write([&](Transaction& tx) {
    const auto keys = keys_of_others(services, tx, session);
    for (const std::string& key : keys)
      static_cast<void>(identity::Sessions::end_of(tx, session.person.id, key));
    write_own_audit(tx, services.clock, request, identity::AuditEvent::sessions_ended);
    return keys;
  });
  for (const std::string& key : ended) services.events.end_session_of_key(key);
  platform::log(LogLevel::info, "session.others_ended", {{"person", session.person.id}});
  return http::no_content();
}

Response list_known_browsers(Services& services, const Request& request) {
  const std::string& person = session_of(request).person.id;
  const std::string own = identity::make_list_key(browser_of(request));
  api::KnownBrowsers known;
  for (const auto& entry : services.directory.read([&](Transaction& tx) {
         return identity::list_browsers_of(tx, person, services.clock);
       })) {
    known.browsers.push_back(
        {entry.key, entry.browser, entry.system, {entry.used_at}, entry.key == own});
  }
  return answer(known);
}

Response forget_known_browser(Services& services, const Request& request) {
  const std::string key(request.path_parameter("id"));
  const std::string& person = session_of(request).person.id;
  const bool forgotten = key.size() == std::size_t{identity::list_key_digits} &&
                         services.directory.write([&](Transaction& tx) {
                           return identity::forget_browser(tx, person, key);
                         });
  if (!forgotten) {
    throw no_such({"Webbläsaren är redan glömd.", "The browser has been forgotten already."});
  }
  return http::no_content();
}

// ---- second factor ----

Response get_second_factor(Services& services, const Request& request) {
  const std::string& person = session_of(request).person.id;
  return answer(services.directory.read([&](Transaction& tx) {
    const identity::SecondFactor factor = identity::load_second_factor(tx, person);
    return api::SecondFactor{api::unless_never(factor.totp_since), factor.recovery_codes,
                             !identity::list_companies_that_require_factor(tx, person).empty()};
  }));
}

Response begin_app(Services& services, const Request& request) {
  const identity::Person& person = session_of(request).person;
  const std::string secret = services.directory.write(
      [&](Transaction& tx) { return services.second_factors.begin_totp(tx, person.id); });
  return answer(api::AppSecret{secret, identity::make_totp_address(secret, person.email)});
}

Response confirm_app(Services& services, const Request& request) {
  const auto given = api::parse<api::SecondStepCode>(request.body);
  const identity::Person& person = session_of(request).person;
  api::RecoveryCodes codes;
  const bool right = services.directory.write([&](Transaction& tx) {
    if (!services.second_factors.confirm_totp(tx, person.id, given.code)) return false;
    codes.codes = identity::make_first_recovery_codes(tx, services.random, person.id);
    write_own_audit(tx, services.clock, request, identity::AuditEvent::second_factor_changed,
                    "app");
    return true;
  });
  if (!right) {
    throw core::invalid_field(
        "code", "",
        core::say("Koden stämmer inte. Kontrollera att telefonens klocka går rätt, och skriv "
                  "koden som visas nu.",
                  "The code isn't right. See that the phone's clock is right, and enter the code "
                  "that is shown now."));
  }
  platform::log(LogLevel::info, "second_factor.app_added", {{"person", person.id}});
  return answer(codes);
}

Response remove_app(Services& services, const Request& request) {
  const identity::Person& person = session_of(request).person;
  services.directory.write([&](Transaction& tx) {
    identity::remove_totp(tx, person.id);
    write_own_audit(tx, services.clock, request, identity::AuditEvent::second_factor_changed,
                    "app removed");
  });
  platform::log(LogLevel::info, "second_factor.app_removed", {{"person", person.id}});
  return http::no_content();
}

Response renew_codes(Services& services, const Request& request) {
  const identity::Person& person = session_of(request).person;
  api::RecoveryCodes codes;
  services.directory.write([&](Transaction& tx) {
    if (!identity::load_second_factor(tx, person.id).exists()) {
      throw core::Error(core::ErrorCode::conflict, core::say("Ställ in tvåstegsinloggningen först.",
                                                             "Set up two-step log-in first."));
    }
    codes.codes = identity::renew_recovery_codes(tx, services.random, person.id);
    write_own_audit(tx, services.clock, request, identity::AuditEvent::second_factor_changed,
                    "recovery codes");
  });
  platform::log(LogLevel::info, "second_factor.recovery_codes_made", {{"person", person.id}});
  return answer(codes);
}

// ---- the company ----

Response company_settings(Services& services, const Request& request) {
  const auto policy = services.directory.read([&](Transaction& tx) {
    return identity::load_second_factor_policy(tx, company_of(request).id);
  });
  return answer(api::CompanySettings{static_cast<api::SecondFactorPolicy>(policy)});
}

Response change_company_settings(Services& services, const Request& request) {
  const auto given = api::parse<api::CompanySettings>(request.body);
  const auto policy = static_cast<identity::SecondFactorPolicy>(given.second_factor);
  const identity::Session& session = session_of(request);
  services.directory.write([&](Transaction& tx) {
    identity::set_second_factor_policy(tx, company_of(request).id, policy, session.person.id);
    write_audit(tx, services.clock, company_of(request).id, actor_of(request),
                identity::AuditEvent::settings_changed, "second_factor", identity::name_of(policy));
  });
  platform::log(LogLevel::info, "company.second_factor_policy",
                {{"company", company_of(request).id}, {"person", session.person.id}});
  return company_settings(services, request);
}

}  // namespace

void bind_account_routes(api::Handlers& handlers, Services& services) {
  const auto set = binder(handlers, services);
  set("get_account", get_account);
  set("change_account", change_account);
  set("change_password", change_password);
  set("list_own_sessions", list_own_sessions);
  set("end_own_session", end_own_session);
  set("end_other_sessions", end_other_sessions);
  set("list_known_browsers", list_known_browsers);
  set("forget_known_browser", forget_known_browser);
  set("get_second_factor", get_second_factor);
  set("begin_app", begin_app);
  set("confirm_app", confirm_app);
  set("remove_app", remove_app);
  set("renew_recovery_codes", renew_codes);
  set("get_company_settings", company_settings);
  set("change_company_settings", change_company_settings);
}

}  // namespace tusk::online
