#pragma once

// The handlers of the declared routes, one file per resource.

#include "api/binding.h"
#include "online/services.h"

namespace tusk::online {

// Names handlers that are functions of the server and the request: binder(handlers, services)(name,
// function).
inline auto binder(api::Handlers& handlers, Services& services) {
  return [&handlers, &services](const char* operation, auto function) {
    handlers.set(operation, [&services, function](http::Request& request) {
      return function(services, request);
    });
  };
}

void bind_session_routes(api::Handlers& handlers, Services& services);
void bind_role_routes(api::Handlers& handlers, Services& services);
void bind_administration_routes(api::Handlers& handlers, Services& services);
void bind_audit_routes(api::Handlers& handlers, Services& services);
void bind_recovery_routes(api::Handlers& handlers, Services& services);
void bind_account_routes(api::Handlers& handlers, Services& services);
void bind_passkey_routes(api::Handlers& handlers, Services& services);
void bind_record_routes(api::Handlers& handlers, Services& services);
void bind_live_routes(api::Handlers& handlers, Services& services);
void bind_synchronisation_routes(api::Handlers& handlers, Services& services);
void bind_office_routes(api::Handlers& handlers, Services& services);
// OpenID Connect: what other programs call, and the web desktop for them.
void bind_openid_routes(api::Handlers& handlers, Services& services);
// Health, the description, and the web folder, which is read into memory.
void bind_server_routes(api::Handlers& handlers, Services& services);
// What begins like the interface and is none of its routes is not found, and not a page of the web
// desktop.
void add_unknown_addresses(api::Router& router);

}  // namespace tusk::online
