#include "api/policy.h"

namespace tusk::api {

const char* name_of(Permission permission) {
  switch (permission) {
    case Permission::everyone:
      return "everyone";
    case Permission::identity:
      return "identity";
    case Permission::company_read:
      return "company_read";
    case Permission::company_write:
      return "company_write";
    case Permission::company_administer:
      return "company_administer";
    case Permission::company_super_user:
      return "company_super_user";
    case Permission::protocol:
      return "protocol";
    case Permission::device:
      return "device";
  }
  return "";
}

const char* name_of(LimitClass limit_class) {
  switch (limit_class) {
    case LimitClass::normal:
      return "normal";
    case LimitClass::login:
      return "login";
    case LimitClass::search:
      return "search";
    case LimitClass::stream:
      return "stream";
    case LimitClass::sync:
      return "sync";
    case LimitClass::files:
      return "files";
  }
  return "";
}

bool needs_session(const RoutePolicy& policy) {
  switch (policy.permission()) {
    case Permission::everyone:
    case Permission::protocol:
    case Permission::device:
      return false;
    case Permission::identity:
    case Permission::company_read:
    case Permission::company_write:
    case Permission::company_administer:
    case Permission::company_super_user:
      return true;
  }
  return true;
}

bool needs_csrf_token(const RoutePolicy& policy, http::Method method) {
  return needs_session(policy) && method != http::Method::get && method != http::Method::head;
}

}  // namespace tusk::api
