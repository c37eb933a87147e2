#pragma once

// What every route declares: who may call it, which limits count, and whether calling it is a sign
// of a person at work. The programs' middlewares read it; nothing else decides.

#include "http/request.h"

namespace tusk::api {

enum class Permission {
  everyone,            // nobody needs to be logged in
  identity,            // somebody is logged in, with or without a company
  company_read,        // and has a company open
  company_write,       // and may change records of some register; of which, the handler looks
  company_administer,  // and administers it: administrators and super users
  company_super_user,  // and is super user of it
  protocol,  // what OpenID Connect says: the handler looks at who calls; form-encoded, and
             // other sites send browsers here
  device     // an office's device key (Authorization: Tusk-Device)
};

// Which budget a call draws on.
enum class LimitClass {
  normal,
  login,   // passwords are tried here: per account and per address
  search,  // reads that cost more than one record
  stream,  // held open: counted, not timed
  sync,    // an office's rounds
  files    // static files from memory
};

// Whether a call extends the idle time of its session. A request with `X-Background: 1` never does.
enum class Interactive { no, yes };

// Has no default on purpose: a route that declares nothing does not compile.
class RoutePolicy {
 public:
  constexpr RoutePolicy(Permission permission, LimitClass limit_class, Interactive interactive)
      : permission_(permission), limit_class_(limit_class), interactive_(interactive) {}

  [[nodiscard]] constexpr Permission permission() const { return permission_; }
  [[nodiscard]] constexpr LimitClass limit_class() const { return limit_class_; }
  [[nodiscard]] constexpr bool is_interactive() const { return interactive_ == Interactive::yes; }

  // The same for what a session that somebody left open must not be enough for: the password must
  // have been given within the last minutes.
  [[nodiscard]] constexpr RoutePolicy with_recent_password() const {
    RoutePolicy stricter = *this;
    stricter.needs_recent_password_ = true;
    return stricter;
  }
  [[nodiscard]] constexpr bool needs_recent_password() const { return needs_recent_password_; }

 private:
  Permission permission_;
  LimitClass limit_class_;
  Interactive interactive_;
  bool needs_recent_password_ = false;
};

[[nodiscard]] const char* name_of(Permission permission);
[[nodiscard]] const char* name_of(LimitClass limit_class);

// True if the caller is known by a session cookie.
[[nodiscard]] bool needs_session(const RoutePolicy& policy);
// True if the request must carry the session's token in X-CSRF-Token: it changes something, and a
// browser would send the cookie along on its own.
[[nodiscard]] bool needs_csrf_token(const RoutePolicy& policy, http::Method method);

}  // namespace tusk::api
