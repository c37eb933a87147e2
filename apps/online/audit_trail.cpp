#include "online/audit_trail.h"

#include <set>

#include "identity/companies.h"
#include "identity/email_address.h"
#include "online/caller.h"

namespace tusk::online {

Actor actor_of(const http::Request& request) {
  return actor_of(session_of(request).person, request.peer_address);
}

Actor actor_of(const identity::Person& person, std::string address) {
  return {person.id, person.name, std::move(address)};
}

Actor actor_of(const identity::Device& device) {
  return {device.id, device.computer_name, {}};
}

Actor server_administrator() {
  return {{}, "tusk-online admin", {}};
}

void write_audit(storage::Transaction& tx, const core::Clock& clock, std::string_view list,
                 const Actor& actor, identity::AuditEvent event, const std::string& subject,
                 const std::string& detail) {
  identity::append_audit(tx, clock, list, event,
                         {.actor = actor.id,
                          .actor_name = actor.name,
                          .address = actor.address,
                          .subject = subject,
                          .detail = detail});
}

void write_account_audit(storage::Transaction& tx, const core::Clock& clock,
                         const identity::Person& person, const Actor& actor,
                         identity::AuditEvent event, const std::string& detail) {
  // In one order, the service's first, so that no two who write wait for one another.
  std::set<std::string, std::less<>> lists{std::string(identity::service_audit)};
  for (const identity::Membership& membership : identity::list_memberships(tx, person.id)) {
    lists.insert(membership.company.id);
  }
  for (const std::string& list : lists) {
    write_audit(tx, clock, list, actor, event, person.email, detail);
  }
}

void write_own_audit(storage::Transaction& tx, const core::Clock& clock,
                     const http::Request& request, identity::AuditEvent event,
                     const std::string& detail) {
  write_account_audit(tx, clock, session_of(request).person, actor_of(request), event, detail);
}

void write_client_audit(storage::Transaction& tx, const core::Clock& clock,
                        const identity::openid::Client& client, const Actor& actor,
                        identity::AuditEvent event, const std::string& detail) {
  const std::string list = client.registered.company.value_or(std::string(identity::service_audit));
  write_audit(tx, clock, list, actor, event, client.name(), detail);
}

void write_refusal(storage::Transaction& tx, const core::Clock& clock, const std::string& address,
                   std::string_view email, const std::string& detail) {
  write_audit(tx, clock, identity::service_audit, {{}, {}, address},
              identity::AuditEvent::log_in_refused, identity::normalise_email(email).value_or(""),
              detail);
}

}  // namespace tusk::online
