#include "online/received_invitations.h"

#include "core/error.h"
#include "identity/invitations.h"
#include "identity/known_browsers.h"
#include "online/audit_trail.h"
#include "online/office_people.h"

namespace tusk::online {
namespace {

using storage::Transaction;

struct Received {
  identity::Invitation invitation;
  identity::Company company;
  std::string sender;
  std::optional<identity::Person> person;  // who has the address

  // Whether the address is known to be that person's.
  [[nodiscard]] bool has_owner() const { return person && person->email_confirmed; }
};

// What the office says by now is looked at as well: whoever is no longer there, or not active, is
// not let in.
Received get_received(Services& services, const std::string& token) {
  Received received = services.directory.read([&](Transaction& tx) {
    identity::Invitation invitation = identity::get_invited(tx, services.clock, token);
    const auto sender = identity::find_person(tx, invitation.invited_by);
    return Received{.invitation = invitation,
                    .company = identity::get_company(tx, invitation.company),
                    .sender = sender ? sender->name : "",
                    .person = identity::find_person_by_email(tx, invitation.email)};
  });
  const auto invited = services.tenants.open(received.company)->read([&](Transaction& tx) {
    return find_office_person(tx, services.store, received.invitation.record);
  });
  if (!invited || !invited->active) {
    throw core::Error(
        core::ErrorCode::conflict,
        core::say("{} är inte längre användare eller anställd i {}, och kan inte få "
                  "åtkomst. Fråga {}.",
                  "{} is no longer a user or an employee of {}, and can't get access. "
                  "Ask {}.",
                  received.invitation.name, received.company.name, received.sender));
  }
  return received;
}

core::Error log_in_instead(const std::string& email) {
  return {core::ErrorCode::conflict,
          core::say("Adressen {} har redan ett Tusk ID. Logga in med det för att tacka ja.",
                    "The address {} already has a Tusk ID. Log in with it to accept.", email)};
}

// The person who is to be, prepared outside of the transaction: hashing takes its time.
class Newcomer {
 public:
  Newcomer(Services& services, const Received& received, const api::InvitationAcceptance& given)
      : given_(given), known_(received.person) {
    const identity::NewPerson wanted{.email = received.invitation.email,
                                     .name = given.person_name,
                                     .language = given.language,
                                     .password = given.password};
    if (known_ && known_->disabled) throw log_in_instead(received.invitation.email);
    person_.emplace(wanted, services.hashes);
  }

  [[nodiscard]] identity::Person save(Services& services, Transaction& tx) const {
    identity::Person person;
    if (known_) {
      // Somebody may have proved it to be theirs a moment ago.
      const auto now = identity::find_person(tx, known_->id);
      if (!now || now->email_confirmed) throw log_in_instead(known_->email);
      person = person_->take_over(tx, *now);
    } else {
      person = person_->insert(tx, services.random, services.clock);
    }
    identity::confirm_email(tx, person.id, services.clock);
    person.email_confirmed = true;
    return person;
  }

 private:
  const api::InvitationAcceptance& given_;
  std::optional<identity::Person> known_;
  std::optional<identity::PreparedPerson> person_;
};

void write_acceptance(Services& services, Transaction& tx, const identity::Membership& membership,
                      const identity::Person& person) {
  write_audit(tx, services.clock, membership.company.id, actor_of(person),
              identity::AuditEvent::invitation_accepted, person.email, membership.role.id);
}

}  // namespace

api::ReceivedInvitation check_invitation(Services& services, const std::string& token) {
  const Received received = get_received(services, token);
  const identity::Invitation& invitation = received.invitation;
  return {.company_name = received.company.name,
          .invited_by = received.sender,
          .name = invitation.name,
          .email = invitation.email,
          .message = api::unless_empty(invitation.message),
          .valid_until = {invitation.expires_at},
          .has_tusk_id = received.has_owner()};
}

Entrance accept_invitation(Services& services, const ReceivingBrowser& browser,
                           const api::InvitationAcceptance& given) {
  const Received received = get_received(services, given.token);
  if (received.has_owner()) throw log_in_instead(received.invitation.email);
  const Newcomer newcomer(services, received, given);
  Entrance entrance = services.directory.write([&](Transaction& tx) {
    const identity::Person person = newcomer.save(services, tx);
    write_audit(tx, services.clock, identity::service_audit,
                actor_of(person, browser.visit.address), identity::AuditEvent::logged_in,
                person.email, "invitation");
    const identity::Membership membership =
        identity::accept(tx, services.clock, given.token, person);
    write_acceptance(services, tx, membership, person);
    if (!browser.session.empty()) services.sessions.end(tx, browser.session);
    identity::Session session = services.sessions.create(tx, person, browser.visit);
    if (!session.company || session.company->company.id != membership.company.id)
      session = services.sessions.enter_if_open(tx, session, membership.company.id);
    std::string known_as = identity::remember_browser(tx, browser.known_as, person.id,
                                                      services.random, services.clock);
    identity::describe_browser(tx, known_as, person.id, browser.visit.browser,
                               browser.visit.system);
    return Entrance{session, std::move(known_as)};
  });
  if (!browser.session.empty()) services.events.end_session(browser.session);
  return entrance;
}

identity::Session join_company(Services& services, const identity::Session& caller,
                               const std::string& token) {
  const Received received = get_received(services, token);
  if (received.person && received.person->id == caller.person.id && !received.has_owner()) {
    throw core::Error(core::ErrorCode::conflict,
                      core::say("Adressen {} är inte bekräftad. Tacka ja med ett nytt lösenord i "
                                "stället.",
                                "The address {} is not confirmed. Accept with a new password "
                                "instead.",
                                caller.person.email));
  }
  const identity::Session after = services.directory.write([&](Transaction& tx) {
    const identity::Membership membership =
        identity::accept(tx, services.clock, token, caller.person);
    write_acceptance(services, tx, membership, caller.person);
    return services.sessions.enter_if_open(tx, caller, membership.company.id);
  });
  services.events.end_session(caller.id);
  return after;
}

}  // namespace tusk::online
