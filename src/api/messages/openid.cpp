#include "api/messages/part.h"
#include "api/openid_messages.h"

namespace tusk::api {

TUSK_MESSAGE(AuthorizationQuestion)
TUSK_MESSAGE(AuthorizationState)
TUSK_MESSAGE(AuthorizationAnswer)
TUSK_MESSAGE(AllowedPrograms)
TUSK_MESSAGE(NewClient)
TUSK_MESSAGE(ClientChange)
TUSK_MESSAGE(Client)
TUSK_MESSAGE(ClientList)
TUSK_MESSAGE(MadeClient)
TUSK_MESSAGE(ClientSecret)

namespace {

const Remarks remarks{
    {"AuthorizationQuestion.request", "What stands after # in the address of the page."},
    {"AuthorizationState.step", "What is missing before the program gets its answer."},
    {"AuthorizationState.redirect", "Where to go if the step is refused."},
    {"AuthorizationState.office", "Only of the office's programs: what they want to do."},
    {"AuthorizationAnswer.redirect", "Where to go: back to the program, with its answer."},
    {"NewClient.is_public", "Runs on people's own computers, and can keep no secret."},
    {"NewClient.algorithm", "ES256 (default) or RS256: how id tokens are signed."},
    {"NewClient.logout_uri", "Told by the server when a session ends."},
    {"MadeClient.secret", "Shown once; null for a public one."},
    {"ClientSecret.secret", "Shown once. The earlier one is none any more."},
};

}  // namespace

void add_openid_schemas(json::object& schemas) {
  add_message<AuthorizationQuestion>(schemas, remarks, Direction::request);
  add_message<OfficeTask>(schemas, remarks);
  add_message<AuthorizationState>(schemas, remarks);
  add_message<AuthorizationAnswer>(schemas, remarks);
  add_message<AllowedProgram>(schemas, remarks);
  add_message<AllowedPrograms>(schemas, remarks);
  add_message<NewClient>(schemas, remarks, Direction::request);
  add_message<ClientChange>(schemas, remarks, Direction::request);
  add_message<Client>(schemas, remarks);
  add_message<ClientList>(schemas, remarks);
  add_message<MadeClient>(schemas, remarks);
  add_message<ClientSecret>(schemas, remarks);
}

}  // namespace tusk::api
