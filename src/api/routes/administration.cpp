#include "api/routes/parts.h"

namespace tusk::api {

using http::Method;
using namespace policies;

namespace {

std::vector<Route> people_routes() {
  return {
      {.operation = "list_people",
       .method = Method::get,
       .path = "/api/v1/administration/people",
       .policy = administrator,
       .part = Part::administration,
       .summary = {"Företagets användare och anställda, och vem av dem som har åtkomst online",
                   "The company's users and employees, and who of them has access online"},
       .response_schema = "AdministeredPeople",
       .query = {{"q",
                  ParameterKind::text,
                  {"Sökord; varje ord ska finnas i namn, användarnamn eller e-postadress.",
                   "Words to search for; each must be in the name, the user name or the address."}},
                 {"status",
                  ParameterKind::text,
                  {"active, invited, expired, not_invited eller inactive; annars alla.",
                   "active, invited, expired, not_invited or inactive; otherwise all."}},
                 limit_parameter(),
                 cursor_parameter()}},
      {.operation = "change_access",
       .method = Method::patch,
       .path = "/api/v1/administration/people/{id}",
       .policy = administrator,
       .part = Part::administration,
       .summary = {"Ge någon som har åtkomst en annan roll",
                   "Give somebody who has access another role"},
       .request_schema = "AccessChange",
       .status = 204},
      {.operation = "take_access",
       .method = Method::del,
       .path = "/api/v1/administration/people/{id}",
       .policy = administrator,
       .part = Part::administration,
       .summary = {"Ta bort någons åtkomst; personens sessioner i företaget avslutas genast",
                   "Take away somebody's access; their sessions in the company end at once"},
       .status = 204},
  };
}

std::vector<Route> invitation_routes() {
  return {
      {.operation = "invite",
       .method = Method::post,
       .path = "/api/v1/administration/invitations",
       .policy = administrator,
       .part = Part::administration,
       .summary = {"Bjud in en användare eller anställd; brevet skickas",
                   "Invite a user or employee; the letter is sent"},
       .request_schema = "InvitationRequest",
       .response_schema = "Invitation",
       .status = 201},
      {.operation = "resend_invitation",
       .method = Method::post,
       .path = "/api/v1/administration/invitations/{id}/resend",
       .policy = administrator,
       .part = Part::administration,
       .summary = {"Skicka en invitation igen: en ny länk, och en vecka till",
                   "Send an invitation again: a new link, and another week"},
       .response_schema = "Invitation"},
      {.operation = "withdraw_invitation",
       .method = Method::del,
       .path = "/api/v1/administration/invitations/{id}",
       .policy = administrator,
       .part = Part::administration,
       .summary = {"Dra tillbaka en invitation", "Withdraw an invitation"},
       .status = 204},
      {.operation = "check_invitation",
       .method = Method::post,
       .path = "/api/v1/invitations/check",
       .policy = password,
       .part = Part::administration,
       .summary = {"Vad en mottagen invitation gäller; ingenting ändras",
                   "What a received invitation is about; nothing is changed"},
       .request_schema = "InvitationToken",
       .response_schema = "ReceivedInvitation"},
      {.operation = "accept_invitation",
       .method = Method::post,
       .path = "/api/v1/invitations/accept",
       .policy = password,
       .part = Part::administration,
       .summary = {"Tacka ja och välj lösenord till ett Tusk ID; man är inloggad efteråt",
                   "Accept, and choose the password of a Tusk ID; one is logged in afterwards"},
       .request_schema = "InvitationAcceptance",
       .response_schema = "Session"},
      {.operation = "join_company",
       .method = Method::post,
       .path = "/api/v1/invitations/join",
       .policy = person,
       .part = Part::administration,
       .summary = {"Tacka ja med det Tusk ID man är inloggad med, och gå in i företaget",
                   "Accept with the Tusk ID that one is logged in with, and enter the company"},
       .request_schema = "InvitationToken",
       .response_schema = "Session"},
  };
}

}  // namespace

std::vector<Route> administration_routes() {
  std::vector<Route> all = people_routes();
  const std::vector<Route> invitations = invitation_routes();
  all.insert(all.end(), invitations.begin(), invitations.end());
  return all;
}

}  // namespace tusk::api
