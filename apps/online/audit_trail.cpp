#include "online/audit_trail.h"

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

}  // namespace tusk::online
