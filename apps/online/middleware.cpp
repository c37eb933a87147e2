#include "online/middleware.h"

#include "core/error.h"
#include "http/cookies.h"
#include "identity/secrets.h"
#include "online/caller.h"
#include "online/limits.h"
#include "rest/guards.h"

namespace tusk::online {
namespace {

using api::LimitClass;
using api::Permission;
using api::RoutePolicy;
using http::Request;
using http::Response;
using identity::Role;
using Handler = api::Router::Handler;

// ---- limit_strangers ----

Response limit_strangers(Services& services, Request& request, const RoutePolicy& policy,
                         const Handler& next) {
  const bool tries_password = policy.limit_class() == LimitClass::login;
  const bool is_open =
      policy.permission() == Permission::everyone || policy.permission() == Permission::protocol;
  if (!tries_password && !is_open) return next(request);
  const auto wait = services.limiter.take(
      (tries_password ? "log-in " : "stranger ") + rest::address_key(request.peer_address),
      tries_password ? log_in_budget : stranger_budget);
  return wait ? rest::too_often(request, *wait) : next(request);
}

// ---- refuse_foreign ----

Response refuse_foreign(Request& request, const RoutePolicy& policy, const Handler& next) {
  // Other sites' pages send browsers there, and their programs forms; no cookie lets them in.
  if (policy.permission() == Permission::protocol) return next(request);
  rest::refuse_foreign(request);
  // No page can send the key of an office, so what that sends needs no such guard.
  if (policy.permission() != Permission::device) rest::require_json(request);
  return next(request);
}

// ---- authenticate ----

std::optional<identity::Session> find_session(Services& services, const Request& request) {
  const auto id = http::find_cookie(request, session_cookie);
  if (!id) return std::nullopt;
  return services.directory.read(
      [&](storage::Transaction& tx) { return services.sessions.load(tx, *id); });
}

std::optional<identity::Device> find_device(Services& services, const Request& request) {
  constexpr std::string_view scheme = "Tusk-Device ";
  std::string_view key = request.headers.get_or("Authorization", "");
  if (!key.starts_with(scheme)) return std::nullopt;
  key.remove_prefix(scheme.size());
  const auto dot = key.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  auto device = services.directory.read([&](storage::Transaction& tx) {
    return identity::find_device(tx, key.substr(0, dot), key.substr(dot + 1));
  });
  if (device && identity::is_seen_due(*device, services.clock)) {
    services.directory.write(
        [&](storage::Transaction& tx) { identity::set_seen(tx, *device, services.clock); });
  }
  return device;
}

core::Error nobody(const RoutePolicy& policy) {
  if (policy.permission() == Permission::device) {
    return {core::ErrorCode::unauthenticated,
            core::say("Kontorsdatorns nyckel gäller inte (längre). Anslut företaget på nytt.",
                      "The office computer's key is not (or no longer) valid. Connect the company "
                      "anew.")};
  }
  return {core::ErrorCode::unauthenticated,
          core::say("Du är inte inloggad, eller har varit borta för länge. Logga in.",
                    "You are not logged in, or have been away for too long. Log in.")};
}

Response authenticate(Services& services, Request& request, const RoutePolicy& policy,
                      const Handler& next) {
  if (policy.permission() == Permission::everyone || policy.permission() == Permission::protocol) {
    return next(request);
  }
  Caller caller;
  if (policy.permission() == Permission::device) {
    caller.device = find_device(services, request);
  } else {
    caller.session = find_session(services, request);
    if (caller.session) request.language = language_of(caller.session->person);
  }
  if (!caller.device && !caller.session) {
    const auto wait =
        services.limiter.take("refused " + rest::address_key(request.peer_address), refused_budget);
    if (wait) return rest::too_often(request, *wait);
    throw nobody(policy);
  }
  request.authenticated = true;
  request.context = std::move(caller);
  return next(request);
}

// ---- limit_callers ----

const Budget& budget_of(LimitClass limit_class) {
  switch (limit_class) {
    case LimitClass::search:
      return search_budget;
    case LimitClass::stream:
      return stream_budget;
    case LimitClass::sync:
      return device_budget;
    case LimitClass::normal:
    case LimitClass::login:
    case LimitClass::files:
      return session_budget;
  }
  return session_budget;
}

Response limit_callers(Services& services, Request& request, const RoutePolicy& policy,
                       const Handler& next) {
  if (!request.authenticated) return next(request);
  const bool is_device = policy.permission() == Permission::device;
  const Budget& budget = is_device ? device_budget : budget_of(policy.limit_class());
  const std::string who = is_device ? device_of(request).id : session_of(request).id;
  const auto wait =
      services.limiter.take(std::string(api::name_of(policy.limit_class())) + " " + who, budget);
  if (wait) return rest::too_often(request, *wait);
  const identity::Company* company = find_company(request);
  if (company == nullptr) return next(request);
  const auto wait_of_all = services.limiter.take("company " + company->id, company_budget);
  return wait_of_all ? rest::too_often(request, *wait_of_all) : next(request);
}

// ---- check_csrf ----

Response check_csrf(Request& request, const RoutePolicy& policy, const Handler& next) {
  if (!api::needs_csrf_token(policy, request.method)) return next(request);
  const auto token = request.header("X-CSRF-Token");
  if (!token || !identity::equal_secrets(*token, identity::csrf_token(session_of(request)))) {
    throw core::Error(core::ErrorCode::forbidden,
                      core::say("Sidan är från en tidigare inloggning. Läs in den på nytt.",
                                "The page is from an earlier log-in. Load it anew."));
  }
  return next(request);
}

// ---- check_permission ----

core::Error not_allowed(core::Text why) {
  return {core::ErrorCode::forbidden, std::move(why)};
}

// In the company that is open.
const Role& role_of(const Request& request) {
  const auto& company = session_of(request).company;
  if (!company) throw not_allowed({"Välj ett företag först.", "Choose a company first."});
  return company->role;
}

Response check_permission(Request& request, const RoutePolicy& policy, const Handler& next) {
  switch (policy.permission()) {
    case Permission::everyone:
    case Permission::protocol:
    case Permission::identity:
    case Permission::device:
      break;
    case Permission::company_read:
      (void)role_of(request);
      break;
    case Permission::company_write:
      if (role_of(request) == Role::read_only) {
        throw not_allowed(
            {"Du får läsa här, men inte ändra. En administratör kan ge dig en annan "
             "roll.",
             "You may read here, but not change anything. An administrator can give "
             "you another role."});
      }
      break;
    case Permission::company_administer:
      if (!role_of(request).administers()) {
        throw not_allowed({"Det får bara en administratör eller superanvändare göra.",
                           "Only an administrator or a super user may do that."});
      }
      break;
    case Permission::company_super_user:
      if (role_of(request) != Role::super_user) {
        throw not_allowed(
            {"Det får bara en superanvändare göra.", "Only a super user may do that."});
      }
      break;
  }
  return next(request);
}

// ---- check_proof ----

// Before what a session that somebody left open must not be enough for.
Response check_proof(Services& services, Request& request, const RoutePolicy& policy,
                     const Handler& next) {
  if (policy.needs_recent_password() && !services.sessions.is_proved_lately(session_of(request))) {
    throw core::Error(
        core::ErrorCode::forbidden, core::say("Ange lösenordet igen.", "Give your password again."),
        {{"proof", "", core::say("Ange lösenordet igen.", "Give your password again.")}});
  }
  return next(request);
}

// ---- keep_alive ----

Response keep_alive(Services& services, Request& request, const RoutePolicy& policy,
                    const Handler& next) {
  if (policy.is_interactive() && !request.header("X-Background")) {
    Caller& caller = std::any_cast<Caller&>(request.context);
    if (services.sessions.is_touch_due(*caller.session)) {
      services.directory.write(
          [&](storage::Transaction& tx) { services.sessions.touch(tx, *caller.session); });
    }
  }
  return next(request);
}

}  // namespace

std::vector<api::Router::Middleware> make_middlewares(Services& services) {
  const auto with_services = [&services](auto function) {
    return [&services, function](Request& request, const RoutePolicy& policy, const Handler& next) {
      return function(services, request, policy, next);
    };
  };
  return {with_services(limit_strangers),
          refuse_foreign,
          with_services(authenticate),
          with_services(limit_callers),
          check_csrf,
          check_permission,
          with_services(check_proof),
          with_services(keep_alive)};
}

}  // namespace tusk::online
