#pragma once

// Entries of the audit (identity/audit.h) as this program writes them.

#include "http/request.h"
#include "identity/audit.h"
#include "identity/devices.h"
#include "identity/openid/clients.h"
#include "identity/people.h"

namespace tusk::online {

// Who does something.
struct Actor {
  std::string id;
  std::string name;
  std::string address;
};
// The session's person.
[[nodiscard]] Actor actor_of(const http::Request& request);
[[nodiscard]] Actor actor_of(const identity::Person& person, std::string address = {});
[[nodiscard]] Actor actor_of(const identity::Device& device);
// Whoever runs commands at the server's computer.
[[nodiscard]] Actor server_administrator();

// `list`: a company's id, or identity::service_audit.
void write_audit(storage::Transaction&, const core::Clock&, std::string_view list,
                 const Actor& actor, identity::AuditEvent event, const std::string& subject = {},
                 const std::string& detail = {});

// What was done with a person's way in, whichever company they have open: in the service's list,
// and in that of each company that the person has access to, whose super users answer for who gets
// in.
void write_account_audit(storage::Transaction&, const core::Clock&, const identity::Person&,
                         const Actor& actor, identity::AuditEvent event,
                         const std::string& detail = {});
// The same, done by the session's person themselves.
void write_own_audit(storage::Transaction&, const core::Clock&, const http::Request&,
                     identity::AuditEvent event, const std::string& detail = {});

// What was done with a program that people log in to: in the list of its company, or in the
// service's, if it serves everybody.
void write_client_audit(storage::Transaction&, const core::Clock&, const identity::openid::Client&,
                        const Actor& actor, identity::AuditEvent event,
                        const std::string& detail = {});

// That somebody at `address` was refused with this Tusk ID. Written alike whether there is one.
// What is no e-mail address is left out: it may be a password in the wrong field. `detail`: of
// what, if not of the password of a log-in.
void write_refusal(storage::Transaction&, const core::Clock&, const std::string& address,
                   std::string_view email, const std::string& detail = {});

}  // namespace tusk::online
