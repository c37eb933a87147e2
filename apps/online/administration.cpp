#include "online/administration.h"

#include "core/error.h"
#include "identity/access.h"
#include "identity/invitations.h"
#include "online/caller.h"
#include "online/ended_sessions.h"
#include "online/letters/invitation.h"
#include "online/office_people.h"
#include "platform/logging.h"

namespace tusk::online {
namespace {

using platform::LogLevel;
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

void log_decision(const char* what, const identity::Session& caller, const std::string& person,
                  const std::string& role) {
  platform::log(LogLevel::info, what,
                {{"company", caller.company->company.id},
                 {"by", caller.person.id},
                 {"about", person},
                 {"role", role}});
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
    return sent.invitation;
  });
  services.delivery.wake();
  log_decision("invitation.sent", caller, made.id, made.role.id);
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
    return sent.invitation;
  });
  services.delivery.wake();
  log_decision("invitation.sent_again", caller, made.id, made.role.id);
  return told(made);
}

void withdraw_invitation(Services& services, const identity::Session& caller,
                         const std::string& id) {
  const identity::Invitation ended = services.directory.write([&](Transaction& tx) {
    return identity::withdraw(tx, services.clock, id, decision_of(caller));
  });
  log_decision("invitation.withdrawn", caller, ended.id, ended.role.id);
}

void change_access(Services& services, const identity::Session& caller, const std::string& person,
                   const std::string& role) {
  services.directory.write([&](Transaction& tx) {
    identity::change_role(tx, decision_of(caller, person), identity::parse_role(role),
                          services.clock);
  });
  // Which registers they hear of is another matter now: their pages begin anew.
  services.events.end_person(caller.company->company.id, person);
  log_decision("access.changed", caller, person, role);
}

void take_access(Services& services, const identity::Session& caller, const std::string& person) {
  services.directory.write([&](Transaction& tx) {
    identity::take_access(tx, decision_of(caller, person), services.clock);
  });
  end_streams_of_person(services, caller.company->company, person);
  log_decision("access.taken", caller, person, "");
}

}  // namespace tusk::online
