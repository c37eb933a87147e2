#include "api/administration_messages.h"
#include "api/messages/part.h"

namespace tusk::api {

TUSK_MESSAGE(AdministeredPeople)
TUSK_MESSAGE(InvitationRequest)
TUSK_MESSAGE(Invitation)
TUSK_MESSAGE(AccessChange)
TUSK_MESSAGE(InvitationToken)
TUSK_MESSAGE(ReceivedInvitation)
TUSK_MESSAGE(InvitationAcceptance)

namespace {

const Remarks remarks{
    {"AdministeredPerson",
     "An office user or employee, or somebody who has access without being known as one."},
    {"AdministeredPerson.key", "Names the row, as long as it is about the same person."},
    {"AdministeredPerson.status",
     "inactive: neither has access nor can be invited, since the office has made them inactive."},
    {"AdministeredPerson.office",
     "What the office says of the person; unknown: that they are no user or employee that Tusk "
     "knows of."},
    {"AdministeredPerson.record_type", "user or employee."},
    {"AdministeredPerson.user_name", "In the office."},
    {"AdministeredPerson.email",
     "Of the Tusk ID or the invitation; before that, what the office has, as a suggestion."},
    {"AdministeredPerson.person_id", "Of the Tusk ID; null: no access."},
    {"AdministeredPerson.last_log_in", "To this company."},
    {"AdministeredPerson.own", "The row is about the caller."},
    {"AdministeredPerson.changeable", "The caller may change or take away what this person has."},
    {"AccessCounts", "Of all people, whatever was searched for."},
    {"OnlineLicence", "How many may use the company online; open invitations count."},
    {"RoleChoice.name", "Of an own role; null: one of those that every company has."},
    {"RoleChoice.can_give", "Whether the caller may."},
    {"InvitationRequest.email", "Where the invitation goes: what becomes the person's user name."},
    {"InvitationRequest.message", "Plain text for the letter."},
    {"ReceivedInvitation.has_tusk_id",
     "The address has a Tusk ID that is its owner's: log in with it and join. Otherwise accept "
     "with a name and a password."},
    {"InvitationAcceptance.language", "sv or en."},
};

}  // namespace

void add_administration_schemas(json::object& schemas) {
  add_message<AdministeredPerson>(schemas, remarks);
  add_message<AccessCounts>(schemas, remarks);
  add_message<OnlineLicence>(schemas, remarks);
  add_message<RoleChoice>(schemas, remarks);
  add_message<AdministeredPeople>(schemas, remarks);
  add_message<InvitationRequest>(schemas, remarks, Direction::request);
  add_message<Invitation>(schemas, remarks);
  add_message<AccessChange>(schemas, remarks, Direction::request);
  add_message<InvitationToken>(schemas, remarks, Direction::request);
  add_message<ReceivedInvitation>(schemas, remarks);
  add_message<InvitationAcceptance>(schemas, remarks, Direction::request);
}

}  // namespace tusk::api
