// Roles that a company makes itself.

#include "identity/roles.h"
#include "api/role_messages.h"
#include "online/audit_trail.h"
#include "online/caller.h"
#include "online/routes/routes.h"

namespace tusk::online {
namespace {

using http::Request;
using http::Response;
using storage::Transaction;

api::Role to_api(const identity::OwnRole& role) {
  api::Role told{.id = role.id, .name = role.name, .rights = {}};
  for (const auto& [record_type, right, own_only] : role.rights) {
    told.rights.push_back({record_type, static_cast<api::Right>(right), own_only});
  }
  return told;
}

identity::OwnRole from_api(const api::RoleChange& given, const std::string& id = {}) {
  identity::OwnRole role{.id = id, .name = given.name, .rights = {}};
  for (const auto& [record_type, right, own_only] : given.rights) {
    role.rights.push_back({record_type, static_cast<core::Right>(right), own_only.value_or(false)});
  }
  return role;
}

void write_role_audit(Services& services, Transaction& tx, const Request& request,
                      identity::AuditEvent event, const identity::OwnRole& role) {
  write_audit(tx, services.clock, company_of(request).id, actor_of(request), event, role.name);
}

Response list_roles(Services& services, Request& request) {
  api::RoleList told;
  for (const identity::OwnRole& role : services.directory.read(
           [&](Transaction& tx) { return identity::list_own_roles(tx, company_of(request).id); })) {
    told.roles.push_back(to_api(role));
  }
  return http::json_response(200, api::to_json(told));
}

Response create_role(Services& services, Request& request) {
  const identity::OwnRole wanted = from_api(api::parse<api::RoleChange>(request.body));
  const identity::OwnRole made = services.directory.write([&](Transaction& tx) {
    identity::OwnRole role =
        identity::create_own_role(tx, services.random, company_of(request).id, wanted);
    write_role_audit(services, tx, request, identity::AuditEvent::role_changed, role);
    return role;
  });
  return http::json_response(201, api::to_json(to_api(made)));
}

Response change_role(Services& services, Request& request) {
  const std::string& id = request.path_parameter("role");
  const identity::OwnRole wanted = from_api(api::parse<api::RoleChange>(request.body), id);
  const identity::OwnRole changed = services.directory.write([&](Transaction& tx) {
    identity::change_own_role(tx, company_of(request).id, wanted);
    identity::OwnRole role = identity::get_own_role(tx, company_of(request).id, id);
    write_role_audit(services, tx, request, identity::AuditEvent::role_changed, role);
    return role;
  });
  // Streams tell what the role let read when they were opened; browsers open them again.
  services.events.end_company(company_of(request).id);
  return http::json_response(200, api::to_json(to_api(changed)));
}

Response delete_role(Services& services, Request& request) {
  const std::string& id = request.path_parameter("role");
  services.directory.write([&](Transaction& tx) {
    const identity::OwnRole role = identity::get_own_role(tx, company_of(request).id, id);
    identity::delete_own_role(tx, company_of(request).id, id);
    write_role_audit(services, tx, request, identity::AuditEvent::role_deleted, role);
  });
  return http::no_content();
}

}  // namespace

void bind_role_routes(api::Handlers& handlers, Services& services) {
  handlers.set("list_roles", [&](Request& request) { return list_roles(services, request); });
  handlers.set("create_role", [&](Request& request) { return create_role(services, request); });
  handlers.set("change_role", [&](Request& request) { return change_role(services, request); });
  handlers.set("delete_role", [&](Request& request) { return delete_role(services, request); });
}

}  // namespace tusk::online
