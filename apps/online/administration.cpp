#include "online/administration.h"

#include "core/error.h"
#include "identity/access.h"
#include "identity/invitations.h"
#include "online/audit_trail.h"
#include "online/caller.h"
#include "online/ended_sessions.h"
#include "online/letters/invitation.h"
#include "online/office_people.h"

namespace tusk::online {
namespace {

using identity::AuditEvent;
using storage::Transaction;

// An active user or employee of the company. Another company's is as unknown as nobody's.
OfficePerson get_invitable(Services& services, const identity::Company& company,
                           const identity::OfficeRecord& record) {
  const auto person = services.tenants.open(company)->read(
      [&](Transaction& tx) { return find_office_person(tx, services.store, record); });
  if (!person) {
    throw core::invalid_field(
        "record_id", record.type + " " + std::to_string(record.id),
        core::say("Bara den som är registrerad som användare eller anställd i {} kan inviteras. "
                  "Lägg upp personen på kontoret, och vänta på nästa synkronisering.",
                  "Only somebody who is registered as a user or an employee of {} can be invited. "
                  "Add the person in the office, and wait for the next synchronisation.",
                  company.name));
  }
  if (!person->active) {
    throw core::invalid_field(
        "record_id", record.type + " " + std::to_string(record.id),
        core::say("{} är inte aktiv på kontoret och kan inte inviteras. Gör användaren eller den "
                  "anställda aktiv där först.",
                  "{} is not active in the office and can't be invited. Make the user or employee "
                  "active there first.",
                  person->name));
  }
  return *person;
}

// In the receiver's language, if they have chosen one; otherwise in the sender's.
void send_letter(Services& services, Transaction& tx, const identity::Session& caller,
                 const identity::SentInvitation& sent) {
  const auto receiver = identity::find_person_by_email(tx, sent.invitation.email);
  const InvitationWords words{.company = caller.company->company.name,
                              .sender = caller.person.name,
                              .language = language_of(receiver ? *receiver : caller.person),
                              .base_url = services.base_url()};
  services.enqueue(tx, write_invitation(sent, words));
}

void write_decision(Services& services, Transaction& tx, const identity::Session& caller,
                    identity::AuditEvent event, const std::string& subject,
                    const std::string& role = {}) {
  write_audit(tx, services.clock, caller.company->company.id, actor_of(caller.person), event,
              subject, role);
}

std::string address_of(Transaction& tx, const std::string& person) {
  const auto found = identity::find_person(tx, person);
  return found ? found->email : person;
}

api::Invitation told(const identity::Invitation& invitation) {
  return {invitation.id,      invitation.name,      invitation.email,
          invitation.role.id, {invitation.sent_at}, {invitation.expires_at}};
}

identity::Decision decision_of(const identity::Session& caller, const std::string& person = {}) {
  return {caller.company->company.id, caller.person.id, person};
}

}  // namespace

api::Invitation invite_person(Services& services, const identity::Session& caller,
                              const api::InvitationRequest& request) {
  const identity::Company& company = caller.company->company;
  const OfficePerson person =
      get_invitable(services, company, {request.record_type, request.record_id});
  const identity::NewInvitation wanted{.company = company.id,
                                       .invited_by = caller.person.id,
                                       .records = person.records,
                                       .name = person.name,
                                       .email = request.email,
                                       .role = identity::parse_role(request.role),
                                       .message = request.message.value_or("")};
  const identity::Invitation made = services.directory.write([&](Transaction& tx) {
    const identity::SentInvitation sent =
        identity::invite(tx, services.random, services.clock, wanted, services.config.online_users);
    send_letter(services, tx, caller, sent);
    write_decision(services, tx, caller, AuditEvent::person_invited, sent.invitation.email,
                   sent.invitation.role.id);
    return sent.invitation;
  });
  services.delivery.wake();
  return told(made);
}

api::Invitation resend_invitation(Services& services, const identity::Session& caller,
                                  const std::string& id) {
  const identity::Company& company = caller.company->company;
  const auto known = services.directory.read(
      [&](Transaction& tx) { return identity::find_invitation(tx, company.id, id); });
  // Nobody is asked about an invitation that is not theirs; what there is not is refused below.
  if (known) static_cast<void>(get_invitable(services, company, known->record));
  const identity::Invitation made = services.directory.write([&](Transaction& tx) {
    const identity::SentInvitation sent = identity::send_again(
        tx, services.random, services.clock, id, decision_of(caller), services.config.online_users);
    send_letter(services, tx, caller, sent);
    write_decision(services, tx, caller, AuditEvent::person_invited, sent.invitation.email,
                   sent.invitation.role.id);
    return sent.invitation;
  });
  services.delivery.wake();
  return told(made);
}

void withdraw_invitation(Services& services, const identity::Session& caller,
                         const std::string& id) {
  services.directory.write([&](Transaction& tx) {
    const identity::Invitation ended =
        identity::withdraw(tx, services.clock, id, decision_of(caller));
    write_decision(services, tx, caller, AuditEvent::invitation_withdrawn, ended.email);
  });
}

void change_access(Services& services, const identity::Session& caller, const std::string& person,
                   const std::string& role) {
  services.directory.write([&](Transaction& tx) {
    identity::change_role(tx, decision_of(caller, person), identity::parse_role(role),
                          services.clock);
    write_decision(services, tx, caller, AuditEvent::role_given, address_of(tx, person), role);
  });
  // Which registers they hear of is another matter now: their pages begin anew.
  services.events.end_person(caller.company->company.id, person);
}

void take_access(Services& services, const identity::Session& caller, const std::string& person) {
  services.directory.write([&](Transaction& tx) {
    identity::take_access(tx, decision_of(caller, person), services.clock);
    write_decision(services, tx, caller, AuditEvent::access_withdrawn, address_of(tx, person));
  });
  end_streams_of_person(services, caller.company->company, person);
}

}  // namespace tusk::online
